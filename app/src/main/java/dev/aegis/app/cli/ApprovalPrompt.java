package dev.aegis.app.cli;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Asks the person at the terminal to approve one plan. Only {@code y} or {@code yes} is a yes. */
public final class ApprovalPrompt {
  private static final Pattern NO = Pattern.compile("(?i)no?(?:[\\s,;:.]+(.*))?");
  private static final Pattern TO_DIAGNOSTICIAN = Pattern.compile("(?i)^@diagnostician\\b[,:]?");
  private static final int LINE_LIMIT = 2000;

  /** Questions before the next line is taken for the answer. */
  private static final int MOST_QUESTIONS = 50;

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
   *
   * <p>A line that begins with a mention, such as {@code @diagnostician}, or ends with a question
   * mark is a question to the room: it is handed on, decides nothing, and the plan is asked about
   * again.
   *
   * @param approvers so many different people have to say yes; whoever types here is one
   * @param questions takes the words of such a line
   */
  public static Answer ask(
      String planHash, int approvers, Streams streams, Consumer<String> questions) {
    String plan = planHash.substring(0, Math.min(8, planHash.length()));
    if (approvers > 1) {
      streams
          .err()
          .println(
              "plan "
                  + plan
                  + " needs "
                  + approvers
                  + " different people. You are one of them; a terminal is nobody else.\n"
                  + "The others answer on the page (./aegis demo --web, ./aegis lab up), or it"
                  + " expires.");
    }
    try {
      for (int asked = 0; ; asked++) {
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
        String question = question(line);
        if (question.isEmpty() || asked >= MOST_QUESTIONS) {
          return understand(line);
        }
        questions.accept(question);
      }
    } catch (IOException e) {
      return new Answer(false, "no answer: " + e.getMessage());
    }
  }

  /** What a line asks the room; empty where it asks nothing. */
  static String question(String line) {
    String said = line.strip();
    if (NO.matcher(said).matches()) {
      return "";
    }
    String bare = TO_DIAGNOSTICIAN.matcher(said).replaceFirst("").strip();
    boolean mentions = bare.length() < said.length() || said.startsWith("@");
    return mentions || said.endsWith("?") ? bare : "";
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
