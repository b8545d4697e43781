package dev.aegis.agent;

import dev.aegis.room.Challenge;
import dev.aegis.room.Evidence;
import dev.aegis.room.Handle;
import dev.aegis.room.Recheck;
import dev.aegis.room.Recheck.Checked;
import dev.aegis.room.Recheck.Outcome;
import dev.aegis.room.RoomMessage;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Asks the queries of a challenged claim again, to the letter, of the evidence as it is by now:
 * what came late, or was corrected, is in it.
 */
final class Rechecks {
  private static final String COMPUTED = "it was computed, not asked";

  private final Turn turn;
  private final RoomMessage claim;
  private final List<Checked> checked = new ArrayList<>();
  private final List<Evidence> found = new ArrayList<>();
  private int number;

  private Rechecks(Turn turn, RoomMessage claim) {
    this.turn = turn;
    this.claim = claim;
    this.number = EvidenceNumbers.next(turn.log());
  }

  /** A person's challenge, where that is what the turn is about. */
  static Optional<Challenge> asked(Turn turn) {
    return turn.trigger().sender().equals(Handle.HUMAN)
            && turn.trigger().payload() instanceof Challenge challenge
        ? Optional.of(challenge)
        : Optional.empty();
  }

  /**
   * The message that a challenge is about.
   *
   * @throws IllegalStateException when there is none, which the room tells whoever challenged
   */
  static RoomMessage claim(Turn turn, Challenge challenge) {
    return turn.log().stream()
        .filter(m -> m.id().equals(challenge.claim()))
        .findFirst()
        .orElseThrow(() ->
            new IllegalStateException(
                "expected a message of this room, found no " + challenge.claim().value()));
  }

  /** What came of it, as a message that asks nobody to act. */
  static Reply reply(Turn turn, Challenge challenge) {
    return reply(new Rechecks(turn, claim(turn, challenge)).all().recheck(""));
  }

  static Reply reply(Recheck recheck) {
    return Reply.toAll(recheck.sentence(), recheck);
  }

  /** The queries of a claim, to which whoever made it adds what only they can tell. */
  static Rechecks of(Turn turn, Challenge challenge) {
    return new Rechecks(turn, claim(turn, challenge)).all();
  }

  private Rechecks all() {
    Evidence.of(claim.payload()).forEach(this::check);
    return this;
  }

  private void check(Evidence evidence) {
    if (evidence.language().equals(Evidence.SQL)) {
      try {
        compare(evidence, turn.desk().query(evidence.source()));
      } catch (RuntimeException e) {
        checked.add(unchecked(evidence, "it cannot be asked any more: " + e.getMessage()));
      }
    } else if (evidence.language().equals(Evidence.QUESTION)) {
      askInWords(evidence);
    } else {
      checked.add(unchecked(evidence, COMPUTED));
    }
  }

  /** The same words, with all questions that they may go on from. */
  private void askInWords(Evidence evidence) {
    Optional<Desk.Found> again = new Inquiry(turn).again(claim);
    if (again.isEmpty()) {
      checked.add(unchecked(evidence, "its question is not understood any more"));
    } else {
      Desk.Table table = again.get().table();
      int most = Desk.Found.kept(table);
      compare(evidence, new Desk.Table(table.columns(), table.rows().subList(0, most)));
    }
  }

  private void compare(Evidence was, Desk.Table now) {
    Desk.Table then = new Desk.Table(was.columns(), was.rows());
    String seal = turn.desk().seal();
    if (then.equals(now)) {
      checked.add(new Checked(was.id(), Outcome.HOLDS, "the same rows", "", seal, List.of()));
      return;
    }
    String id = "e" + number++;
    found.add(
        new Evidence(
            id,
            "what " + was.id() + " asks, asked again",
            was.source(),
            was.language(),
            now.columns(),
            now.rows(),
            seal));
    checked.add(
        new Checked(was.id(), Outcome.CHANGED, "other rows", id, seal, Differences.of(then, now)));
  }

  private static Checked unchecked(Evidence evidence, String why) {
    return new Checked(evidence.id(), Outcome.UNCHECKED, why, "", "", List.of());
  }

  /** Puts in what became of what was computed, in place of not having been able to ask it. */
  Rechecks with(Checked computed) {
    checked.removeIf(c -> c.why().equals(COMPUTED));
    checked.add(computed);
    return this;
  }

  /** Number of the next piece of evidence. */
  int nextNumber() {
    return number;
  }

  boolean changed() {
    return checked.stream().anyMatch(c -> c.outcome() == Outcome.CHANGED);
  }

  /**
   * What came of it.
   *
   * @param further what follows, one clause; empty for nothing
   */
  Recheck recheck(String further) {
    Outcome outcome =
        changed() ? Outcome.CHANGED : count(Outcome.HOLDS) > 0 ? Outcome.HOLDS : Outcome.UNCHECKED;
    String sentence = sentence(outcome) + (further.isEmpty() ? "" : "; " + further);
    return new Recheck(claim.id(), outcome, sentence, checked, found);
  }

  private String sentence(Outcome outcome) {
    String rest =
        count(Outcome.UNCHECKED) == 0
            ? ""
            : ", " + count(Outcome.UNCHECKED) + " cannot be asked again";
    return switch (outcome) {
      case HOLDS ->
          "it holds: " + count(Outcome.HOLDS) + " of " + checked.size() + " the same" + rest;
      case CHANGED ->
          "it has changed: "
              + count(Outcome.CHANGED)
              + " of "
              + checked.size()
              + " say something else now"
              + rest;
      case UNCHECKED ->
          checked.isEmpty()
              ? "it rests on nothing that can be asked again"
              : "it cannot be checked any more: " + checked.getFirst().why();
    };
  }

  private long count(Outcome outcome) {
    return checked.stream().filter(c -> c.outcome() == outcome).count();
  }
}
