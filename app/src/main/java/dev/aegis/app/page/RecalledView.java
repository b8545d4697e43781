package dev.aegis.app.page;

import dev.aegis.app.terminal.Said;
import dev.aegis.incident.Incident;
import dev.aegis.memory.Fingerprint;
import dev.aegis.memory.Recollection;
import dev.aegis.room.RoomId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A past incident that the present one was found to be like, as the room has it.
 *
 * @param room its room; empty where its name is none
 * @param alike such as {@code 82 %}
 * @param same what both have
 * @param differs what only one has
 * @param cause that of the past one
 * @param fixes what was tried there, and what became of it
 * @param standing what it was to later incidents when it was recalled
 */
public record RecalledView(
    String room,
    String alike,
    String same,
    String differs,
    String cause,
    List<String> fixes,
    String standing) {
  public RecalledView {
    fixes = List.copyOf(fixes);
  }

  /** Those of the newest diagnosis, the nearest first. */
  public static List<RecalledView> of(Incident incident) {
    Map<String, List<List<String>>> byRoom = new LinkedHashMap<>();
    incident.diagnosis().stream()
        .flatMap(d -> d.evidence().stream())
        .filter(e -> e.language().equals(Fingerprint.LANGUAGE))
        .filter(e -> e.columns().equals(Recollection.columns()))
        .flatMap(e -> e.rows().stream())
        .forEach(row -> byRoom.computeIfAbsent(row.getFirst(), _ -> new ArrayList<>()).add(row));
    return byRoom.values().stream().map(RecalledView::of).toList();
  }

  private static RecalledView of(List<List<String>> rows) {
    List<String> first = rows.getFirst();
    return new RecalledView(
        name(first.get(0)),
        Said.inert(first.get(1)),
        Said.inert(first.get(2)),
        Said.inert(first.get(3)),
        Said.inert(first.get(4)),
        rows.stream().map(row -> Said.inert(row.get(5) + ": " + row.get(6))).toList(),
        Said.inert(first.get(7)));
  }

  private static String name(String text) {
    try {
      return new RoomId(text).value();
    } catch (IllegalArgumentException _) {
      return "";
    }
  }
}
