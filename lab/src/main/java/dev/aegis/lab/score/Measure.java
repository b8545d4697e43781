package dev.aegis.lab.score;

import dev.aegis.room.Verdict;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What is counted of a judge's pairs: those that are wrong in one way, among those that could be.
 *
 * <p>By pair, each counts once. By fault, a fault is among those that could be wrong as soon as one
 * of its pairs is, and it is wrong as soon as one of its pairs is. Pairs of one fault share its
 * course and are not independent, so the number of faults, not of pairs, is what a bound may lean
 * on.
 */
public enum Measure {
  /** Accepted, of the pairs whose action did not fix. */
  FALSE_ACCEPTS,
  /** Did not fix, of the pairs that were accepted. */
  WRONG_ACCEPTS,
  /** Rejected, of the pairs whose action fixed. */
  FIXES_REJECTED,
  /** Neither accepted nor rejected, of the pairs whose action fixed. */
  FIXES_ABSTAINED_ON,
  /** Neither accepted nor rejected, of all pairs. */
  ABSTAINED;

  private boolean couldBe(Pair pair) {
    return switch (this) {
      case FALSE_ACCEPTS -> !pair.fixed();
      case WRONG_ACCEPTS -> pair.is(Verdict.PASS);
      case FIXES_REJECTED, FIXES_ABSTAINED_ON -> pair.fixed();
      case ABSTAINED -> true;
    };
  }

  /** Asked only of pairs that could be. */
  private boolean is(Pair pair) {
    return switch (this) {
      case FALSE_ACCEPTS -> pair.is(Verdict.PASS);
      case WRONG_ACCEPTS -> !pair.fixed();
      case FIXES_REJECTED -> pair.is(Verdict.REJECT);
      case FIXES_ABSTAINED_ON, ABSTAINED -> pair.is(Verdict.ABSTAIN);
    };
  }

  /** Of these pairs. */
  public Share byPair(List<Pair> pairs) {
    List<Pair> could = pairs.stream().filter(this::couldBe).toList();
    return new Share((int) could.stream().filter(this::is).count(), could.size());
  }

  /** Of the faults of these pairs. */
  public Share byFault(List<Pair> pairs) {
    Set<String> could = new HashSet<>();
    Set<String> are = new HashSet<>();
    for (Pair pair : pairs) {
      if (couldBe(pair)) {
        could.add(pair.fault());
        if (is(pair)) {
          are.add(pair.fault());
        }
      }
    }
    return new Share(are.size(), could.size());
  }
}
