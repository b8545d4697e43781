package dev.aegis.app.score.nezha;

import dev.aegis.app.cli.CommandFailure;
import dev.aegis.app.cli.ExitCode;
import dev.aegis.app.score.culprit.Benchmark;
import dev.aegis.app.score.culprit.CaseFile;
import dev.aegis.app.score.culprit.CaseFolder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * The data as they lie in a folder: {@code SYSTEM/DAY/faults.json} and beside it {@code metric},
 * and for one system {@code trace}, {@code log} and {@code normal}. Of {@code faults.json} a
 * ranking gets the time of the onset alone; where the file is missing, cases are the first of each
 * run of minutes that there are traces of.
 */
public final class Nezha implements Benchmark {
  private static final String FAULTS = "faults.json";
  private static final DateTimeFormatter ID =
      DateTimeFormatter.ofPattern("uuuu-MM-dd/HHmmss", Locale.ROOT);

  private final Path folder;

  /**
   * @param folder that the archives were unpacked into
   */
  public Nezha(Path folder) {
    this.folder = folder;
  }

  @Override
  public String name() {
    return "nezha";
  }

  @Override
  public List<CaseFile> cases() {
    List<CaseFile> cases = new ArrayList<>();
    for (Path system : CaseFolder.folders(folder)) {
      for (Path folder : CaseFolder.folders(system)) {
        if (Files.isDirectory(folder.resolve("metric"))) {
          Day day = new Day(folder);
          for (double onset : onsets(folder, day)) {
            cases.add(new CaseFile(id(onset), part(system), () -> day.scene(new Around(onset))));
          }
        }
      }
    }
    if (cases.isEmpty()) {
      throw new CommandFailure(
          ExitCode.BAD_INPUT,
          "expected the folders SYSTEM/DAY/metric with "
              + FAULTS
              + " or traces beside them below "
              + folder
              + ", found none; unpack the archives into one folder and name that");
    }
    return List.copyOf(cases);
  }

  private static String part(Path system) {
    return system.getFileName().toString().toLowerCase(Locale.ROOT);
  }

  private static String id(double onset) {
    return ID.format(LocalDateTime.ofEpochSecond((long) onset, 0, ZoneOffset.UTC));
  }

  private static List<Double> onsets(Path day, Day minutes) {
    Path path = day.resolve(FAULTS);
    if (!Files.isRegularFile(path)) {
      return minutes.onsets();
    }
    List<Double> onsets = new ArrayList<>();
    for (JsonNode fault : CaseFolder.json(path, "a list of faults as JSON")) {
      onsets.add(Samples.epochSeconds(path, 1, fault.path("inject_time").asString("")));
    }
    return onsets;
  }

  @Override
  public Optional<Label> label(CaseFile file) {
    for (Path system : CaseFolder.folders(folder)) {
      for (Path day : CaseFolder.folders(system)) {
        Path path = day.resolve(FAULTS);
        if (!part(system).equals(file.part()) || !Files.isRegularFile(path)) {
          continue;
        }
        for (JsonNode fault : CaseFolder.json(path, "a list of faults as JSON")) {
          double onset = Samples.epochSeconds(path, 1, fault.path("inject_time").asString(""));
          String pod = fault.path("inject_pod").asString("");
          if (id(onset).equals(file.id()) && !pod.isEmpty()) {
            return Optional.of(
                new Label(Pods.service(pod), fault.path("inject_type").asString("")));
          }
        }
      }
    }
    return Optional.empty();
  }
}
