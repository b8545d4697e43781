package dev.aegis.twin;

import java.util.ArrayList;
import java.util.List;

/** What changed the pods in the recorded past: rollouts, losses, scaling. */
final class RolloutFit {
  private RolloutFit() {}

  /**
   * Read from the versions' shares of the traffic and from the number of pods that answer.
   *
   * @param h the history
   * @param from first point of the replay
   * @param to last point that nobody's own action had changed yet
   * @param modelled whether deaths are explained by a leak or a crash, so that they replay
   *     themselves
   * @param podStart seconds from the order of a pod until it answers
   */
  static List<Fitted.Past> of(History h, int from, int to, boolean modelled, double podStart) {
    List<Fitted.Past> past = new ArrayList<>();
    int main = h.mainVersion(from);
    // Where nothing is answered any more nobody sees which version does not.
    int known = h.lastWithShares(to);
    for (int v = 0; v < h.versions.size(); v++) {
      if (v != main && h.share[v][known] > 0.02) {
        rollout(h, v, from, known, past);
      } else if (v != main && SilentFit.is(h, v)) {
        past.add(SilentFit.rollout(h, v, from, to));
      }
    }
    if (!modelled && past.isEmpty()) {
      levels(h, from, to, podStart, past);
    }
    return past;
  }

  private static void rollout(History h, int v, int from, int to, List<Fitted.Past> past) {
    int first = -1;
    int last = to;
    for (int i = from; i <= to; i++) {
      if (first < 0 && h.share[v][i] > 0.02) {
        first = i;
      }
      if (h.share[v][i] > 0.98) {
        last = i;
        break;
      }
    }
    if (first < 0) {
      return;
    }
    double before = h.pods[Math.max(0, from)];
    int begin = first;
    while (begin > from && h.pods[begin - 1] < before) {
      begin--;
    }
    double missing = 0;
    for (int i = begin; i <= last; i++) {
      missing += Math.max(0, before - h.pods[i]) * h.table.lengths[i];
    }
    double down = before > 0 ? Math.min(missing / before, h.seconds(last) - h.seconds(begin)) : 0;
    double firstReady = h.seconds(first) - h.table.step / 2;
    double lastReady = Math.max(firstReady, h.seconds(last) - h.table.step);
    double exchanged = Math.max(1, Math.round(h.share[v][last] * before));
    double between = exchanged > 1 ? (lastReady - firstReady) / (exchanged - 1) : down;
    past.add(
        new Fitted.Past.Deployed(
            h.region,
            h.versions.get(v),
            Math.max(h.seconds(from), firstReady - down),
            between,
            down));
  }

  private static void levels(History h, int from, int to, double podStart, List<Fitted.Past> past) {
    double level = h.pods[from];
    for (int i = from + 1; i <= to; i++) {
      boolean stays = i + 1 >= h.size() || h.pods[i + 1] == h.pods[i];
      if (!stays || Double.isNaN(h.pods[i])) {
        continue;
      }
      if (h.pods[i] < level) {
        int lost = (int) Math.round(level - h.pods[i]);
        past.add(new Fitted.Past.Lost(h.region, lost, h.seconds(i) - h.table.step / 2));
      } else if (h.pods[i] > level) {
        past.add(
            new Fitted.Past.Scaled(
                h.region,
                (int) Math.round(level),
                (int) Math.round(h.pods[i]),
                h.seconds(i) - h.table.step / 2 - podStart));
      }
      level = h.pods[i];
    }
  }
}
