package dev.aegis.postmortem;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * Writes CommonMark in which text from outside can be nothing but text: no markup, no raw HTML, no
 * link, no image, no mention, no new line, no control character that a terminal would obey.
 */
final class Markdown {
  private static final String ALWAYS = "\\`*_{}[]~|$";
  private static final String AT_START = "-+=#";
  private static final String BREAKS_MENTIONS = "@&#8203;";
  private final StringBuilder out = new StringBuilder();

  void heading(int level, String title) {
    gap();
    out.append("#".repeat(level)).append(' ').append(text(title)).append('\n');
  }

  /** A paragraph of already escaped Markdown. */
  void paragraph(String markdown) {
    gap();
    out.append(markdown).append('\n');
  }

  /** A list of already escaped lines; nothing when empty. */
  void bullets(List<String> lines) {
    if (!lines.isEmpty()) {
      gap();
      lines.forEach(line -> out.append("- ").append(line).append('\n'));
    }
  }

  /** A table of already escaped cells. */
  void table(List<String> header, List<List<String>> rows) {
    gap();
    row(header);
    row(header.stream().map(_ -> "---").toList());
    rows.forEach(this::row);
  }

  private void row(List<String> cells) {
    out.append(cells.stream().collect(Collectors.joining(" | ", "| ", " |"))).append('\n');
  }

  /** A block in which nothing has a meaning, fenced by more backticks than it contains. */
  void code(String language, String content) {
    gap();
    String fence = "`".repeat(Math.max(3, longestRun(content) + 1));
    out.append(fence).append(language.replaceAll("[^a-z0-9]", "")).append('\n');
    content.lines().forEach(line -> out.append(inert(line.replace("\t", "  "))).append('\n'));
    out.append(fence).append('\n');
  }

  private void gap() {
    if (!out.isEmpty()) {
      out.append('\n');
    }
  }

  @Override
  public String toString() {
    return out.toString();
  }

  /** Inline code; a bar would end a table's cell even there, so it is written as such. */
  static String code(String content) {
    String flat = flat(content);
    String fence = "`".repeat(longestRun(flat) + 1);
    String pad = flat.startsWith("`") || flat.endsWith("`") || flat.isEmpty() ? " " : "";
    return fence + pad + flat.replace("|", "\\|") + pad + fence;
  }

  /** Text from anywhere as plain text of one line, safe in a table's cell and at a line's start. */
  static String text(String any) {
    String flat = flat(any);
    StringBuilder safe = new StringBuilder();
    for (int i = 0; i < flat.length(); i++) {
      safe.append(safe(flat, i));
    }
    return safe.toString();
  }

  private static String safe(String text, int at) {
    char c = text.charAt(at);
    if (c == '&') {
      return "&amp;";
    }
    if (c == '<') {
      return "&lt;";
    }
    if (c == '>') {
      return "&gt;";
    }
    if (c == '@') {
      return BREAKS_MENTIONS;
    }
    boolean escaped =
        ALWAYS.indexOf(c) >= 0
            || (at == 0 && AT_START.indexOf(c) >= 0)
            || (c == ':' && startsLink(text, at))
            || (c == '.' && startsHost(text, at))
            || ((c == '.' || c == ')') && endsListNumber(text, at));
    return escaped ? "\\" + c : String.valueOf(c);
  }

  private static boolean startsLink(String text, int colon) {
    String before = text.substring(Math.max(0, colon - 6), colon).toLowerCase(Locale.ROOT);
    return text.startsWith("//", colon + 1) || before.endsWith("mailto") || before.endsWith("xmpp");
  }

  private static boolean startsHost(String text, int dot) {
    return dot >= 3 && text.substring(dot - 3, dot).equalsIgnoreCase("www");
  }

  private static boolean endsListNumber(String text, int at) {
    boolean ends = at + 1 == text.length() || text.charAt(at + 1) == ' ';
    return ends
        && at > 0
        && at <= 9
        && text.substring(0, at).chars().allMatch(c -> c >= '0' && c <= '9');
  }

  private static String flat(String any) {
    return inert(any.replaceAll("\\s+", " ").strip());
  }

  private static String inert(String line) {
    StringBuilder safe = new StringBuilder();
    line.codePoints()
        .forEach(c -> {
          if (obeyed(c)) {
            safe.append(String.format(Locale.ROOT, "u+%04x", c));
          } else {
            safe.appendCodePoint(c);
          }
        });
    return safe.toString();
  }

  private static boolean obeyed(int c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.PRIVATE_USE,
          Character.UNASSIGNED,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          true;
      default -> false;
    };
  }

  private static int longestRun(String content) {
    int longest = 0;
    int run = 0;
    for (int i = 0; i < content.length(); i++) {
      run = content.charAt(i) == '`' ? run + 1 : 0;
      longest = Math.max(longest, run);
    }
    return longest;
  }
}
