package dev.aegis.app.wire;

import dev.aegis.room.Advice;

/** The wire form of what models put forward. */
final class AdviceJson {
  private AdviceJson() {}

  static void write(Printer out, Advice a) {
    out.text("model", a.model())
        .text("words", a.words())
        .text("silence", a.silence())
        .list("proposals", a.proposals(), AdviceJson::proposal)
        .list("exchanges", a.exchanges(), AdviceJson::exchange)
        .list("evidence", a.evidence(), FindingJson::evidence);
  }

  static Advice read(Fields in) {
    return new Advice(
        in.text("model"),
        in.text("words"),
        in.text("silence"),
        in.list("proposals", AdviceJson::proposal),
        in.list("exchanges", AdviceJson::exchange),
        in.list("evidence", FindingJson::evidence));
  }

  private static void proposal(Printer out, Advice.Proposal p) {
    out.named("kind", p.kind())
        .text("text", p.text())
        .flag("accepted", p.accepted())
        .text("why", p.why());
  }

  private static Advice.Proposal proposal(Fields in) {
    return new Advice.Proposal(
        in.named("kind", Advice.Kind.class), in.text("text"), in.flag("accepted"), in.text("why"));
  }

  private static void exchange(Printer out, Advice.Exchange e) {
    out.text("prompt", e.prompt()).text("reply", e.reply());
  }

  private static Advice.Exchange exchange(Fields in) {
    return new Advice.Exchange(in.text("prompt"), in.text("reply"));
  }
}
