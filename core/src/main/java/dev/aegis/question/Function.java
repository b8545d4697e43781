package dev.aegis.question;

/** How the values of a column become one. */
public enum Function {
  MEAN("mean"),
  MAX("max"),
  MIN("min"),
  SUM("sum"),
  MEDIAN("median"),
  /** The greatest less the least. */
  RANGE("range"),
  STDDEV("stddev"),
  /** How much a counter grew. */
  INCREASE("increase"),
  /** The newest value. */
  LAST("last"),
  /** The oldest value. */
  FIRST("first"),
  /** Values over the time they were counted in, a second. */
  PER_SECOND("per_second"),
  /** The same a minute. */
  PER_MINUTE("per_minute"),
  /** How many values there are. */
  SAMPLES("samples");

  private final String word;

  Function(String word) {
    this.word = word;
  }

  /** As it stands in front of a column's name. */
  public String word() {
    return word;
  }
}
