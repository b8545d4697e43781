package dev.aegis.lab.plant;

/** The lab could not do what it was told, in one sentence for people. */
public final class PlantException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  PlantException(String message) {
    super(message);
  }

  PlantException(String message, Throwable cause) {
    super(message, cause);
  }
}
