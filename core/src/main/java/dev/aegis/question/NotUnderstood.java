package dev.aegis.question;

import java.util.List;

/** A question cannot be read; carries what to tell whoever asked. Never leaves the package. */
final class NotUnderstood extends RuntimeException {
  private static final long serialVersionUID = 1L;
  private final String word;
  private final transient List<String> nearest;

  NotUnderstood(String word, String reason, List<String> nearest) {
    super(reason, null, false, false);
    this.word = word;
    this.nearest = List.copyOf(nearest);
  }

  NotUnderstood(String word, String reason) {
    this(word, reason, List.of());
  }

  /** What is said of a piece that has no use in its place. */
  static NotUnderstood of(Segment segment) {
    String reason =
        segment.meaning() instanceof Meaning.Unknown
            ? "no metric, label, value or known word is called so"
            : "it is not clear what it says in this place";
    return new NotUnderstood(segment.text(), reason);
  }

  String word() {
    return word;
  }

  String reason() {
    return String.valueOf(getMessage());
  }

  List<String> nearest() {
    return nearest == null ? List.of() : nearest;
  }
}
