package dev.aegis.app.page;

import dev.aegis.room.Digest;
import java.util.List;

/**
 * A part of the room's page that is written anew when it changes.
 *
 * @param id of its element
 * @param version changes with its content
 * @param html its content
 */
public record Part(String id, String version, String html) {
  static Part of(String id, String html) {
    return new Part(id, version(html), html);
  }

  static String version(String content) {
    return Digest.of(List.of(content)).substring(0, 12);
  }
}
