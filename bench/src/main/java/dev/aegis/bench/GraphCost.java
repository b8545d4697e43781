package dev.aegis.bench;

import dev.aegis.agent.Remediator;
import dev.aegis.app.cli.AegisCommand;
import dev.aegis.app.cli.DemoRun;
import dev.aegis.app.cli.Runs;
import dev.aegis.app.cli.Streams;
import dev.aegis.app.host.Advisers;
import dev.aegis.app.host.StateDirectory;
import dev.aegis.app.model.graph.AgentGraphs;
import dev.aegis.app.scenario.Demo;
import dev.aegis.app.terminal.Glyphs;
import dev.aegis.app.terminal.Style;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What it costs that @observer and @remediator run as state graphs: the same demo with and without,
 * in turns, in one process. Arguments: a directory for scratch files, rounds.
 */
public final class GraphCost {
  private static final double NANOS_IN_MILLI = 1e6;

  private GraphCost() {}

  public static void main(String[] args) throws IOException {
    Path scratch = Path.of(args[0]);
    int rounds = Integer.parseInt(args[1]);
    Advisers graphs = (hiding, notes) -> new AgentGraphs((agent, turn, said) -> List.of());
    double[] without = new double[rounds];
    double[] with = new double[rounds];
    long began = System.nanoTime();
    graphs.of(line -> line, _ -> {}).arranged(new Remediator(Duration.ofMinutes(2)));
    System.out.printf(
        Locale.ROOT,
        "loading the library and laying out the first graph: %.0f ms%n",
        (System.nanoTime() - began) / NANOS_IN_MILLI);
    for (int i = 0; i < rounds; i++) {
      // Whoever comes first of a pair is at a disadvantage.
      if (i % 2 == 0) {
        without[i] = millis(scratch.resolve("plain" + i), Advisers.NONE);
        with[i] = millis(scratch.resolve("graphs" + i), graphs);
      } else {
        with[i] = millis(scratch.resolve("graphs" + i), graphs);
        without[i] = millis(scratch.resolve("plain" + i), Advisers.NONE);
      }
    }
    System.out.printf(
        Locale.ROOT,
        "median of %d: plain %.1f ms, with graphs %.1f ms%n",
        rounds,
        median(without),
        median(with));
  }

  private static double median(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return sorted[sorted.length / 2];
  }

  private static double millis(Path home, Advisers advisers) throws IOException {
    Files.createDirectories(home);
    PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream());
    Streams streams =
        new Streams(
            nowhere,
            nowhere,
            System.err,
            new ByteArrayInputStream(new byte[0]),
            false,
            Style.PLAIN,
            Style.PLAIN,
            Glyphs.UNICODE,
            80);
    StateDirectory directory = new StateDirectory(home, home);
    long began = System.nanoTime();
    int exit =
        new AegisCommand(
                Runs.none().with(DemoRun.class, new Demo(directory, advisers)),
                directory,
                "bench",
                Map.of())
            .execute(streams, "demo", "--scenario", "bad-config", "--json");
    if (exit != 0) {
      throw new IllegalStateException("the demo ended with " + exit);
    }
    return (System.nanoTime() - began) / NANOS_IN_MILLI;
  }
}
