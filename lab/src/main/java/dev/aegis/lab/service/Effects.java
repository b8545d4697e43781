package dev.aegis.lab.service;

import dev.aegis.lab.fault.Effect;
import dev.aegis.lab.fault.EffectKind;
import dev.aegis.lab.fault.EffectKind.Site;
import dev.aegis.lab.fault.FaultException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The effects that this process was told and that mean it. */
final class Effects {
  private final PodIdentity pod;
  private final Supplier<Settings> settings;
  private volatile List<RunningEffect> running = List.of();

  Effects(PodIdentity pod, Supplier<Settings> settings) {
    this.pod = pod;
    this.settings = settings;
  }

  /** One effect a line; they replace all before, and one told again goes on as it was. */
  synchronized void tell(String lines) {
    Map<String, RunningEffect> before = new HashMap<>();
    running.forEach(r -> before.put(r.effect().id(), r));
    try {
      running =
          lines
              .lines()
              .filter(line -> !line.isBlank())
              .map(Effect::fromLine)
              .filter(this::meansThisPod)
              .map(effect -> goingOn(before.get(effect.id()), effect))
              .toList();
    } catch (FaultException e) {
      throw new RefusedException(e.getMessage() + "; nothing was changed");
    }
  }

  private boolean meansThisPod(Effect effect) {
    return effect.kind().site() == Site.SERVICE
        && effect.where().matchesPod(pod.service(), pod.region(), pod.version(), pod.pod());
  }

  private static RunningEffect goingOn(@Nullable RunningEffect known, Effect told) {
    return known != null && known.effect().equals(told) ? known : new RunningEffect(told);
  }

  List<RunningEffect> running() {
    return running;
  }

  /** Whether it still happens: neither ended nor taken back. */
  boolean lasts(RunningEffect effect) {
    return running.contains(effect) && effect.active(settings.get(), System.currentTimeMillis());
  }

  /** The effect of a kind that happens to a request on this route, where there is one. */
  Optional<RunningEffect> striking(EffectKind kind, String route) {
    for (RunningEffect each : running) {
      if (each.kind() == kind && each.strikes(route, settings.get(), System.currentTimeMillis())) {
        return Optional.of(each);
      }
    }
    return Optional.empty();
  }

  /** The effect of a kind that happens now, whatever the requests. */
  Optional<RunningEffect> active(EffectKind kind) {
    for (RunningEffect each : running) {
      if (each.kind() == kind && each.active(settings.get(), System.currentTimeMillis())) {
        return Optional.of(each);
      }
    }
    return Optional.empty();
  }
}
