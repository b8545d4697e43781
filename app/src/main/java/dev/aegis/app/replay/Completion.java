package dev.aegis.app.replay;

import dev.aegis.app.cli.CommandFailure;
import dev.aegis.app.cli.ExitCode;
import dev.aegis.remedy.Candidate;
import dev.aegis.remedy.Catalogue;
import dev.aegis.remedy.Situation;
import dev.aegis.room.Action;
import dev.aegis.room.Action.FailoverRegion;
import dev.aegis.room.Action.RollbackDeploy;
import dev.aegis.telemetry.Change;
import dev.aegis.telemetry.ServiceProfile;
import dev.aegis.telemetry.Telemetry;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Makes an action of what a person named. What was left out is taken from the catalogue's candidate
 * for the situation; where the catalogue has none, from what was observed, since a person may try
 * what nobody would propose.
 */
final class Completion {
  private static final String UNKNOWN = "unknown";

  private final Situation situation;
  private final Telemetry telemetry;
  private final Catalogue catalogue;

  Completion(Situation situation, Telemetry telemetry) {
    this.situation = situation;
    this.telemetry = telemetry;
    this.catalogue = Catalogue.of(situation);
  }

  /**
   * The action.
   *
   * @throws CommandFailure BAD_INPUT when there is nothing it could be done to
   */
  Action of(AskedFix fix) {
    return switch (fix.kind()) {
      case SCALE_PODS -> scale(fix);
      case RESTART_PODS -> new Action.RestartPods(service(), region(), pods(fix));
      case ROLLBACK_DEPLOY -> rollback(fix);
      case FAILOVER_REGION -> failover(fix);
      case ROLLBACK_AND_FAILOVER ->
          new Action.RollbackAndFailover(
              rollback(open(Action.Kind.ROLLBACK_DEPLOY)),
              failover(open(Action.Kind.FAILOVER_REGION)));
      case SHED_LOAD -> shed(fix);
      case SET_FLAG -> flag(fix);
      case SET_CONFIG -> config(fix);
    };
  }

  private static AskedFix open(Action.Kind kind) {
    return new AskedFix(kind, "", "");
  }

  private Action scale(AskedFix fix) {
    int from = pods(fix);
    Optional<Integer> quota =
        situation.profile().region(region()).map(ServiceProfile.Region::maxPods);
    int to = fix.value().isEmpty() ? moreThan(from, quota) : fix.pods();
    if (to == from) {
      throw cannot(
          fix, "other than the " + from + " pods that run; say how many, as in scale_pods=N");
    }
    if (quota.isPresent() && to > quota.get()) {
      throw cannot(fix, "at most " + quota.get() + " pods, the quota of " + region());
    }
    return new Action.ScalePods(service(), region(), from, to);
  }

  private int moreThan(int from, Optional<Integer> quota) {
    return candidate(Action.ScalePods.class)
        .map(Action.ScalePods::toPods)
        .orElse(Math.min(2 * from, quota.orElse(2 * from)));
  }

  private int pods(AskedFix fix) {
    if (situation.pods() == 0) {
      throw cannot(fix, "a service whose pods are declared or recorded");
    }
    return situation.pods();
  }

  private RollbackDeploy rollback(AskedFix fix) {
    Optional<RollbackDeploy> known = candidate(RollbackDeploy.class).or(this::newestDeploy);
    if (!fix.value().isEmpty()) {
      String from = known.map(RollbackDeploy::fromVersion).orElse(situation.version());
      return new RollbackDeploy(service(), region(), from.isEmpty() ? UNKNOWN : from, fix.value());
    }
    return known.orElseThrow(() ->
        cannot(fix, "a deploy that says what ran before; name it, as in rollback_deploy=VERSION"));
  }

  private Optional<RollbackDeploy> newestDeploy() {
    return telemetry.changes().stream()
        .filter(c -> c.kind() == Change.Kind.DEPLOY && !c.previous().isEmpty())
        .filter(c -> c.service().isEmpty() || c.service().equals(service()))
        .filter(c -> c.region().isEmpty() || c.region().equals(region()))
        .reduce((earlier, later) -> later)
        .map(c -> new RollbackDeploy(service(), region(), c.version(), c.previous()));
  }

  private FailoverRegion failover(AskedFix fix) {
    if (fix.value().isEmpty()) {
      return candidate(FailoverRegion.class)
          .orElseThrow(() ->
              cannot(fix, "another region to be declared; name it, as in failover_region=REGION"));
    }
    boolean there = situation.profile().region(fix.value()).isPresent();
    if (!there || fix.value().equals(region())) {
      throw cannot(fix, "another region of the service" + declared());
    }
    return new FailoverRegion(service(), region(), fix.value());
  }

  private String declared() {
    String others =
        situation.profile().regions().stream()
            .map(ServiceProfile.Region::name)
            .filter(name -> !name.equals(region()))
            .collect(Collectors.joining(", "));
    return others.isEmpty() ? ", of which none is declared" : ": " + others;
  }

  private Action shed(AskedFix fix) {
    if (!fix.value().isEmpty()) {
      return new Action.ShedLoad(service(), region(), 0, fix.share());
    }
    return candidate(Action.ShedLoad.class)
        .orElseThrow(() ->
            cannot(fix, "how much, as in shed_load=20%, since " + why(Action.Kind.SHED_LOAD)));
  }

  private Action flag(AskedFix fix) {
    if (fix.setting().isEmpty()) {
      return candidate(Action.SetFlag.class).orElseThrow(() -> unnamed(fix));
    }
    Optional<Change> last = last(Change.Kind.FLAG, fix);
    return new Action.SetFlag(owner(last), fix.setting(), before(last), fix.value());
  }

  private Action config(AskedFix fix) {
    if (fix.setting().isEmpty()) {
      return candidate(Action.SetConfig.class).orElseThrow(() -> unnamed(fix));
    }
    Optional<Change> last = last(Change.Kind.CONFIG, fix);
    return new Action.SetConfig(owner(last), fix.setting(), before(last), fix.value());
  }

  private CommandFailure unnamed(AskedFix fix) {
    String name = fix.kind().wire();
    return cannot(fix, "a setting, as in \"" + name + " NAME=VALUE\", since " + why(fix.kind()));
  }

  private Optional<Change> last(Change.Kind kind, AskedFix fix) {
    return telemetry.changes().stream()
        .filter(c -> c.kind() == kind && c.setting().equals(fix.setting()))
        .reduce((earlier, later) -> later);
  }

  private String owner(Optional<Change> last) {
    return last.map(Change::service).filter(name -> !name.isEmpty()).orElse(service());
  }

  private static String before(Optional<Change> last) {
    return last.map(Change::version).orElse(UNKNOWN);
  }

  private <T extends Action> Optional<T> candidate(Class<T> type) {
    return catalogue.candidates().stream()
        .map(Candidate::action)
        .filter(type::isInstance)
        .map(type::cast)
        .findFirst();
  }

  /** What the catalogue says of a kind that it has no candidate for. */
  private String why(Action.Kind kind) {
    String name = kind.wire() + ": ";
    return catalogue.inapplicable().stream()
        .filter(line -> line.startsWith(name))
        .map(line -> line.substring(name.length()))
        .findFirst()
        .orElse("nothing speaks for it here");
  }

  private String service() {
    return situation.signal().service();
  }

  private String region() {
    return situation.signal().region();
  }

  private static CommandFailure cannot(AskedFix fix, String expected) {
    String value = fix.value().isEmpty() ? "" : "=" + fix.value();
    String setting = fix.setting().isEmpty() ? "" : " " + fix.setting();
    return new CommandFailure(
        ExitCode.BAD_INPUT,
        "--fix " + fix.kind().wire() + setting + value + ": expected " + expected);
  }
}
