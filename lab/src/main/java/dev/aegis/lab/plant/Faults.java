package dev.aegis.lab.plant;

import dev.aegis.lab.fault.Effect;
import dev.aegis.lab.fault.EffectKind;
import dev.aegis.lab.fault.Fault;
import dev.aegis.lab.fault.FaultChange;
import dev.aegis.lab.service.Settings;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The faults that were started, on their course: what somebody "did" becomes desired state when its
 * time has come, and what really happens is told to whatever process matches, new ones included.
 */
final class Faults {
  /** A fault that was started. */
  record Running(String id, Fault fault, long startedAtEpochMillis, List<Effect> effects) {}

  /** One killing that was done. */
  private record Blow(String effect, String pod, long round) {}

  private final DesiredState desired;
  private final AtomicLong started = new AtomicLong();
  private final List<Running> running = new CopyOnWriteArrayList<>();
  private final Set<String> changesMade = new HashSet<>();
  private final Set<Blow> blows = new HashSet<>();

  Faults(DesiredState desired) {
    this.desired = desired;
  }

  /** Starts it now; its effects get ids of their own, so that it can be started twice. */
  Running start(Fault fault, long nowEpochMillis) {
    String id = fault.id() + "-" + started.incrementAndGet();
    List<Effect> effects = new ArrayList<>();
    for (Effect each : fault.effects()) {
      effects.add(
          new Effect(
              id + "-" + (effects.size() + 1),
              each.kind(),
              each.where(),
              each.course(),
              each.parameters(),
              nowEpochMillis));
    }
    Running begun = new Running(id, fault, nowEpochMillis, List.copyOf(effects));
    running.add(begun);
    return begun;
  }

  List<Running> running() {
    return List.copyOf(running);
  }

  /** Ends all effects; the changes that were made stay, since nobody has taken them back. */
  void endAll() {
    running.clear();
  }

  /** Makes the changes whose time has come. */
  void step(long nowEpochMillis) {
    for (Running each : running) {
      List<FaultChange> changes = each.fault().changes();
      for (int i = 0; i < changes.size(); i++) {
        long due = each.startedAtEpochMillis() + changes.get(i).at().toMillis();
        if (due <= nowEpochMillis && changesMade.add(each.id() + "#" + i)) {
          make(changes.get(i));
        }
      }
    }
  }

  private void make(FaultChange change) {
    Ruling ruling =
        desired.apply(
            order(change),
            Stamp.of(change.by().isEmpty() ? "someone" : change.by(), change.description()));
    if (ruling instanceof Ruling.Nonsense || ruling instanceof Ruling.Unknown) {
      System.err.println("a fault's change was refused: " + change + ": " + ruling);
    }
  }

  /** The order that does what the change says. */
  static Order order(FaultChange change) {
    return switch (change.kind()) {
      case DEPLOY ->
          new Order.Deploy(
              change.service(),
              change.region(),
              Optional.empty(),
              Optional.of(change.value()),
              Optional.empty());
      case SCALE ->
          new Order.Deploy(
              change.service(),
              change.region(),
              Optional.of(Integer.parseInt(change.value())),
              Optional.empty(),
              Optional.empty());
      case FLAG, CONFIG ->
          new Order.Configure(
              change.service(), change.kind().wire(), change.name(), change.value());
    };
  }

  private List<Effect> all(EffectKind.Site site) {
    return running.stream()
        .flatMap(each -> each.effects().stream())
        .filter(effect -> effect.kind().site() == site)
        .toList();
  }

  /** Those at work under the settings that are wanted now; services look at their own settings. */
  private List<Effect> atWork(EffectKind.Site site) {
    Wishes wishes = desired.wishes();
    return all(site).stream().filter(effect -> isAtWork(effect, wishes)).toList();
  }

  /** Where the selector names no service, the settings are those of what clients talk to. */
  private static boolean isAtWork(Effect effect, Wishes wishes) {
    String named = effect.where().service();
    Settings settings =
        Settings.ofLines(wishes.settingsText(named.isEmpty() ? Plant.CHECKOUT : named));
    return effect.where().matchesSettings(settings.flags(), settings.configs());
  }

  /** What the process of this pod is told. */
  String forPod(String service, Region region, String version, String pod) {
    return Effects.toText(
        all(EffectKind.Site.SERVICE).stream()
            .filter(effect -> effect.where().matchesPod(service, region.id(), version, pod))
            .toList());
  }

  String forLink() {
    return Effects.toText(atWork(EffectKind.Site.LINK));
  }

  String forTraffic(Region region) {
    return Effects.toText(
        atWork(EffectKind.Site.TRAFFIC).stream().filter(effect -> in(effect, region)).toList());
  }

  private static boolean in(Effect effect, Region region) {
    return effect.where().region().isEmpty() || effect.where().region().equals(region.id());
  }

  /** Whether this pod shall be killed now; true once for each time the course comes round. */
  boolean strikes(String service, Region region, PodProcess pod, long nowEpochMillis) {
    boolean strikes = false;
    for (Effect effect : atWork(EffectKind.Site.HOST)) {
      strikes |=
          effect.kind() == EffectKind.KILL
              && effect.intensity(nowEpochMillis) > 0
              && effect.where().matchesPod(service, region.id(), pod.version(), pod.name())
              && blows.add(new Blow(effect.id(), pod.name(), effect.round(nowEpochMillis)));
    }
    return strikes;
  }

  /** How many threads burn the core of a region now. */
  int burners(Region region, long nowEpochMillis) {
    return (int)
        Math.round(
            atWork(EffectKind.Site.HOST).stream()
                .filter(effect -> effect.kind() == EffectKind.CPU_BURNER && in(effect, region))
                .mapToDouble(effect -> effect.intensity(nowEpochMillis) * effect.number("threads"))
                .sum());
  }
}
