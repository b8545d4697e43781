package dev.aegis.lab.service;

import dev.aegis.lab.fault.EffectKind;
import java.util.concurrent.ThreadLocalRandom;

/** Sells one item: its own work, the payment, the reservation, and a line in the log. */
final class CheckoutWork implements Work {
  private static final double MEAN_SECONDS = 0.040;
  private static final double CV = 0.45;

  private final Dependencies dependencies;
  private final Effects effects;
  private final LogFile log;

  CheckoutWork(Dependencies dependencies, Effects effects, LogFile log) {
    this.dependencies = dependencies;
    this.effects = effects;
    this.log = log;
  }

  @Override
  public String route() {
    return "/checkout";
  }

  @Override
  public Answer serve(Visit visit) throws InterruptedException {
    String sku = visit.sku().isEmpty() ? anySku() : visit.sku();
    Waits.lognormal(MEAN_SECONDS, CV);
    for (int i = extraCalls(visit, "payments"); i >= 0; i--) {
      int paid = dependencies.call("payments", "/pay");
      if (paid >= 400) {
        return failed(paid, "payments");
      }
    }
    for (int i = extraCalls(visit, "inventory"); i >= 0; i--) {
      int reserved = dependencies.call("inventory", "/reserve?sku=" + sku);
      if (reserved >= 400) {
        return failed(reserved, "inventory");
      }
    }
    if (!log.info("sold " + sku)) {
      return new Answer(500, "the sale could not be recorded\n");
    }
    return Answer.ok("sold\n");
  }

  private int extraCalls(Visit visit, String dependency) {
    return effects
        .striking(EffectKind.EXTRA_CALLS, visit.route())
        .filter(effect -> effect.word("dependency").equals(dependency))
        .map(effect -> (int) effect.amount(System.currentTimeMillis()))
        .orElse(0);
  }

  private Answer failed(int status, String dependency) {
    log.warn(dependency + (status == 504 ? " did not answer in time" : " answered " + status));
    return new Answer(status == 504 ? 504 : 502, "no answer from " + dependency + "\n");
  }

  /** Some items sell more than others: the smaller of two draws. */
  private static String anySku() {
    ThreadLocalRandom random = ThreadLocalRandom.current();
    int most = InventoryDatabase.SKUS;
    int one = random.nextInt(most);
    int other = random.nextInt(most);
    return InventoryDatabase.sku(Math.min(one, other));
  }
}
