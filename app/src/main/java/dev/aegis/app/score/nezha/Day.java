package dev.aegis.app.score.nezha;

import dev.aegis.app.cli.CommandFailure;
import dev.aegis.app.cli.ExitCode;
import dev.aegis.culprit.Calls;
import dev.aegis.culprit.Loss;
import dev.aegis.culprit.Scene;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** One day of one system. Metrics are read once; traces and logs for each case anew. */
final class Day {
  private static final Pattern MINUTE = Pattern.compile("(\\d\\d)_(\\d\\d)_(trace|log)\\.csv");

  /** Without a better time: a quarter of the first minute is over when a fault begins. */
  private static final double INTO_THE_MINUTE = 15;

  private record MinuteFile(Path path, double epochSeconds, boolean trace) {}

  private final Path folder;
  private @Nullable Metrics metrics;

  Day(Path folder) {
    this.folder = folder;
  }

  Scene scene(Around around) {
    Metrics read = metrics();
    if (Files.isDirectory(folder.resolve("trace"))) {
      Requests requests = requests(around);
      Calls calls = requests.calls(read.pods().services().keySet());
      return new Scene(
          calls,
          "",
          Loss.TIME,
          requests.served(),
          requests.transits(),
          read.pods().strains(around),
          requests.habits());
    }
    Calls calls =
        read.pairs()
            .map(Pairs::calls)
            .orElseGet(() -> new Calls(read.pods().services().keySet(), Map.of()));
    return new Scene(
        calls,
        "",
        Loss.TIME,
        read.pairs().map(pairs -> pairs.served(calls, around)).orElse(List.of()),
        read.pairs().map(pairs -> pairs.transits(around)).orElse(List.of()),
        read.pods().strains(around),
        List.of());
  }

  private record Metrics(Pods pods, Optional<Pairs> pairs) {}

  private Metrics metrics() {
    Metrics read = metrics;
    if (read == null) {
      Path metric = folder.resolve("metric");
      Pods pods = new Pods(metric);
      read = new Metrics(pods, Pairs.in(metric, pods));
      metrics = read;
    }
    return read;
  }

  private Requests requests(Around around) {
    List<MinuteFile> files = new ArrayList<>();
    for (String each : List.of("trace", "log")) {
      minutes(folder.resolve(each)).stream().filter(file -> near(file, around)).forEach(files::add);
    }
    List<MinuteFile> usual = minutes(folder.resolve("normal"));
    Visits visits = new Visits();
    usual.stream().filter(MinuteFile::trace).forEach(file -> visits.add(file.path(), true));
    files.stream().filter(MinuteFile::trace).forEach(file -> visits.add(file.path(), false));
    usual.stream().filter(file -> !file.trace()).forEach(file -> LogLines.add(file.path(), visits));
    files.stream().filter(file -> !file.trace()).forEach(file -> LogLines.add(file.path(), visits));
    return new Requests(visits.all(), around);
  }

  /** A file that bears a minute's name holds the minute that ends in it. */
  private static boolean near(MinuteFile file, Around around) {
    return file.epochSeconds() > around.onset() - Around.BEFORE
        && file.epochSeconds() < around.onset() + Around.SINCE + 2 * 60;
  }

  /** When cases begin, for want of a list of them: the first of each run of minutes with traces. */
  List<Double> onsets() {
    List<Double> onsets = new ArrayList<>();
    double last = Double.NEGATIVE_INFINITY;
    for (MinuteFile file : minutes(folder.resolve("trace"))) {
      if (file.epochSeconds() - last > 60) {
        onsets.add(file.epochSeconds() + INTO_THE_MINUTE);
      }
      last = file.epochSeconds();
    }
    return onsets;
  }

  private List<MinuteFile> minutes(Path in) {
    if (!Files.isDirectory(in)) {
      return List.of();
    }
    try (Stream<Path> found = Files.list(in)) {
      List<MinuteFile> files = new ArrayList<>();
      for (Path path : found.sorted().toList()) {
        Matcher name = MINUTE.matcher(path.getFileName().toString());
        if (name.matches()) {
          double at =
              LocalDate.parse(folder.getFileName().toString())
                  .atTime(
                      LocalTime.of(
                          Integer.parseInt(name.group(1)), Integer.parseInt(name.group(2))))
                  .toEpochSecond(ZoneOffset.UTC);
          files.add(new MinuteFile(path, at, name.group(3).equals("trace")));
        }
      }
      return files;
    } catch (IOException e) {
      throw new CommandFailure(ExitCode.BAD_INPUT, "expected to list " + in + ", found " + e, e);
    }
  }
}
