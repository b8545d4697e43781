package dev.aegis.app.scenario;

import dev.aegis.app.cli.AegisCommand;
import dev.aegis.app.cli.DemoRun;
import dev.aegis.app.cli.Runs;
import dev.aegis.app.cli.Streams;
import dev.aegis.app.host.Advisers;
import dev.aegis.app.host.StateDirectory;
import dev.aegis.app.terminal.Glyphs;
import dev.aegis.app.terminal.Style;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The command {@code demo} run in this process, with a state directory of its own. */
record Played(int exit, String out, String err) {
  private static final Pattern VERDICT =
      Pattern.compile("\\{\"action\":\"(\\w+)\",\"verdict\":\"(\\w+)\",\"reason\":\"(\\w+)\"");

  static Played demo(Path home, String input, String... options) {
    return demo(home, Advisers.NONE, input, options);
  }

  static Played demo(Path home, Advisers advisers, String input, String... options) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    PrintStream printed = new PrintStream(out, true, StandardCharsets.UTF_8);
    Streams streams =
        new Streams(
            printed,
            printed,
            new PrintStream(err, true, StandardCharsets.UTF_8),
            new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)),
            false,
            Style.PLAIN,
            Style.PLAIN,
            Glyphs.UNICODE,
            80);
    List<String> arguments = new ArrayList<>(List.of("demo"));
    arguments.addAll(List.of(options));
    StateDirectory directory = new StateDirectory(home, home);
    int exit =
        new AegisCommand(
                Runs.none().with(DemoRun.class, new Demo(directory, advisers)),
                directory,
                "test",
                Map.of())
            .execute(streams, arguments.toArray(String[]::new));
    return new Played(
        exit, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }

  /** The last line of {@code --json}. */
  String summary() {
    return out.strip().lines().reduce((_, last) -> last).orElse("");
  }

  /** Every verdict of the summary as {@code action VERDICT reason}, in order. */
  List<String> verdicts() {
    List<String> verdicts = new ArrayList<>();
    Matcher matcher = VERDICT.matcher(summary());
    while (matcher.find()) {
      verdicts.add(matcher.group(1) + " " + matcher.group(2) + " " + matcher.group(3));
    }
    return verdicts;
  }

  /** The steps' states in the order in which {@code --json} tells them. */
  List<String> executions() {
    return Pattern.compile("\"intent\":\"execution\".*?\"state\":\"(\\w+)\"")
        .matcher(out)
        .results()
        .map(found -> found.group(1))
        .toList();
  }
}
