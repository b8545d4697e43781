package dev.aegis.room;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How far the answers to one request go: as many different people have to say yes as it asks for,
 * each to the hash of the same plan, and one no ends it. Nobody counts twice, in whatever case
 * their name is written. What is said once it is decided changes nothing.
 */
public final class Quorum {
  private final int needed;
  private final List<Approval> granted = new ArrayList<>();
  private @Nullable Approval decisive;

  private Quorum(int needed) {
    this.needed = needed;
  }

  /**
   * Counts.
   *
   * @param answers in their order; those to other plans are passed over
   */
  public static Quorum of(ApprovalRequest asked, List<Approval> answers) {
    Quorum quorum = new Quorum(asked.approvers());
    for (Approval answer : answers) {
      if (answer.planHash().equals(asked.planHash()) && quorum.decisive == null) {
        quorum.count(answer);
      }
    }
    return quorum;
  }

  private void count(Approval answer) {
    if (!answer.granted()) {
      decisive = answer;
    } else if (!hasGranted(answer.approver())) {
      granted.add(answer);
      decisive = granted.size() >= needed ? answer : null;
    }
  }

  /** Whether somebody is among those who said yes. */
  public boolean hasGranted(String approver) {
    return granted.stream().anyMatch(a -> key(a.approver()).equals(key(approver)));
  }

  private static String key(String approver) {
    return approver.strip().toLowerCase(Locale.ROOT);
  }

  /** The answer that decided: a no, or the last yes that was needed; empty while others must. */
  public Optional<Approval> answer() {
    return Optional.ofNullable(decisive);
  }

  /** Whether the plan may be carried out. */
  public boolean reached() {
    return decisive != null && decisive.granted();
  }

  /** How many people have to say yes. */
  public int needed() {
    return needed;
  }

  /** Who said yes, in order. */
  public List<String> names() {
    return granted.stream().map(Approval::approver).toList();
  }

  /** Those whose answer decided: whoever said no, or all who said yes; empty before that. */
  public String decidedBy() {
    Approval last = decisive;
    return last == null ? "" : last.granted() ? String.join(" and ", names()) : last.approver();
  }

  /** What is still missing, in words; empty once it is decided. */
  public String missing() {
    if (decisive != null || needed == 1) {
      return "";
    }
    int more = needed - granted.size();
    String others = granted.isEmpty() ? "" : ", none of them " + String.join(" or ", names());
    return granted.size()
        + " of "
        + needed
        + " approved"
        + (granted.isEmpty() ? "" : ", " + String.join(" and ", names()))
        + "; it needs "
        + (more == 1
            ? granted.isEmpty() ? "one person" : "one more, not " + String.join(" or ", names())
            : more + " different people" + others);
  }
}
