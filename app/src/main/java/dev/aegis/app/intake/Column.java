package dev.aegis.app.intake;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A column of a table or a key of a record: something said about the row, or a quantity. */
final class Column {
  private static final int NAMES = 1_000;

  private final ColumnName name;
  private final @Nullable Quantity quantity;
  private final Map<String, String> cleaned = new HashMap<>();
  private String lastText = "";
  private String lastName = "";

  Column(ColumnName name, @Nullable Quantity quantity) {
    this.name = name;
    this.quantity = quantity;
  }

  @Nullable Role role() {
    return name.role();
  }

  @Nullable Quantity quantity() {
    return quantity;
  }

  ColumnName name() {
    return name;
  }

  /** The cleaned text; the same object as before where the text is the same. */
  String label(String line, int from, int to) {
    if (to - from != lastText.length() || !line.regionMatches(from, lastText, 0, to - from)) {
      lastText = line.substring(from, to);
      lastName = clean(lastText);
    }
    return lastName;
  }

  private String clean(String text) {
    String known = cleaned.get(text);
    if (known == null) {
      String clean = CleanText.name(text);
      known = Numbers.isAbsent(clean) ? "" : clean;
      if (cleaned.size() < NAMES) {
        cleaned.put(text, known);
      }
    }
    return known;
  }
}
