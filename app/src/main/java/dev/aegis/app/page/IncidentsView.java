package dev.aegis.app.page;

import java.util.List;

/**
 * The incidents: what burns now and what is over.
 *
 * @param burning worst first
 * @param past newest first, of those that the search found
 * @param known how many are over in all
 * @param search what was searched for
 * @param health what is watched, a sentence each
 */
public record IncidentsView(
    List<IncidentRow> burning,
    List<IncidentRow> past,
    int known,
    String search,
    List<String> health) {
  /** Past incidents on one page. */
  static final int MOST_PAST = 100;

  public IncidentsView {
    burning = List.copyOf(burning);
    past = List.copyOf(past);
    health = List.copyOf(health);
  }

  /** Sorts rows into those that burn and those that are over. */
  public static IncidentsView of(List<IncidentRow> rows, String search, List<String> health) {
    List<IncidentRow> past = rows.stream().filter(r -> !r.burns()).toList();
    return new IncidentsView(
        rows.stream()
            .filter(IncidentRow::burns)
            .sorted(java.util.Comparator.comparing(IncidentRow::severity))
            .toList(),
        past.stream()
            .filter(r -> r.matches(search))
            .sorted(java.util.Comparator.comparingLong(IncidentRow::since).reversed())
            .limit(MOST_PAST)
            .toList(),
        past.size(),
        search,
        health);
  }

  /** How many of those that burn wait for a person. */
  public long waiting() {
    return burning.stream().filter(r -> r.standing().isForPeople()).count();
  }
}
