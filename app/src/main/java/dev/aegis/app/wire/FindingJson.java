package dev.aegis.app.wire;

import dev.aegis.room.Cause;
import dev.aegis.room.Diagnosis;
import dev.aegis.room.Evidence;
import dev.aegis.room.Forecast;
import dev.aegis.room.Hypothesis;
import dev.aegis.room.Outlook;
import dev.aegis.room.Reason;
import dev.aegis.room.Severity;
import dev.aegis.room.Signal;
import dev.aegis.room.ValidationResult;
import dev.aegis.room.Verdict;
import dev.aegis.telemetry.Change;
import dev.aegis.telemetry.Slo;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** The wire form of what was found out: signals, diagnoses, verdicts, and the evidence in them. */
final class FindingJson {
  private FindingJson() {}

  static void signal(Printer out, Signal s) {
    out.text("service", s.service())
        .text("region", s.region())
        .named("severity", s.severity())
        .text("whySeverity", s.whySeverity())
        .instant("startedAt", s.startedAt())
        .instant("detectedAt", s.detectedAt())
        .object("slo", s.slo(), FindingJson::slo)
        .list("symptoms", s.symptoms(), FindingJson::symptom)
        .list("suspects", s.suspects(), FindingJson::suspect)
        .real("dollarsPerMinute", s.dollarsPerMinute())
        .list("evidence", s.evidence(), FindingJson::evidence)
        .text("environment", s.environment());
  }

  static Signal signal(Fields in) {
    return new Signal(
        in.text("service"),
        in.text("region"),
        in.named("severity", Severity.class),
        in.text("whySeverity"),
        in.instant("startedAt"),
        in.instant("detectedAt"),
        in.object("slo", FindingJson::slo),
        in.list("symptoms", FindingJson::symptom),
        in.list("suspects", FindingJson::suspect),
        in.real("dollarsPerMinute"),
        in.list("evidence", FindingJson::evidence),
        in.text("environment"));
  }

  static void diagnosis(Printer out, Diagnosis d) {
    out.list("hypotheses", d.hypotheses(), FindingJson::hypothesis)
        .list("evidence", d.evidence(), FindingJson::evidence)
        .texts("gaps", d.gaps());
  }

  static Diagnosis diagnosis(Fields in) {
    return new Diagnosis(
        in.list("hypotheses", FindingJson::hypothesis),
        in.list("evidence", FindingJson::evidence),
        in.texts("gaps"));
  }

  static void validation(Printer out, ValidationResult v) {
    out.object("action", v.action(), ActionJson::write)
        .named("verdict", v.verdict())
        .text("reason", v.reason().wire())
        .text("sentence", v.sentence())
        .real("probability", v.probability())
        .count("replications", v.replications())
        .duration("horizon", v.horizon())
        .real("recoverySeconds", v.recoverySeconds())
        .object("doNothing", v.doNothing(), FindingJson::forecast)
        .object("withFix", v.withFix(), FindingJson::forecast)
        .object("observed", v.observed(), FindingJson::forecast)
        .optional("outlook", v.outlook().orElse(null), FindingJson::outlook)
        .texts("unknowns", v.unknowns())
        .list("evidence", v.evidence(), FindingJson::evidence);
  }

  static ValidationResult validation(Fields in) {
    return new ValidationResult(
        in.object("action", ActionJson::read),
        in.named("verdict", Verdict.class),
        in.value("reason", "a reason of this version", Reason::fromWire),
        in.text("sentence"),
        in.real("probability"),
        in.count("replications"),
        in.duration("horizon"),
        in.real("recoverySeconds"),
        in.object("doNothing", FindingJson::forecast),
        in.object("withFix", FindingJson::forecast),
        in.object("observed", FindingJson::forecast),
        Optional.ofNullable(in.optional("outlook", f -> f.object("outlook", FindingJson::outlook))),
        in.texts("unknowns"),
        in.list("evidence", FindingJson::evidence));
  }

  static void evidence(Printer out, Evidence e) {
    out.text("id", e.id())
        .text("finding", e.finding())
        .text("source", e.source())
        .text("language", e.language())
        .texts("columns", e.columns())
        .rows("rows", e.rows());
    if (!e.seal().isEmpty()) {
      out.text("seal", e.seal());
    }
  }

  static Evidence evidence(Fields in) {
    String id = in.text("id");
    String finding = in.text("finding");
    String source = in.text("source");
    String language = in.text("language");
    List<String> columns = in.texts("columns");
    List<List<String>> rows = in.rows("rows");
    String seal = in.optional("seal", each -> each.text("seal"));
    return new Evidence(id, finding, source, language, columns, rows, seal == null ? "" : seal);
  }

  private static void slo(Printer out, Slo slo) {
    out.real("latencyP99Millis", slo.latencyP99Millis()).real("errorRatio", slo.errorRatio());
  }

  private static Slo slo(Fields in) {
    return new Slo(in.real("latencyP99Millis"), in.real("errorRatio"));
  }

  private static void symptom(Printer out, Signal.Symptom s) {
    out.text("metric", s.metric())
        .real("observed", s.observed())
        .real("baseline", s.baseline())
        .real("score", s.score())
        .text("detector", s.detector());
  }

  private static Signal.Symptom symptom(Fields in) {
    return new Signal.Symptom(
        in.text("metric"),
        in.real("observed"),
        in.real("baseline"),
        in.real("score"),
        in.text("detector"));
  }

  private static void suspect(Printer out, Signal.Suspect s) {
    out.object("change", s.change(), FindingJson::change)
        .real("secondsBefore", s.secondsBefore())
        .real("share", s.share())
        .text("why", s.why());
  }

  private static Signal.Suspect suspect(Fields in) {
    return new Signal.Suspect(
        in.object("change", FindingJson::change),
        in.real("secondsBefore"),
        in.real("share"),
        in.text("why"));
  }

  private static void change(Printer out, Change c) {
    out.instant("at", c.at())
        .named("kind", c.kind())
        .text("service", c.service())
        .text("region", c.region())
        .text("version", c.version())
        .text("previous", c.previous())
        .text("description", c.description())
        .text("setting", c.setting());
    if (!c.environment().isEmpty()) {
      out.text("environment", c.environment());
    }
    if (!c.commit().isEmpty()) {
      out.text("commit", c.commit());
    }
  }

  private static Change change(Fields in) {
    return new Change(
        in.instant("at"),
        in.named("kind", Change.Kind.class),
        in.text("service"),
        in.text("region"),
        in.text("version"),
        in.text("previous"),
        in.text("description"),
        in.text("setting"),
        textOrNone(in, "environment"),
        textOrNone(in, "commit"));
  }

  /** A text that is left out where there is none. */
  private static String textOrNone(Fields in, String name) {
    return Objects.requireNonNullElse(in.optional(name, fields -> fields.text(name)), "");
  }

  private static void hypothesis(Printer out, Hypothesis h) {
    out.text("cause", h.cause().wire())
        .text("statement", h.statement())
        .real("weight", h.weight())
        .list("findings", h.findings(), FindingJson::finding);
    if (!h.service().isEmpty()) {
      out.text("service", h.service());
    }
    if (!h.pods().isEmpty()) {
      out.texts("pods", h.pods());
    }
    if (h.change() != null) {
      out.object("change", h.change(), FindingJson::change);
    }
  }

  private static Hypothesis hypothesis(Fields in) {
    return new Hypothesis(
        in.value("cause", "a cause of this version", Cause::fromWire),
        textOrNone(in, "service"),
        Optional.ofNullable(in.optional("pods", fields -> fields.texts("pods"))).orElse(List.of()),
        in.text("statement"),
        in.real("weight"),
        in.list("findings", FindingJson::finding),
        in.optional("change", fields -> fields.object("change", FindingJson::change)));
  }

  private static void finding(Printer out, Hypothesis.Finding f) {
    out.text("text", f.text()).text("evidence", f.evidence()).real("decibans", f.decibans());
  }

  private static Hypothesis.Finding finding(Fields in) {
    return new Hypothesis.Finding(in.text("text"), in.text("evidence"), in.real("decibans"));
  }

  private static void forecast(Printer out, Forecast f) {
    out.text("label", f.label()).list("points", f.points(), FindingJson::point);
  }

  private static Forecast forecast(Fields in) {
    return new Forecast(in.text("label"), in.list("points", FindingJson::point));
  }

  private static void point(Printer out, Forecast.Point p) {
    out.real("secondsFromNow", p.secondsFromNow())
        .real("p99LowMillis", p.p99LowMillis())
        .real("p99Millis", p.p99Millis())
        .real("p99HighMillis", p.p99HighMillis())
        .real("errorRatio", p.errorRatio());
    if (p.errorLow() != p.errorRatio() || p.errorHigh() != p.errorRatio()) {
      out.real("errorLow", p.errorLow()).real("errorHigh", p.errorHigh());
    }
  }

  private static Forecast.Point point(Fields in) {
    double seconds = in.real("secondsFromNow");
    double p99Low = in.real("p99LowMillis");
    double p99 = in.real("p99Millis");
    double p99High = in.real("p99HighMillis");
    double errors = in.real("errorRatio");
    return new Forecast.Point(
        seconds,
        p99Low,
        p99,
        p99High,
        realOr(in, "errorLow", errors),
        errors,
        realOr(in, "errorHigh", errors));
  }

  /** A figure that is left out where it is the same as another. */
  private static double realOr(Fields in, String name, double other) {
    return Objects.requireNonNullElse(in.optional(name, fields -> fields.real(name)), other);
  }

  private static void outlook(Printer out, Outlook o) {
    out.real("collapse", o.collapse())
        .real("collapseWithout", o.collapseWithout())
        .list("headroom", o.headroom(), FindingJson::headroom);
  }

  private static Outlook outlook(Fields in) {
    return new Outlook(
        in.real("collapse"),
        in.real("collapseWithout"),
        in.list("headroom", FindingJson::headroom));
  }

  private static void headroom(Printer out, Outlook.Headroom h) {
    out.text("region", h.region()).real("left", h.left());
  }

  private static Outlook.Headroom headroom(Fields in) {
    return new Outlook.Headroom(in.text("region"), in.real("left"));
  }
}
