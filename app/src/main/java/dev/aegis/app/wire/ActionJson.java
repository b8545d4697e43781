package dev.aegis.app.wire;

import dev.aegis.room.Action;
import dev.aegis.room.BlastRadius;
import dev.aegis.room.MessageId;
import dev.aegis.room.Plan;
import java.util.Optional;

/** The wire form of actions, told apart by {@code kind}, and of the plans made of them. */
final class ActionJson {
  private ActionJson() {}

  static void write(Printer out, Action action) {
    out.text("kind", action.kind().wire());
    switch (action) {
      case Action.ScalePods a ->
          target(out, a.service(), a.region())
              .count("fromPods", a.fromPods())
              .count("toPods", a.toPods());
      case Action.RestartPods a -> target(out, a.service(), a.region()).count("pods", a.pods());
      case Action.RollbackDeploy a -> rollback(out, a);
      case Action.FailoverRegion a -> failover(out, a);
      case Action.RollbackAndFailover a ->
          out.object("rollback", a.rollback(), ActionJson::rollback)
              .object("failover", a.failover(), ActionJson::failover);
      case Action.ShedLoad a ->
          target(out, a.service(), a.region())
              .real("fromShare", a.fromShare())
              .real("toShare", a.toShare());
      case Action.SetFlag a ->
          out.text("service", a.service())
              .text("flag", a.flag())
              .text("from", a.from())
              .text("to", a.to());
      case Action.SetConfig a ->
          out.text("service", a.service())
              .text("key", a.key())
              .text("from", a.from())
              .text("to", a.to());
    }
  }

  static Action read(Fields in) {
    return switch (in.value("kind", "the kind of an action", Action.Kind::fromWire)) {
      case SCALE_PODS ->
          new Action.ScalePods(
              in.text("service"), in.text("region"), in.count("fromPods"), in.count("toPods"));
      case RESTART_PODS ->
          new Action.RestartPods(in.text("service"), in.text("region"), in.count("pods"));
      case ROLLBACK_DEPLOY -> rollback(in);
      case FAILOVER_REGION -> failover(in);
      case ROLLBACK_AND_FAILOVER ->
          new Action.RollbackAndFailover(
              in.object("rollback", ActionJson::rollback),
              in.object("failover", ActionJson::failover));
      case SHED_LOAD ->
          new Action.ShedLoad(
              in.text("service"), in.text("region"), in.real("fromShare"), in.real("toShare"));
      case SET_FLAG ->
          new Action.SetFlag(in.text("service"), in.text("flag"), in.text("from"), in.text("to"));
      case SET_CONFIG ->
          new Action.SetConfig(in.text("service"), in.text("key"), in.text("from"), in.text("to"));
    };
  }

  static void plan(Printer out, Plan plan) {
    out.object("action", plan.action(), ActionJson::write)
        .optional("undo", plan.undo(), ActionJson::write)
        .text("whyUndo", plan.whyUndo())
        .duration("expectedDuration", plan.expectedDuration())
        .named("blastRadius", plan.blastRadius())
        .real("dollarsPerHour", plan.dollarsPerHour())
        .text("observedState", plan.observedState())
        .text("validation", plan.validation().value())
        .text("policyHash", plan.policyHash());
  }

  static Plan plan(Fields in) {
    return new Plan(
        in.object("action", ActionJson::read),
        in.optional("undo", f -> f.object("undo", ActionJson::read)),
        in.text("whyUndo"),
        in.duration("expectedDuration"),
        in.named("blastRadius", BlastRadius.class),
        in.real("dollarsPerHour"),
        in.text("observedState"),
        in.value("validation", "a message id", id -> Optional.of(new MessageId(id))),
        in.text("policyHash"));
  }

  private static Printer target(Printer out, String service, String region) {
    return out.text("service", service).text("region", region);
  }

  private static void rollback(Printer out, Action.RollbackDeploy a) {
    target(out, a.service(), a.region())
        .text("fromVersion", a.fromVersion())
        .text("toVersion", a.toVersion());
  }

  private static Action.RollbackDeploy rollback(Fields in) {
    return new Action.RollbackDeploy(
        in.text("service"), in.text("region"), in.text("fromVersion"), in.text("toVersion"));
  }

  private static void failover(Printer out, Action.FailoverRegion a) {
    out.text("service", a.service())
        .text("fromRegion", a.fromRegion())
        .text("toRegion", a.toRegion());
  }

  private static Action.FailoverRegion failover(Fields in) {
    return new Action.FailoverRegion(
        in.text("service"), in.text("fromRegion"), in.text("toRegion"));
  }
}
