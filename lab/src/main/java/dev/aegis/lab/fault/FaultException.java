package dev.aegis.lab.fault;

/** A fault, an effect or a line of one that says something it cannot say. */
public final class FaultException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public FaultException(String message) {
    super(message);
  }
}
