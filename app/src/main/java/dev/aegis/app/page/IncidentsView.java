package dev.aegis.app.page;

import dev.aegis.app.search.NearMeaning;
import java.util.List;

/**
 * The incidents: what burns now and what is over.
 *
 * @param burning worst first
 * @param past newest first, of those that the search found
 * @param near further ones that are near in meaning to what was searched for, the nearest first
 * @param note what people have to know of that; empty for nothing
 * @param known how many are over in all
 * @param search what was searched for
 * @param health what is watched, a sentence each
 */
public record IncidentsView(
    List<IncidentRow> burning,
    List<IncidentRow> past,
    List<IncidentRow> near,
    String note,
    int known,
    String search,
    List<String> health) {
  /** Past incidents on one page. */
  static final int MOST_PAST = 100;

  /** Further ones that are near in meaning. */
  static final int MOST_NEAR = 3;

  public IncidentsView {
    burning = List.copyOf(burning);
    past = List.copyOf(past);
    near = List.copyOf(near);
    health = List.copyOf(health);
  }

  /**
   * Sorts rows into those that burn and those that are over.
   *
   * @param meaning finds what has other words for the same
   */
  public static IncidentsView of(
      List<IncidentRow> rows, String search, List<String> health, NearMeaning meaning) {
    List<IncidentRow> past = rows.stream().filter(r -> !r.burns()).toList();
    List<IncidentRow> others = past.stream().filter(r -> !r.matches(search)).toList();
    NearMeaning.Found near =
        meaning.nearest(search, others.stream().map(IncidentRow::about).toList(), MOST_NEAR);
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
        near.nearest().stream().map(others::get).toList(),
        near.note(),
        past.size(),
        search,
        health);
  }

  /** How many of those that burn wait for a person. */
  public long waiting() {
    return burning.stream().filter(r -> r.standing().isForPeople()).count();
  }
}
