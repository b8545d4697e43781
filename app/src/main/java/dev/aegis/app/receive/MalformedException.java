package dev.aegis.app.receive;

/** A body that is not what its sender says it is, in one sentence. */
public final class MalformedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final boolean tooLarge;

  MalformedException(String message) {
    this(message, false);
  }

  private MalformedException(String message, boolean tooLarge) {
    super(message);
    this.tooLarge = tooLarge;
  }

  /** One that has more bytes than are taken. */
  static MalformedException tooLarge(long most, String found) {
    return new MalformedException(
        "expected at most " + most + " bytes after decompression, found " + found, true);
  }

  public boolean tooLarge() {
    return tooLarge;
  }
}
