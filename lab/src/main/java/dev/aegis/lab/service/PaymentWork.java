package dev.aegis.lab.service;

/** Takes a payment, which is a wait for somebody else's bank. */
final class PaymentWork implements Work {
  private static final double MEAN_SECONDS = 0.025;
  private static final double CV = 0.2;

  @Override
  public String route() {
    return "/pay";
  }

  @Override
  public Answer serve(Visit visit) throws InterruptedException {
    Waits.lognormal(MEAN_SECONDS, CV);
    return Answer.ok("paid\n");
  }
}
