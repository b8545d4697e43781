package dev.aegis.postmortem;

import java.util.List;
import java.util.regex.Pattern;

/** Words of the trade that citations may hold, and what they mean to anybody else. */
final class Terms {
  private record Known(Pattern found, Block.Term term) {}

  private static final List<Known> ALL =
      List.of(
          known("SLO", "\\bSLO\\b", "what the service promises its users"),
          known("p99", "\\bp99\\b", "99 of 100 requests were answered at least this fast"),
          known("p50", "\\bp50\\b", "half of the requests were answered at least this fast"),
          known(
              "replay",
              "\\breplay(s|ed)?\\b",
              "a simulation of the incident, with or without a fix"),
          known("pod", "\\bpods?\\b", "one running copy of a service"),
          known("rollback", "rollback", "going back to the version before"),
          known("failover", "failover", "sending the traffic of one place to another"),
          known("heap", "\\bheap\\b", "the memory that a program works in"),
          known(
              "garbage collection",
              "garbage collection|\\bgc\\b",
              "a program tidying its memory, during which it serves nobody"),
          known("head-room", "head-room", "what a place could carry beyond what it carries"),
          known("slot", "\\bslots?\\b", "room for one request at a time"),
          known("P(…)", "P\\(", "a probability, from 0 to 1"),
          known("verdict", "\\bverdict\\b", "what the simulation says of a fix"),
          known("onset", "\\bonset\\b", "the first moment at which something was off"),
          known(
              "correlation",
              "correlation|\\br \\.|\\bt = ",
              "how closely two figures move together, or how far a figure stands out from chance"),
          known("blast radius", "blast radius", "how much is touched when an action goes wrong"));

  private Terms() {}

  private static Known known(String word, String pattern, String meaning) {
    return new Known(
        Pattern.compile(pattern, Pattern.CASE_INSENSITIVE), new Block.Term(word, meaning));
  }

  /** Those that occur in a text. */
  static List<Block.Term> in(String text) {
    return ALL.stream().filter(k -> k.found().matcher(text).find()).map(Known::term).toList();
  }
}
