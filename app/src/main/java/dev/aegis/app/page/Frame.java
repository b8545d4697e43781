package dev.aegis.app.page;

import dev.aegis.postmortem.Figures;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * What stands on every page.
 *
 * @param title of the page
 * @param assets the folder of style sheet and modules, named by their content
 * @param person who is asking
 * @param csrf proves that a form is of a page of ours
 * @param role what they are here
 * @param may what they may do, a word for each right
 * @param stopped why the kill switch is on; empty while it is off
 * @param unknown rooms whose outcome nobody knows
 * @param clock milliseconds since 1970, the time of what is shown
 */
public record Frame(
    String title,
    String assets,
    String person,
    String csrf,
    String role,
    String may,
    Optional<String> stopped,
    List<String> unknown,
    long clock) {
  public Frame {
    Objects.requireNonNull(title);
    Objects.requireNonNull(assets);
    Objects.requireNonNull(person);
    Objects.requireNonNull(csrf);
    Objects.requireNonNull(role);
    Objects.requireNonNull(may);
    Objects.requireNonNull(stopped);
    unknown = List.copyOf(unknown);
  }

  /** The time of what is shown, in words. */
  public String asOf() {
    return Figures.dateTime(Instant.ofEpochMilli(clock)) + " UTC";
  }
}
