package dev.aegis.app.cli;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Asks the person at the terminal to approve one plan. Only {@code y} or {@code yes} is a yes. */
public final class ApprovalPrompt {
  private static final Pattern NO = Pattern.compile("(?i)no?(?:[\\s,;:.]+(.*))?");
  private static final int LINE_LIMIT = 2000;

  private ApprovalPrompt() {}

  /**
   * The answer.
   *
   * @param granted whether the plan may be executed
   * @param reason in the person's words; may be empty
   */
  public record Answer(boolean granted, String reason) {}

  /**
   * Prints the question on {@code err} and reads one line. The end of the input is a no. What was
   * typed before the question was asked cannot be meant as its answer and is thrown away.
   */
  public static Answer ask(String planHash, Streams streams) {
    String plan = planHash.substring(0, Math.min(8, planHash.length()));
    try {
      if (streams.typed()) {
        discardTypedAhead(streams);
      }
      streams.err().print("approve plan " + plan + "? [y/N, or n and why] ");
      streams.err().flush();
      String line = readLine(streams);
      if (line == null) {
        streams.err().println();
        return new Answer(false, "no answer: the input ended");
      }
      return understand(line);
    } catch (IOException e) {
      return new Answer(false, "no answer: " + e.getMessage());
    }
  }

  static Answer understand(String line) {
    String answer = line.strip();
    String lower = answer.toLowerCase(Locale.ROOT);
    if (lower.equals("y") || lower.equals("yes")) {
      return new Answer(true, "");
    }
    Matcher no = NO.matcher(answer);
    if (no.matches()) {
      return new Answer(false, no.group(1) == null ? "" : no.group(1).strip());
    }
    return new Answer(false, answer);
  }

  private static void discardTypedAhead(Streams streams) throws IOException {
    for (int waiting = streams.in().available(); waiting > 0; waiting = streams.in().available()) {
      streams.in().readNBytes(waiting);
    }
  }

  /** Byte by byte, so that nothing after the line is taken from whoever reads next. */
  private static @Nullable String readLine(Streams streams) throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    int b = streams.in().read();
    if (b < 0) {
      return null;
    }
    while (b >= 0 && b != '\n' && line.size() < LINE_LIMIT) {
      line.write(b);
      b = streams.in().read();
    }
    return line.toString(StandardCharsets.UTF_8);
  }
}
