package dev.aegis.lab.fault;

/**
 * One thing that an effect can be told.
 *
 * @param fallback its value where none is given; empty when one must be given
 */
public record Parameter(String name, Quantity quantity, String fallback) {
  static Parameter optional(String name, Quantity quantity, String fallback) {
    return new Parameter(name, quantity, fallback);
  }

  static Parameter required(String name, Quantity quantity) {
    return new Parameter(name, quantity, "");
  }

  public boolean mustBeGiven() {
    return fallback.isEmpty();
  }
}
