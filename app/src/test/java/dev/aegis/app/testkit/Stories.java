package dev.aegis.app.testkit;

import static dev.aegis.app.testkit.Log.at;

import dev.aegis.room.Action;
import dev.aegis.room.Answer;
import dev.aegis.room.Approval;
import dev.aegis.room.ApprovalRequest;
import dev.aegis.room.BlastRadius;
import dev.aegis.room.Cause;
import dev.aegis.room.Challenge;
import dev.aegis.room.Decision;
import dev.aegis.room.Diagnosis;
import dev.aegis.room.Escalation;
import dev.aegis.room.Evidence;
import dev.aegis.room.Execution;
import dev.aegis.room.Forecast;
import dev.aegis.room.Handle;
import dev.aegis.room.Hypothesis;
import dev.aegis.room.MessageId;
import dev.aegis.room.Plan;
import dev.aegis.room.Postmortem;
import dev.aegis.room.Question;
import dev.aegis.room.Reason;
import dev.aegis.room.Recheck;
import dev.aegis.room.Remark;
import dev.aegis.room.Remediation;
import dev.aegis.room.RoomMessage;
import dev.aegis.room.SecurityReview;
import dev.aegis.room.SecuritySignoff;
import dev.aegis.room.Severity;
import dev.aegis.room.Signal;
import dev.aegis.room.ValidationResult;
import dev.aegis.room.Verdict;
import dev.aegis.room.Verification;
import dev.aegis.telemetry.Change;
import dev.aegis.telemetry.Slo;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.DoubleUnaryOperator;

/** Logs of rooms as the agents write them, one for each way in which an incident can end. */
public final class Stories {
  public static final Slo SLO = new Slo(1000, 0.01);
  private static final String SERVICE = "checkout-api";
  private static final String EAST = "us-east-1";
  private static final String WEST = "us-west-2";
  private static final Action.ScalePods SCALE = new Action.ScalePods(SERVICE, EAST, 6, 12);
  private static final Action.RollbackDeploy ROLLBACK =
      new Action.RollbackDeploy(SERVICE, EAST, "v2.3.1", "v2.3.0");
  private static final Action.FailoverRegion FAILOVER =
      new Action.FailoverRegion(SERVICE, EAST, WEST);
  public static final Action BOTH = new Action.RollbackAndFailover(ROLLBACK, FAILOVER);

  private Stories() {}

  /** A leak: scaling is rejected, rollback with failover passes and resolves. */
  public static List<RoomMessage> leak() {
    Log log = upToRequest();
    Plan plan = plan(new MessageId("m-6"));
    log.say(
        70,
        Handle.POLICY,
        "approved",
        new Approval(plan.hash(), true, "policy:demo", ""),
        Handle.COMMANDER);
    steps(log, plan, 71, false, Execution.State.OBSERVED);
    log.say(76, Handle.COMMANDER, "held", held(plan));
    log.say(77, Handle.COMMANDER, "resolved", resolved());
    log.say(78, Handle.COMMANDER, "report", new Postmortem("# INC-2026-0001"));
    return log.messages();
  }

  /** The same where two people have to approve. */
  public static List<RoomMessage> waitingForTwo() {
    return waiting().stream().map(Stories::forTwo).toList();
  }

  /** What one of the two says, after {@link #waitingForTwo}. */
  public static RoomMessage oneOfTwo(String name) {
    RoomMessage asked = waitingForTwo().getLast();
    return new RoomMessage(
        asked.wireVersion(),
        asked.room(),
        asked.seq() + 1,
        new MessageId("yes-of-" + name),
        asked.id(),
        Handle.HUMAN,
        List.of(Handle.COMMANDER),
        "approves",
        new Approval(((ApprovalRequest) asked.payload()).planHash(), true, name, ""),
        asked.ts().plusSeconds(5));
  }

  private static RoomMessage forTwo(RoomMessage m) {
    return m.payload() instanceof ApprovalRequest a
        ? new RoomMessage(
            m.wireVersion(),
            m.room(),
            m.seq(),
            m.id(),
            m.inReplyTo(),
            m.sender(),
            m.mentions(),
            m.text(),
            new ApprovalRequest(
                a.plan(),
                a.planHash(),
                a.summary(),
                a.unknowns(),
                a.conditions(),
                a.expiresAt(),
                2),
            m.ts())
        : m;
  }

  /** The same up to the approval request, as {@code investigate} ends. */
  public static List<RoomMessage> waiting() {
    return upToRequest().messages();
  }

  /**
   * People talk while the plan waits: a remark, a question that is answered by a course in time,
   * and a challenge by which the causes are ranked anew, with the culprit two calls away.
   */
  public static List<RoomMessage> talk() {
    Log log = upToRequest();
    log.say(80, Handle.HUMAN, "", new Remark("the sale ends at six", "anna"));
    log.say(81, Handle.HUMAN, "", new Question("@observer p99 over time", "anna"), Handle.OBSERVER);
    log.say(
        82,
        Handle.OBSERVER,
        "",
        new Answer("p99 of checkout-api over time, 30 rows in all", List.of(course())));
    log.say(
        83,
        Handle.HUMAN,
        "",
        new Challenge(new MessageId("m-2"), "payments was deployed, too", "anna"),
        Handle.DIAGNOSTICIAN);
    log.say(
        84,
        Handle.DIAGNOSTICIAN,
        "",
        new Recheck(
            new MessageId("m-2"),
            Recheck.Outcome.CHANGED,
            "it has changed: 1 of 2 say something else now; ranked anew another cause comes first:"
                + " ledger: v9 fails from its first request, P(cause) .81",
            List.of(
                new Recheck.Checked(
                    "e1", Recheck.Outcome.HOLDS, "the same rows", "", "ab", List.of()),
                new Recheck.Checked(
                    "e2",
                    Recheck.Outcome.CHANGED,
                    "other rows",
                    "e61",
                    "ab",
                    List.of(
                        new Recheck.Figure("error_ratio, newest", "0.02", "0.31"),
                        new Recheck.Figure("P(cause) memory leak", ".93", ".12")))),
            List.of()));
    log.say(85, Handle.DIAGNOSTICIAN, "", twoCallsAway());
    return log.messages();
  }

  /** p99, one point every 5 s, quiet until the onset. */
  private static Evidence course() {
    List<List<String>> rows = new ArrayList<>();
    for (int i = 0; i < 30; i++) {
      double onset = (i * 5 - 80) / 5.0;
      double millis = 210 + i % 5 + (onset > 0 ? 90 * onset * onset : 0);
      rows.add(List.of(Log.at(i * 5 - 80).toString(), String.format(Locale.ROOT, "%.1f", millis)));
    }
    return new Evidence(
        "e60",
        "p99 of checkout-api over time",
        "SELECT ts, p99_ms FROM metrics WHERE ts >= TIMESTAMP '2026-03-01 02:58:40' AND ts <="
            + " TIMESTAMP '2026-03-01 03:01:10'",
        Evidence.QUESTION,
        List.of("ts", "p99_ms"),
        rows,
        "f00dfeedf00dfeed");
  }

  private static Diagnosis twoCallsAway() {
    Evidence calls =
        new Evidence(
            "e61",
            "checkout-api calls payments, cache and inventory",
            "SELECT caller, called, points FROM samples",
            Evidence.SQL,
            List.of("caller", "called", "points"),
            List.of(
                List.of("checkout-api", "cache", "90"),
                List.of("checkout-api", "inventory", "90"),
                List.of("checkout-api", "payments", "90"),
                List.of("payments", "ledger", "90"),
                List.of("payments", "rates", "90")),
            "ab");
    return new Diagnosis(
        List.of(
            new Hypothesis(
                Cause.BAD_DEPLOY,
                "ledger",
                List.of(),
                "ledger: v9 fails from its first request",
                0.81,
                List.of(
                    new Hypothesis.Finding("31 % of the calls to ledger fail", "e61", 11.2),
                    new Hypothesis.Finding("payments itself is as busy as usual", "e61", -2.4)),
                null),
            new Hypothesis(
                Cause.UNKNOWN, "none of the known causes fits what was recorded", 0.19, List.of())),
        List.of(calls),
        List.of());
  }

  /** The person says no. */
  public static List<RoomMessage> denied() {
    Log log = upToRequest();
    Plan plan = plan(new MessageId("m-6"));
    log.say(
        95,
        Handle.HUMAN,
        "no",
        new Approval(plan.hash(), false, "alice", "sale is running"),
        Handle.COMMANDER);
    log.say(
        96,
        Handle.COMMANDER,
        "denied",
        new Decision(
            Decision.Outcome.DENIED,
            null,
            "alice",
            "alice said no; nothing was changed and the SLO is still breached.",
            new Decision.Worth(136, 2520, 2153.33, 0, 0)),
        Handle.HUMAN);
    return log.messages();
  }

  /** The target was told and never answered. */
  public static List<RoomMessage> unknown() {
    Log log = upToRequest();
    Plan plan = plan(new MessageId("m-6"));
    log.say(
        95, Handle.HUMAN, "yes", new Approval(plan.hash(), true, "alice", ""), Handle.COMMANDER);
    log.say(96, Handle.COMMANDER, "armed", step(plan, 0, false, Execution.State.ARMED, ""));
    log.say(
        97,
        Handle.AEGIS,
        "unknown",
        step(
            plan,
            0,
            false,
            Execution.State.UNKNOWN,
            "the router did not answer within 30 s, twice"),
        Handle.COMMANDER);
    log.say(
        98,
        Handle.COMMANDER,
        "unknown",
        new Decision(
            Decision.Outcome.UNKNOWN,
            BOTH,
            "alice",
            "It is not known whether the traffic was moved.",
            new Decision.Worth(138, 2520, 2185, 0, 0)),
        Handle.HUMAN);
    return log.messages();
  }

  /** The telemetry cannot decide: the validator abstains and a person takes over. */
  public static List<RoomMessage> undecidable() {
    Log log = new Log("INC-2026-0007");
    log.say(
        5,
        Handle.OBSERVER,
        "slow",
        new Signal(
            "search",
            "",
            Severity.SEV3,
            "The latency objective is breached by a factor of 1.3; errors are not recorded.",
            at(-90),
            at(3),
            new Slo(400, 0.01),
            List.of(new Signal.Symptom("latency_p99_ms", 530, 310, 4.2, "median/MAD")),
            List.of(),
            0,
            List.of(
                new Evidence(
                    "e1",
                    "p99 left its band",
                    "SELECT max(value) FROM samples",
                    "sql",
                    List.of("max"),
                    List.of(List.of("530"))))),
        Handle.DIAGNOSTICIAN);
    log.say(
        9,
        Handle.DIAGNOSTICIAN,
        "unclear",
        new Diagnosis(
            List.of(
                new Hypothesis(Cause.UNKNOWN, "none of the known causes", 0.55, List.of()),
                new Hypothesis(
                    Cause.SLOW_DEPENDENCY,
                    "the index answers slowly",
                    0.45,
                    List.of(
                        finding("p99 rose without more traffic", "e1", 4),
                        finding("the index's own latency was not recorded", "", -1)))),
            List.of(),
            List.of("No traffic rate was recorded.", "No heap was recorded.")),
        Handle.REMEDIATOR);
    Action restart = new Action.RestartPods("search", "", 4);
    log.say(
        14,
        Handle.REMEDIATOR,
        "restart",
        new Remediation(
            1,
            restart,
            "It is the only candidate that needs no knowledge of the cause.",
            null,
            "A restart cannot be taken back.",
            Duration.ofMinutes(2),
            BlastRadius.MEDIUM,
            0,
            "pods=4",
            List.of()),
        Handle.VALIDATOR);
    log.say(
        20,
        Handle.VALIDATOR,
        "cannot know",
        new ValidationResult(
            restart,
            Verdict.ABSTAIN,
            Reason.NOT_OBSERVED,
            "Without a traffic rate the incident cannot be replayed.",
            0.5,
            0,
            Duration.ofMinutes(30),
            -1,
            none("do nothing"),
            none("restart_pods"),
            none("observed"),
            List.of("How many requests arrived."),
            List.of()),
        Handle.COMMANDER);
    log.say(
        24,
        Handle.COMMANDER,
        "over to you",
        new Escalation(
            "The replay cannot vouch for any fix, so a person has to decide.",
            List.of("fix 1 restart_pods: ABSTAIN, the traffic rate was not observed"),
            List.of("requests per second of search", "latency of the index")),
        Handle.HUMAN);
    return log.messages();
  }

  private static Log upToRequest() {
    Log log = new Log("INC-2026-0001");
    log.say(5, Handle.OBSERVER, "p99 breached", signal(), Handle.DIAGNOSTICIAN);
    log.say(14, Handle.DIAGNOSTICIAN, "leak", diagnosis(), Handle.REMEDIATOR);
    log.say(
        25,
        Handle.REMEDIATOR,
        "scale",
        new Remediation(
            1,
            SCALE,
            "More pods share the load; it is the cheapest candidate that can be taken back.",
            new Action.ScalePods(SERVICE, EAST, 12, 6),
            "the pods can be removed again",
            Duration.ofSeconds(45),
            BlastRadius.SMALL,
            1.9,
            "pods=6 version=v2.3.1",
            List.of("rollback_deploy comes later: it stops what runs")),
        Handle.VALIDATOR);
    log.say(39, Handle.VALIDATOR, "rejected", rejected(), Handle.REMEDIATOR);
    log.say(
        48,
        Handle.REMEDIATOR,
        "roll back",
        new Remediation(
            2,
            BOTH,
            "The cause goes on in every new pod, so the version has to go.",
            null,
            "the rollback is not undone: v2.3.1 leaks; the traffic can be sent back",
            Duration.ofMinutes(1),
            BlastRadius.LARGE,
            18.4,
            "pods=6 version=v2.3.1",
            List.of()),
        Handle.VALIDATOR);
    log.say(57, Handle.VALIDATOR, "passed", passed(), Handle.COMMANDER);
    Plan plan = plan(log.last());
    log.say(
        60,
        Handle.COMMANDER,
        "review",
        new SecurityReview(
            plan, "The blast radius is large and the rollback is not simply undone."),
        Handle.SECURITY);
    log.say(
        64,
        Handle.SECURITY,
        "ok",
        new SecuritySignoff(
            plan.hash(),
            true,
            List.of("us-west-2 serves customers of us-east-1 for a while"),
            List.of("the head-room of us-west-2 is read again before the traffic moves")),
        Handle.COMMANDER);
    log.say(
        68,
        Handle.COMMANDER,
        "please",
        new ApprovalRequest(
            plan,
            plan.hash(),
            "Moves the traffic to us-west-2, then rolls us-east-1 back to v2.3.0.",
            List.of(
                "Caches in us-west-2 are taken to be warm.",
                "A second fault during the switch was not replayed."),
            List.of("the head-room of us-west-2 is read again before the traffic moves"),
            at(368)),
        Handle.HUMAN);
    return log;
  }

  private static Signal signal() {
    return new Signal(
        SERVICE,
        EAST,
        Severity.SEV1,
        "p99 is 4.2 times its objective and 12.4 % of requests fail.",
        at(-40),
        at(4),
        SLO,
        List.of(
            new Signal.Symptom("latency_p99_ms", 4200, 220, 31.2, "z-score"),
            new Signal.Symptom("error_ratio", 0.124, 0.001, 12, "z-score")),
        List.of(
            new Signal.Suspect(
                new Change(at(-80), Change.Kind.DEPLOY, SERVICE, EAST, "v2.3.1", "v2.3.0", "ship"),
                40,
                0.93,
                "the nearest deploy of this service before the onset"),
            new Signal.Suspect(
                new Change(at(-900), Change.Kind.FLAG, "", "", "on", "off", "new banner"),
                860,
                0.07,
                "long before the onset, and of no service that is slow")),
        950,
        List.of());
  }

  private static Diagnosis diagnosis() {
    return new Diagnosis(
        List.of(
            new Hypothesis(
                Cause.LEAK_BY_DEPLOY,
                "memory leak introduced by v2.3.1",
                0.86,
                List.of(
                    finding("heap after GC rises 38 MB/min on v2.3.1, flat on v2.3.0", "e1", 11),
                    finding("p99 follows GC time (r .97), not traffic (r .05)", "e2", 8),
                    finding("no OutOfMemoryError seen yet", "e1", -2))),
            new Hypothesis(
                Cause.BAD_DEPLOY,
                "v2.3.1 is slow from its first request",
                0.135,
                List.of(
                    finding("it began 40 s after the deploy", "e1", 5),
                    finding("the first minute of v2.3.1 was normal", "e2", -9))),
            new Hypothesis(
                Cause.TRAFFIC_SURGE,
                "more traffic than the pods can carry",
                0.005,
                List.of(finding("traffic is flat", "e2", -14)))),
        List.of(
            new Evidence(
                "e1",
                "only v2.3.1 leaks",
                "SELECT version, regr_slope(value, t) AS slope FROM samples\n WHERE metric ="
                    + " 'heap_ratio' GROUP BY version ORDER BY version",
                "sql",
                List.of("version", "slope"),
                List.of(List.of("v2.3.0", "0.0001"), List.of("v2.3.1", "0.0372"))),
            new Evidence(
                "e2",
                "p99 follows collection",
                "SELECT corr(p99, gc) FROM wide",
                "sql",
                List.of("r"),
                List.of(List.of("0.97")))),
        List.of());
  }

  private static Hypothesis.Finding finding(String text, String evidence, double decibans) {
    return new Hypothesis.Finding(text, evidence, decibans);
  }

  private static ValidationResult rejected() {
    return result(
        SCALE,
        Verdict.REJECT,
        Reason.CAUSE_PERSISTS,
        "The new pods leak too: all 12 are full by minute 14.",
        0.02,
        -1,
        forecast("scale_pods", t -> t < 500 ? 4200 - 7.2 * t : Math.min(7600, 600 + 9 * (t - 500))),
        List.of());
  }

  private static ValidationResult passed() {
    return result(
        BOTH,
        Verdict.PASS,
        Reason.HOLDS,
        "The SLO is met 49 s from now and stays met; us-west-2 runs at 71 %.",
        0.98,
        49,
        forecast("rollback_and_failover", t -> Math.max(298, 4200 - 70 * t)),
        List.of("Caches in us-west-2 are taken to be warm."));
  }

  private static ValidationResult result(
      Action action,
      Verdict verdict,
      Reason reason,
      String sentence,
      double probability,
      double recovery,
      Forecast withFix,
      List<String> unknowns) {
    return new ValidationResult(
        action,
        verdict,
        reason,
        sentence,
        probability,
        200,
        Duration.ofMinutes(30),
        recovery,
        forecast("do nothing", t -> Math.min(9700, 4200 + 12 * t)),
        withFix,
        observed(),
        unknowns,
        List.of());
  }

  private static Forecast forecast(String label, DoubleUnaryOperator p99) {
    List<Forecast.Point> points = new ArrayList<>();
    for (int t = 15; t <= 1800; t += 15) {
      double middle = p99.applyAsDouble(t);
      points.add(new Forecast.Point(t, 0.8 * middle, middle, 1.2 * middle, 0));
    }
    return new Forecast(label, points);
  }

  private static Forecast observed() {
    List<Forecast.Point> points = new ArrayList<>();
    for (int t = -600; t <= 0; t += 15) {
      double p99 = t < -60 ? 220 : 220 * Math.exp((t + 60) / 60.0 * Math.log(4200 / 220.0));
      points.add(new Forecast.Point(t, p99, p99, p99, 0));
    }
    return new Forecast("observed", points);
  }

  private static Forecast none(String label) {
    return new Forecast(label, List.of());
  }

  /** The plan that the leak's second fix becomes. */
  public static Plan plan(MessageId validation) {
    return new Plan(
        BOTH,
        null,
        "the rollback is not undone: v2.3.1 leaks; the traffic can be sent back",
        Duration.ofMinutes(1),
        BlastRadius.LARGE,
        18.4,
        "pods=6 version=v2.3.1",
        validation);
  }

  private static void steps(
      Log log, Plan plan, double seconds, boolean undo, Execution.State last) {
    for (int step = 0; step < 2; step++) {
      log.say(
          seconds + 2 * step,
          Handle.COMMANDER,
          "armed",
          step(plan, step, undo, Execution.State.ARMED, ""));
      log.say(
          seconds + 2 * step + 1,
          Handle.AEGIS,
          "seen",
          step(
              plan,
              step,
              undo,
              last,
              step == 0 ? "us-west-2 carries 100 % of the traffic" : "6 of 6 pods run v2.3.0"));
    }
  }

  private static Execution step(
      Plan plan, int step, boolean undo, Execution.State state, String detail) {
    return new Execution(
        plan.hash(), step, 2, undo, BOTH.steps().get(step), state, "key-" + step, detail);
  }

  private static Verification held(Plan plan) {
    return new Verification(
        plan.hash(),
        Verification.Outcome.HELD,
        301.4,
        0,
        null,
        "p99 and errors have been within the SLO for 30 s.",
        List.of());
  }

  private static Decision resolved() {
    return new Decision(
        Decision.Outcome.RESOLVED,
        BOTH,
        "policy:demo",
        "The SLO is met again after rollback_and_failover.",
        new Decision.Worth(89, 2520, 1409.17, 0.31, 38490.52));
  }
}
