package dev.aegis.room;

import java.util.List;
import java.util.Objects;

/**
 * What came of looking at a challenged claim again, on the evidence as it is by then.
 *
 * @param claim the message that was challenged
 * @param outcome of the claim as a whole
 * @param sentence for people
 * @param checked each thing that the claim rests on, in its order
 * @param evidence what came back where it was something else
 */
public record Recheck(
    MessageId claim,
    Outcome outcome,
    String sentence,
    List<Checked> checked,
    List<Evidence> evidence)
    implements Payload {

  /** What became of a claim, or of one thing that it rests on. */
  public enum Outcome {
    /** The same came back. */
    HOLDS,
    /** Something else came back. */
    CHANGED,
    /** It cannot be asked any more, or was no query. */
    UNCHECKED
  }

  /**
   * One thing that a claim rests on, asked again.
   *
   * @param evidence id of what the claim cites; empty for what it concludes
   * @param outcome what became of it
   * @param why one clause, such as why it cannot be checked
   * @param found id of what came back; empty where that is the same, or nothing
   * @param seal of the evidence that was asked; empty where no file is kept, and for a computation
   * @param figures those that differ, then and now
   */
  public record Checked(
      String evidence,
      Outcome outcome,
      String why,
      String found,
      String seal,
      List<Figure> figures) {
    public Checked {
      Objects.requireNonNull(evidence);
      Objects.requireNonNull(outcome);
      Objects.requireNonNull(why);
      Objects.requireNonNull(found);
      Objects.requireNonNull(seal);
      figures = List.copyOf(figures);
    }
  }

  /**
   * One figure that differs.
   *
   * @param name whose it is
   * @param was as the claim has it; empty where it had none
   * @param now as it came back; empty where it is gone
   */
  public record Figure(String name, String was, String now) {
    public Figure {
      Objects.requireNonNull(name);
      Objects.requireNonNull(was);
      Objects.requireNonNull(now);
    }
  }

  public Recheck {
    Objects.requireNonNull(claim);
    Objects.requireNonNull(outcome);
    Objects.requireNonNull(sentence);
    checked = List.copyOf(checked);
    evidence = List.copyOf(evidence);
  }

  @Override
  public Intent intent() {
    return Intent.RECHECK;
  }
}
