package dev.aegis.cause;

/** Which of two quantities moved first, in words. */
final class Order {
  private Order() {}

  static String sentence(String what, double leadSeconds) {
    if (leadSeconds == 0) {
      return what + " and p99 moved together";
    }
    return what
        + " moved "
        + Words.duration(leadSeconds)
        + (leadSeconds > 0 ? " before" : " after")
        + " p99";
  }
}
