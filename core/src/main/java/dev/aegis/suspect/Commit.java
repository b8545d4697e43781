package dev.aegis.suspect;

import java.time.Instant;
import java.util.List;
import java.util.Objects;

/**
 * A change of the sources.
 *
 * @param id as the version control calls it
 * @param at when it was made; it cannot have run before
 * @param message its author's words: untrusted text
 * @param files the paths that it touches
 * @param diff its unified diff, as much of it as is known; empty when not recorded
 */
public record Commit(String id, Instant at, String message, List<String> files, String diff) {
  public Commit {
    Objects.requireNonNull(at);
    Objects.requireNonNull(message);
    Objects.requireNonNull(diff);
    files = List.copyOf(files);
    if (id.isBlank()) {
      throw new IllegalArgumentException("expected the name of a commit, found a blank");
    }
  }
}
