package dev.aegis.app.terminal;

import dev.aegis.incident.Incident;
import dev.aegis.incident.Status;
import dev.aegis.postmortem.Figures;
import dev.aegis.postmortem.FollowUps;
import dev.aegis.room.Approval;
import dev.aegis.room.Decision;
import dev.aegis.room.Execution;
import dev.aegis.room.Postmortem;
import dev.aegis.room.Quorum;
import dev.aegis.room.Signal;
import dev.aegis.room.ValidationResult;
import dev.aegis.room.Verification;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The last block, for someone tired: wrong, tried, done, allowed, worth, and what is left to do.
 */
final class Closing {
  private final Incident record;
  private final Page page;
  private final Body body;

  private Closing(Incident record, Page page) {
    this.record = record;
    this.page = page;
    this.body = page.body();
  }

  static List<List<Span>> of(Incident record, Page page, String postmortemPlace) {
    Closing closing = new Closing(record, page);
    List<List<Span>> lines = new ArrayList<>();
    lines.add(page.rule());
    lines.addAll(closing.title());
    closing.say(postmortemPlace);
    lines.addAll(closing.body.lines(page.width(), 0));
    return lines;
  }

  private List<List<Span>> title() {
    var last = record.log().getLast();
    Status status = record.status();
    Ink ink =
        switch (status) {
          case RESOLVED -> Ink.GOOD;
          case UNKNOWN -> Ink.ALARM;
          case OPEN,
              WAITING,
              RECOMMENDED,
              NOT_EXECUTED,
              DENIED,
              REVERTED,
              LEFT_IN_PLACE,
              EXPIRED,
              ESCALATED ->
              Ink.WARN;
        };
    return new Paragraph(page.glyphs())
        .mark(Ink.STRONG, last.room() + "  ")
        .add(ink, status.words().toUpperCase(Locale.ROOT))
        .figure(Ink.DIM, Figures.dateTime(last.ts()) + " UTC")
        .lines(page.width());
  }

  private void say(String postmortemPlace) {
    if (record.status() == Status.UNKNOWN) {
      Spoken.alarm(body);
    }
    wrong();
    List<Incident.Attempt> attempts = record.attemptsInThisSearch();
    attempts.forEach(a -> tried(a, a.equals(attempts.getFirst())));
    int before = record.attempts().size() - attempts.size();
    if (before > 0) {
      int searches = record.deferrals().size();
      body.labelled(
          "", before + " more in " + searches + " earlier search" + (searches == 1 ? "" : "es"));
    }
    done();
    record.verification().ifPresent(this::now);
    record.approval().ifPresent(this::allowed);
    body.labelled("to do", FollowUps.of(record));
    boolean written = record.firstAt(Postmortem.class).isPresent();
    if (written && !postmortemPlace.isEmpty()) {
      body.labelled("report", postmortemPlace);
    }
    record.decision().ifPresent(this::worth);
  }

  private void wrong() {
    record
        .cause()
        .ifPresentOrElse(
            h -> body.labelled("wrong", h.statement() + ", " + Words.cause(h.weight())),
            () -> record.signal().ifPresent(s -> body.labelled("wrong", "cause not known")));
    record
        .signal()
        .ifPresent(
            s -> body.labelled("", "since " + Figures.time(s.startedAt()) + " UTC" + worst(s)));
  }

  private static String worst(Signal s) {
    return s.symptoms().stream()
        .findFirst()
        .map(w ->
            ": "
                + Figures.metricName(w.metric())
                + " "
                + Figures.metricValue(w.metric(), w.observed())
                + slo(s, w.metric()))
        .orElse("");
  }

  private static String slo(Signal s, String metric) {
    return switch (metric) {
      case "latency_p99_ms" -> ", SLO " + Figures.millis(s.slo().latencyP99Millis());
      case "error_ratio" -> ", SLO " + Figures.percent(s.slo().errorRatio());
      default -> "";
    };
  }

  private void tried(Incident.Attempt attempt, boolean first) {
    ValidationResult result = attempt.result();
    String fix =
        "fix " + attempt.proposal().attempt() + " " + attempt.proposal().action().kind().wire();
    Paragraph line = body.labelled(first ? "replayed" : "", fix + ":");
    if (result == null) {
      line.add("no verdict");
    } else {
      line.add(Words.ink(result.verdict()), result.verdict().name() + ",").add(Words.held(result));
    }
  }

  private void done() {
    List<String> steps = record.steps().stream().map(Closing::step).toList();
    boolean over = record.decision().isPresent() || record.escalation().isPresent();
    if (!steps.isEmpty()) {
      body.labelled("done", steps);
    } else if (over) {
      body.labelled("done", "nothing was changed");
    }
  }

  private static String step(Execution e) {
    String what = (e.undo() ? "taken back: " : "") + e.action().describe();
    return switch (e.state()) {
      case OBSERVED -> what;
      case ARMED, DISPATCHED -> what + " (" + e.state().name() + ", not yet confirmed)";
      case REFUSED -> what + " (REFUSED, nothing changed)";
      case UNKNOWN -> what + " (UNKNOWN)";
    };
  }

  private void now(Verification v) {
    String held =
        switch (v.outcome()) {
          case PENDING -> "too early to say";
          case HELD -> "SLO held";
          case NOT_HELD -> "SLO not held";
        };
    body.labelled(
        "now",
        held
            + ": p99 "
            + Figures.millis(v.p99Millis())
            + ", errors "
            + Figures.percent(v.errorRatio()));
  }

  private void allowed(Approval a) {
    body.labelled(
        a.granted() ? "allowed" : "denied",
        "by "
            + record.quorum().map(Quorum::decidedBy).orElse(a.approver())
            + ", plan "
            + Words.shortHash(a.planHash())
            + (a.granted() || a.reason().isEmpty() ? "" : ": " + a.reason()));
  }

  private void worth(Decision d) {
    Decision.Worth w = d.worth();
    Optional<Signal> priced = record.signal().filter(s -> s.dollarsPerMinute() > 0);
    boolean resolved = record.status() == Status.RESOLVED;
    List<String> parts = new ArrayList<>();
    parts.add(
        resolved
            ? "manual "
                + Figures.seconds(w.manualSeconds())
                + " → "
                + Figures.seconds(w.downtimeSeconds())
            : "down " + Figures.seconds(w.downtimeSeconds()) + " so far");
    parts.add(
        priced.isPresent() || w.downtimeDollars() > 0
            ? "downtime " + Figures.money(w.downtimeDollars())
            : "downtime not priced");
    parts.add("remediation " + Figures.money(w.remediationDollars()));
    parts.add("averted " + Figures.money(w.avertedDollars()));
    Paragraph line = body.paragraph();
    for (int i = 0; i < parts.size(); i++) {
      String separator = i + 1 < parts.size() ? " ·" : "";
      line.addWhole(Ink.STRONG, parts.get(i) + separator);
    }
  }
}
