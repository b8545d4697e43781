package dev.aegis.lab.service;

import dev.aegis.lab.fault.Effect;
import dev.aegis.lab.fault.EffectKind;
import dev.aegis.lab.fault.Parameter;
import dev.aegis.lab.fault.Quantity;
import java.util.concurrent.ThreadLocalRandom;

/** An effect that was told to this process, with its numbers read once. */
final class RunningEffect {
  private final Effect effect;
  private final double amount;
  private final boolean scalesShare;
  private long lastRound = -1;

  RunningEffect(Effect effect) {
    this.effect = effect;
    Parameter first =
        effect.kind().parameters().isEmpty() ? null : effect.kind().parameters().getFirst();
    boolean amounts = first != null && first.mustBeGiven() && first.quantity() != Quantity.WORD;
    this.scalesShare = !amounts;
    this.amount = first != null && amounts ? effect.number(first.name()) : 1;
  }

  Effect effect() {
    return effect;
  }

  EffectKind kind() {
    return effect.kind();
  }

  /** Whether it happens now, under these settings. */
  boolean active(Settings settings, long nowEpochMillis) {
    return effect.where().matchesSettings(settings.flags(), settings.configs())
        && effect.intensity(nowEpochMillis) > 0;
  }

  /** Whether this request is one of those it happens to. */
  boolean strikes(String route, Settings settings, long nowEpochMillis) {
    if (!effect.where().matchesRoute(route) || !active(settings, nowEpochMillis)) {
      return false;
    }
    double share = effect.where().share() * (scalesShare ? effect.intensity(nowEpochMillis) : 1);
    return share >= 1 || ThreadLocalRandom.current().nextDouble() < share;
  }

  /** Its first parameter in the base unit, as far as its ramp has come. */
  double amount(long nowEpochMillis) {
    return scalesShare ? amount : amount * effect.intensity(nowEpochMillis);
  }

  /** A further parameter in its base unit. */
  double number(String name) {
    return effect.number(name);
  }

  String word(String name) {
    return effect.word(name);
  }

  /** Whether its course has come round since the last time this was asked. */
  synchronized boolean comesRound(Settings settings, long nowEpochMillis) {
    long round = effect.round(nowEpochMillis);
    if (round <= lastRound || !active(settings, nowEpochMillis)) {
      return false;
    }
    lastRound = round;
    return true;
  }
}
