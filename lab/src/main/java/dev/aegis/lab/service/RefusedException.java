package dev.aegis.lab.service;

/** Somebody told this process what it cannot be told; answered with 400 and the sentence. */
final class RefusedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  RefusedException(String message) {
    super(message);
  }
}
