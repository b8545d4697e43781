package dev.aegis.app.investigation;

import dev.aegis.app.cli.AegisCommand;
import dev.aegis.app.cli.InvestigateRun;
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
import java.util.List;
import java.util.Map;

/**
 * One run of {@code aegis investigate} within this process, through the command line's own wiring.
 *
 * @param code its exit code
 * @param out what it printed
 * @param err what it printed beside
 */
record Investigated(int code, String out, String err) {

  /** Runs the command with its state in {@code user/.aegis}. */
  static Investigated with(Path user, List<String> arguments) {
    return with(user, Advisers.NONE, arguments);
  }

  /** The same with somebody who is asked beside the agents. */
  static Investigated with(Path user, Advisers advisers, List<String> arguments) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    PrintStream print = new PrintStream(out, true, StandardCharsets.UTF_8);
    Streams streams =
        new Streams(
            print,
            print,
            new PrintStream(err, true, StandardCharsets.UTF_8),
            new ByteArrayInputStream(new byte[0]),
            false,
            Style.PLAIN,
            Style.PLAIN,
            Glyphs.UNICODE,
            80);
    StateDirectory home = new StateDirectory(user.resolve(".aegis"), user);
    AegisCommand command =
        new AegisCommand(
            Runs.none().with(InvestigateRun.class, new Investigation(home, advisers)),
            home,
            "test",
            Map.of("NO_COLOR", "1"));
    String[] words = new String[arguments.size() + 1];
    words[0] = "investigate";
    for (int i = 0; i < arguments.size(); i++) {
      words[i + 1] = arguments.get(i);
    }
    int code = command.execute(streams, words);
    return new Investigated(
        code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }

  /** The last line of what was printed. */
  String last() {
    return out.lines().reduce("", (_, second) -> second);
  }
}
