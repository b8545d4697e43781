package dev.aegis.policy;

import dev.aegis.room.ApprovalRequest;
import dev.aegis.room.Digest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * What the owners of a service allow to be done to it, and when. It is configuration: the same text
 * gives the same policy and the same {@link #hash}, which an approval is bound to.
 *
 * @param autonomy how far Aegis may go
 * @param allowed when actions may be taken; empty means at any time
 * @param freezes when they may not; a freeze wins over what is allowed
 * @param coolDown time between two actions on one target, up to a day
 * @param backOff factor by which every failed action in a row lengthens the cool-down, 1 to 10
 * @param actionsPerHour steps on this service's targets within any hour, 1 to 1,000
 * @param podsPerHour pods of this service replaced, added or taken away within any hour, 1 to
 *     10,000
 * @param approvers how many different people have to approve a plan, 1 to 5
 */
public record Policy(
    Autonomy autonomy,
    List<Span> allowed,
    List<Freeze> freezes,
    Duration coolDown,
    double backOff,
    int actionsPerHour,
    int podsPerHour,
    int approvers) {

  private static final Duration DAY = Duration.ofDays(1);

  /** Without a word from the owners a plan is recommended and never carried out. */
  public static final Policy DEFAULT = new Policy(Autonomy.RECOMMEND);

  /**
   * A time in which nothing is done.
   *
   * @param span when
   * @param why for people; empty when nobody said
   * @param exceptRollback whether a rollback is allowed nevertheless
   */
  public record Freeze(Span span, String why, boolean exceptRollback) {
    public Freeze {
      Objects.requireNonNull(span);
      Objects.requireNonNull(why);
    }
  }

  public Policy {
    Objects.requireNonNull(autonomy);
    allowed = List.copyOf(allowed);
    freezes = List.copyOf(freezes);
    require(!coolDown.isNegative() && coolDown.compareTo(DAY) <= 0, "a cool-down of 0 s to 24 h");
    require(backOff >= 1 && backOff <= 10, "a back-off of 1 to 10");
    require(actionsPerHour >= 1 && actionsPerHour <= 1000, "1 to 1,000 actions an hour");
    require(podsPerHour >= 1 && podsPerHour <= 10_000, "1 to 10,000 pods an hour");
    require(approvers >= 1 && approvers <= ApprovalRequest.MOST_APPROVERS, "1 to 5 approvers");
  }

  /** One that a single person's approval is enough for. */
  public Policy(
      Autonomy autonomy,
      List<Span> allowed,
      List<Freeze> freezes,
      Duration coolDown,
      double backOff,
      int actionsPerHour,
      int podsPerHour) {
    this(autonomy, allowed, freezes, coolDown, backOff, actionsPerHour, podsPerHour, 1);
  }

  /** The default limits with this autonomy. */
  public Policy(Autonomy autonomy) {
    this(autonomy, List.of(), List.of(), Duration.ofMinutes(1), 2, 12, 100);
  }

  /** The same with another autonomy. */
  public Policy withAutonomy(Autonomy other) {
    return new Policy(
        other, allowed, freezes, coolDown, backOff, actionsPerHour, podsPerHour, approvers);
  }

  /** The same with another number of people who have to approve. */
  public Policy withApprovers(int people) {
    return new Policy(
        autonomy, allowed, freezes, coolDown, backOff, actionsPerHour, podsPerHour, people);
  }

  /**
   * Names exactly this policy: SHA-256 over every field, in hex. That one person is enough is left
   * out, as it was before there could be more.
   */
  public String hash() {
    List<String> fields =
        new ArrayList<>(
            List.of(
                autonomy.name(),
                allowed.stream().map(Span::describe).toList().toString(),
                freezes.stream()
                    .map(f -> f.span().describe() + " " + f.exceptRollback() + " " + f.why())
                    .toList()
                    .toString(),
                coolDown.toString(),
                Double.toString(backOff),
                Integer.toString(actionsPerHour),
                Integer.toString(podsPerHour)));
    if (approvers > 1) {
      fields.add("approvers " + approvers);
    }
    return Digest.of(fields);
  }

  private static void require(boolean holds, String expected) {
    if (!holds) {
      throw new IllegalArgumentException("expected " + expected + " in the policy");
    }
  }
}
