package dev.aegis.app.page;

import dev.aegis.incident.Incident;
import dev.aegis.postmortem.Figures;
import dev.aegis.postmortem.StakeholderUpdate;
import dev.aegis.postmortem.StakeholderUpdate.Published;
import dev.aegis.postmortem.StakeholderUpdate.Stage;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;

/**
 * What users were told of an incident and may be told now.
 *
 * @param room the incident's
 * @param stage how far it is
 * @param due when they have to hear again, or since when they should have; empty once it is over
 *     and told
 * @param overdue whether that is past
 * @param drafts one for each stage
 * @param told what they were told, the newest first
 * @param problem why the last one was not taken; empty where there is none
 */
public record UpdatesView(
    String room,
    String stage,
    String due,
    boolean overdue,
    List<Draft> drafts,
    List<Told> told,
    String problem) {
  public UpdatesView {
    drafts = List.copyOf(drafts);
    told = List.copyOf(told);
  }

  /**
   * A draft.
   *
   * @param now whether the incident is at this stage
   */
  public record Draft(String stage, String text, boolean now) {}

  /** What users were told. */
  public record Told(String stage, String text, String by, String at) {
    static Told of(Published update) {
      return new Told(
          update.stage().word(),
          update.text(),
          update.by(),
          Figures.dateTime(update.at()) + " UTC");
    }
  }

  /** As of an instant; empty while nothing was noticed. */
  public static Optional<UpdatesView> of(
      Incident incident, List<Published> told, Instant now, String problem) {
    Optional<Published> last = told.isEmpty() ? Optional.empty() : Optional.of(told.getLast());
    Optional<Instant> due = StakeholderUpdate.due(incident, last);
    Optional<Stage> stage = StakeholderUpdate.of(incident, now).map(StakeholderUpdate::stage);
    return stage.map(at ->
        new UpdatesView(
            incident.room().map(Object::toString).orElse(""),
            at.word(),
            due.map(when -> due(when, now)).orElse(""),
            due.filter(when -> !now.isBefore(when)).isPresent(),
            StakeholderUpdate.all(incident, now).stream()
                .map(d -> new Draft(d.stage().word(), d.text(), d.stage() == at))
                .toList(),
            told.reversed().stream().map(Told::of).toList(),
            problem));
  }

  private static String due(Instant when, Instant now) {
    Duration late = Duration.between(when, now);
    return late.isNegative()
        ? "Users hear again by " + Figures.time(when) + " UTC."
        : "Overdue: users should have heard by "
            + Figures.time(when)
            + " UTC, "
            + Figures.duration(late.truncatedTo(ChronoUnit.MINUTES))
            + " ago.";
  }

  /** What users see of incidents, those of each together, the newest first. */
  public static List<List<Told>> published(List<List<Published>> all) {
    return all.stream().map(one -> one.reversed().stream().map(Told::of).toList()).toList();
  }
}
