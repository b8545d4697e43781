package dev.aegis.app.actuator;

/** HAProxy could not be asked, or did not answer as it should: nobody knows what it heard. */
public final class HaproxyException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  HaproxyException(String sentence) {
    super(sentence);
  }

  HaproxyException(String sentence, Throwable cause) {
    super(sentence, cause);
  }
}
