package dev.aegis.remedy;

import dev.aegis.memory.Fingerprint;
import dev.aegis.memory.Fingerprint.Outcome;
import dev.aegis.memory.Recollection;
import dev.aegis.memory.Recollection.Remembered;
import dev.aegis.room.Diagnosis;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** How candidates went in the incidents that a diagnosis recalls. */
final class Memories {
  private final List<Remembered> fixes;

  Memories(Diagnosis diagnosis) {
    this.fixes = Recollection.fixes(diagnosis);
  }

  /** What held oftener than not comes first, what did not comes last; nothing else moves. */
  Comparator<Candidate> order() {
    return Comparator.comparingInt(c -> -Integer.signum(net(c)));
  }

  private int net(Candidate candidate) {
    return times(candidate, Outcome.HELD) - times(candidate, Outcome.DID_NOT_HOLD);
  }

  private int times(Candidate candidate, Outcome outcome) {
    return (int) of(candidate).stream().filter(r -> r.outcome() == outcome).count();
  }

  private List<Remembered> of(Candidate candidate) {
    String name = Fingerprint.nameOf(candidate.action());
    return fixes.stream().filter(r -> r.name().equals(name)).toList();
  }

  /** Why a candidate was moved, a clause for the end of a sentence; empty where it was not. */
  String clause(Candidate candidate) {
    return nearest(candidate, Outcome.HELD)
        .filter(_ -> net(candidate) > 0)
        .map(r -> "; it held in " + r.room() + ", which was " + r.alike() + " alike")
        .orElse("");
  }

  /** Why another comes first although this one is less drastic. */
  String instead(Candidate chosen, Candidate later) {
    return nearest(later, Outcome.DID_NOT_HOLD)
        .filter(_ -> net(later) < 0)
        .map(r -> ", and it did not hold in " + r.room())
        .or(() ->
            nearest(chosen, Outcome.HELD)
                .map(
                    r -> ", but " + chosen.action().kind().wire() + " is what held in " + r.room()))
        .orElse("");
  }

  private Optional<Remembered> nearest(Candidate candidate, Outcome outcome) {
    return of(candidate).stream().filter(r -> r.outcome() == outcome).findFirst();
  }
}
