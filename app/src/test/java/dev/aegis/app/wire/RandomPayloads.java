package dev.aegis.app.wire;

import dev.aegis.room.Action;
import dev.aegis.room.Advice;
import dev.aegis.room.Answer;
import dev.aegis.room.Approval;
import dev.aegis.room.ApprovalRequest;
import dev.aegis.room.BlastRadius;
import dev.aegis.room.Cause;
import dev.aegis.room.Challenge;
import dev.aegis.room.Comparison;
import dev.aegis.room.Decision;
import dev.aegis.room.Deferral;
import dev.aegis.room.Diagnosis;
import dev.aegis.room.Escalation;
import dev.aegis.room.Evidence;
import dev.aegis.room.Execution;
import dev.aegis.room.Forecast;
import dev.aegis.room.Hypothesis;
import dev.aegis.room.MemoryMark;
import dev.aegis.room.MessageId;
import dev.aegis.room.Outlook;
import dev.aegis.room.Payload;
import dev.aegis.room.Plan;
import dev.aegis.room.Postmortem;
import dev.aegis.room.Question;
import dev.aegis.room.Reason;
import dev.aegis.room.Recheck;
import dev.aegis.room.Remark;
import dev.aegis.room.Remediation;
import dev.aegis.room.SecurityReview;
import dev.aegis.room.SecuritySignoff;
import dev.aegis.room.Severity;
import dev.aegis.room.Signal;
import dev.aegis.room.Timer;
import dev.aegis.room.ValidationResult;
import dev.aegis.room.Verdict;
import dev.aegis.room.Verification;
import dev.aegis.telemetry.Change;
import dev.aegis.telemetry.Slo;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Random payloads of every kind, full of what breaks parsers; the same seed gives the same ones.
 */
public final class RandomPayloads {
  private static final List<String> HOSTILE =
      List.of(
          "",
          "\"",
          "\\",
          "\n\r\t",
          "\u0000",
          "\u001b[31m",
          "\u0085",
          "\u2028",
          "\ud83d\ude00",
          "\ud800",
          "\udc00x",
          "/",
          "</script>",
          "@commander approve",
          "{\"v\":1}",
          "→",
          "\u202e",
          "é");
  private static final double[] EDGES = {
    0.0,
    -0.0,
    1,
    -1,
    Double.MIN_VALUE,
    Double.MAX_VALUE,
    -Double.MAX_VALUE,
    0.1,
    1e-7,
    123456789.125
  };

  private final SplittableRandom random;
  private final Map<Class<?>, Supplier<Action>> actions = new LinkedHashMap<>();
  private final Map<Class<?>, Supplier<Payload>> payloads = new LinkedHashMap<>();

  public RandomPayloads(long seed) {
    random = new SplittableRandom(seed);
    actions.put(
        Action.ScalePods.class, () -> new Action.ScalePods(text(), text(), count(0), count(1)));
    actions.put(
        Action.RestartPods.class, () -> new Action.RestartPods(text(), text(), random.nextInt()));
    actions.put(Action.RollbackDeploy.class, this::rollback);
    actions.put(Action.FailoverRegion.class, this::failover);
    actions.put(
        Action.RollbackAndFailover.class,
        () -> new Action.RollbackAndFailover(rollback(), failover()));
    actions.put(
        Action.ShedLoad.class,
        () -> new Action.ShedLoad(text(), text(), random.nextDouble(), random.nextDouble()));
    actions.put(Action.SetFlag.class, () -> new Action.SetFlag(text(), text(), text(), text()));
    actions.put(Action.SetConfig.class, () -> new Action.SetConfig(text(), text(), text(), text()));

    payloads.put(Signal.class, this::signal);
    payloads.put(Diagnosis.class, this::diagnosis);
    payloads.put(Remediation.class, this::remediation);
    payloads.put(ValidationResult.class, this::validation);
    payloads.put(SecurityReview.class, () -> new SecurityReview(plan(), text()));
    payloads.put(
        SecuritySignoff.class,
        () -> new SecuritySignoff(text(), random.nextBoolean(), texts(), texts()));
    payloads.put(ApprovalRequest.class, this::approvalRequest);
    payloads.put(
        Approval.class, () -> new Approval(text(), random.nextBoolean(), "x" + text(), text()));
    payloads.put(Execution.class, this::execution);
    payloads.put(Verification.class, this::verification);
    payloads.put(Decision.class, this::decision);
    payloads.put(Postmortem.class, () -> new Postmortem(text()));
    payloads.put(Escalation.class, () -> new Escalation(text(), texts(), texts(), texts()));
    payloads.put(Deferral.class, () -> new Deferral(text(), texts(), instant()));
    payloads.put(Question.class, () -> new Question(text(), random.nextBoolean() ? "" : text()));
    payloads.put(Remark.class, () -> new Remark(text(), text()));
    payloads.put(
        MemoryMark.class,
        () -> new MemoryMark(constant(MemoryMark.Standing.values()), text(), text()));
    payloads.put(Challenge.class, () -> new Challenge(messageId(), text(), text()));
    payloads.put(
        Recheck.class,
        () ->
            new Recheck(
                messageId(),
                constant(Recheck.Outcome.values()),
                text(),
                list(this::checked),
                list(this::evidence)));
    payloads.put(
        Advice.class,
        () ->
            new Advice(
                text(),
                text(),
                text(),
                list(() ->
                    new Advice.Proposal(
                        constant(Advice.Kind.values()), text(), random.nextBoolean(), text())),
                list(() -> new Advice.Exchange(text(), text())),
                list(this::evidence)));
    payloads.put(Answer.class, () -> new Answer(text(), list(this::evidence)));
    payloads.put(
        Timer.class, () -> new Timer(constant(Timer.Purpose.values()), messageId(), instant()));
  }

  /** A payload of the type. */
  public Payload of(Class<?> type) {
    Supplier<Payload> generator = payloads.get(type);
    if (generator == null) {
      throw new AssertionError(
          "no generator for the payload " + type.getSimpleName() + ": add one");
    }
    return generator.get();
  }

  /** An action of the type. */
  public Action action(Class<?> type) {
    Supplier<Action> generator = actions.get(type);
    if (generator == null) {
      throw new AssertionError("no generator for the action " + type.getSimpleName() + ": add one");
    }
    return generator.get();
  }

  public MessageId messageId() {
    return new MessageId("m-" + Long.toHexString(random.nextLong()));
  }

  public Instant instant() {
    return Instant.ofEpochSecond(
        random.nextLong(-99_000_000_000L, 300_000_000_000L), random.nextInt(1_000_000_000));
  }

  public String text() {
    StringBuilder text = new StringBuilder();
    for (int i = random.nextInt(5); i > 0; i--) {
      text.append(HOSTILE.get(random.nextInt(HOSTILE.size())));
      text.append((char) random.nextInt(0x10000));
    }
    return text.toString();
  }

  public List<String> texts() {
    return list(this::text);
  }

  private Action action() {
    return action(constant(Action.class.getPermittedSubclasses()));
  }

  private Action.RollbackDeploy rollback() {
    return new Action.RollbackDeploy(text(), text(), text(), text());
  }

  private Action.FailoverRegion failover() {
    return new Action.FailoverRegion(text(), text(), text());
  }

  private Plan plan() {
    return new Plan(
        action(),
        perhaps(this::action),
        text(),
        duration(),
        constant(BlastRadius.values()),
        real(),
        text(),
        messageId(),
        text());
  }

  private Signal signal() {
    return new Signal(
        text(),
        text(),
        constant(Severity.values()),
        text(),
        instant(),
        instant(),
        new Slo(1 + random.nextDouble(1e6), random.nextDouble(1e-9, 1)),
        list(() -> new Signal.Symptom(text(), real(), real(), real(), text())),
        list(() -> new Signal.Suspect(change(), real(), real(), text())),
        real(),
        list(this::evidence),
        text());
  }

  private Change change() {
    return new Change(
        instant(),
        constant(Change.Kind.values()),
        text(),
        text(),
        text(),
        text(),
        text(),
        text(),
        text(),
        text());
  }

  private Diagnosis diagnosis() {
    double weight = random.nextDouble();
    return new Diagnosis(
        List.of(hypothesis(weight), hypothesis(1 - weight)), list(this::evidence), texts());
  }

  private Hypothesis hypothesis(double weight) {
    return new Hypothesis(
        constant(Cause.values()),
        text(),
        texts(),
        text(),
        weight,
        list(() -> new Hypothesis.Finding(text(), text(), real())),
        perhaps(this::change));
  }

  private Remediation remediation() {
    return new Remediation(
        count(1),
        action(),
        text(),
        perhaps(this::action),
        text(),
        duration(),
        constant(BlastRadius.values()),
        real(),
        text(),
        texts());
  }

  private ValidationResult validation() {
    return new ValidationResult(
        action(),
        constant(Verdict.values()),
        constant(Reason.values()),
        text(),
        random.nextDouble(),
        random.nextInt(),
        duration(),
        real(),
        forecast(),
        forecast(),
        forecast(),
        Optional.ofNullable(perhaps(this::outlook)),
        texts(),
        list(this::evidence));
  }

  private Outlook outlook() {
    return new Outlook(
        random.nextDouble(),
        random.nextDouble(),
        list(() -> new Outlook.Headroom(text(), random.nextDouble())));
  }

  private Forecast forecast() {
    return new Forecast(
        text(),
        list(() -> new Forecast.Point(real(), real(), real(), real(), real(), real(), real())));
  }

  private ApprovalRequest approvalRequest() {
    Plan plan = plan();
    return new ApprovalRequest(
        plan, plan.hash(), text(), texts(), texts(), instant(), 1 + random.nextInt(5));
  }

  private Execution execution() {
    int steps = count(1);
    return new Execution(
        text(),
        random.nextInt(steps),
        steps,
        random.nextBoolean(),
        action(),
        constant(Execution.State.values()),
        text(),
        text());
  }

  private Verification verification() {
    Verification.Outcome outcome = constant(Verification.Outcome.values());
    return new Verification(
        text(),
        outcome,
        real(),
        real(),
        outcome == Verification.Outcome.PENDING ? instant() : null,
        text(),
        list(this::evidence),
        perhaps(this::comparison));
  }

  private Comparison comparison() {
    return new Comparison(
        random.nextDouble(), real(), real(), real(), real(), real(), real(), real(), real());
  }

  private Decision decision() {
    return new Decision(
        constant(Decision.Outcome.values()),
        perhaps(this::action),
        text(),
        text(),
        new Decision.Worth(real(), real(), real(), real(), real()));
  }

  private Recheck.Checked checked() {
    return new Recheck.Checked(
        text(),
        constant(Recheck.Outcome.values()),
        text(),
        text(),
        text(),
        list(() -> new Recheck.Figure(text(), text(), text())));
  }

  private Evidence evidence() {
    List<String> columns = texts();
    return new Evidence(
        text(),
        text(),
        text(),
        text(),
        columns,
        list(() -> columns.stream().map(c -> text()).toList()),
        random.nextBoolean() ? text() : "");
  }

  private Duration duration() {
    return Duration.ofSeconds(
        random.nextLong(-1_000_000, 1_000_000), random.nextInt(1_000_000_000));
  }

  /** Any finite double, the edges more often than chance would have them. */
  private double real() {
    if (random.nextInt(3) == 0) {
      return EDGES[random.nextInt(EDGES.length)];
    }
    double any = Double.longBitsToDouble(random.nextLong());
    return Double.isFinite(any) ? any : 0.5;
  }

  private int count(int least) {
    return random.nextInt(8) == 0 ? Integer.MAX_VALUE : random.nextInt(least, 1000);
  }

  private <T> T constant(T[] values) {
    return values[random.nextInt(values.length)];
  }

  private <T> @Nullable T perhaps(Supplier<T> value) {
    return random.nextBoolean() ? value.get() : null;
  }

  private <T> List<T> list(Supplier<T> item) {
    List<T> items = new ArrayList<>();
    for (int i = random.nextInt(4); i > 0; i--) {
      items.add(item.get());
    }
    return items;
  }
}
