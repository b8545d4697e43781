package dev.aegis.app.mask;

/**
 * Text that may be looked at so often and no more. A pattern of one's own can take for ever on a
 * text that somebody made for it; Java's engine reads every character through here.
 */
final class Patience implements CharSequence {
  /** Looks at one text by one pattern; a harmless one takes a few dozen for each character. */
  private static final int LOOKS = 50_000;

  private static final int LOOKS_A_CHARACTER = 500;

  private final String text;
  private long left;

  Patience(String text) {
    this.text = text;
    this.left = LOOKS + (long) LOOKS_A_CHARACTER * text.length();
  }

  /** There were too many looks. */
  static final class Lost extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Lost() {
      super("a pattern took too long", null, false, false);
    }
  }

  @Override
  public char charAt(int index) {
    if (--left < 0) {
      throw new Lost();
    }
    return text.charAt(index);
  }

  @Override
  public int length() {
    return text.length();
  }

  @Override
  public CharSequence subSequence(int start, int end) {
    return text.substring(start, end);
  }

  @Override
  public String toString() {
    return text;
  }
}
