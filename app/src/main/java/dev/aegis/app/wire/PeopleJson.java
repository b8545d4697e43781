package dev.aegis.app.wire;

import dev.aegis.room.Challenge;
import dev.aegis.room.MessageId;
import dev.aegis.room.Question;
import dev.aegis.room.Recheck;
import java.util.Objects;
import java.util.Optional;

/** The wire form of what people say in a room, and of what is looked at again because of it. */
final class PeopleJson {
  private PeopleJson() {}

  /** Who asks is left out where an agent does, as in every room of before. */
  static void question(Printer out, Question q) {
    out.text("question", q.question());
    if (!q.by().isEmpty()) {
      out.text("by", q.by());
    }
  }

  static Question question(Fields in) {
    String question = in.text("question");
    return new Question(
        question, Objects.requireNonNullElse(in.optional("by", f -> f.text("by")), ""));
  }

  static void challenge(Printer out, Challenge c) {
    out.text("claim", c.claim().value()).text("reason", c.reason()).text("by", c.by());
  }

  static Challenge challenge(Fields in) {
    return new Challenge(claim(in), in.text("reason"), in.text("by"));
  }

  private static MessageId claim(Fields in) {
    return in.value("claim", "a message id", id -> Optional.of(new MessageId(id)));
  }

  static void recheck(Printer out, Recheck r) {
    out.text("claim", r.claim().value())
        .named("outcome", r.outcome())
        .text("sentence", r.sentence())
        .list("checked", r.checked(), PeopleJson::checked)
        .list("evidence", r.evidence(), FindingJson::evidence);
  }

  static Recheck recheck(Fields in) {
    return new Recheck(
        claim(in),
        in.named("outcome", Recheck.Outcome.class),
        in.text("sentence"),
        in.list("checked", PeopleJson::checked),
        in.list("evidence", FindingJson::evidence));
  }

  private static void checked(Printer out, Recheck.Checked c) {
    out.text("evidence", c.evidence())
        .named("outcome", c.outcome())
        .text("why", c.why())
        .text("found", c.found())
        .text("seal", c.seal())
        .list("figures", c.figures(), PeopleJson::figure);
  }

  private static Recheck.Checked checked(Fields in) {
    return new Recheck.Checked(
        in.text("evidence"),
        in.named("outcome", Recheck.Outcome.class),
        in.text("why"),
        in.text("found"),
        in.text("seal"),
        in.list("figures", PeopleJson::figure));
  }

  private static void figure(Printer out, Recheck.Figure f) {
    out.text("name", f.name()).text("was", f.was()).text("now", f.now());
  }

  private static Recheck.Figure figure(Fields in) {
    return new Recheck.Figure(in.text("name"), in.text("was"), in.text("now"));
  }
}
