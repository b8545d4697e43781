package dev.aegis.app.score.nezha;

import dev.aegis.app.cli.CommandFailure;
import dev.aegis.app.cli.ExitCode;
import dev.aegis.culprit.Strain;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What each service's pod uses, from {@code metric/POD_metric.csv}. */
final class Pods {
  static final String WORKLOAD = "PodWorkload(Ops)";
  private static final String CPU = "CpuUsageRate(%)";
  private static final String MEMORY = "MemoryUsage(Mi)";
  private static final String SUFFIX = "_metric.csv";

  /** What a deployment puts behind a service's name: its own hash, and one for the pod. */
  private static final Pattern HASHES = Pattern.compile("-[0-9a-z]{5,10}-[0-9a-z]{5}$");

  private final NavigableMap<String, Samples> services = new TreeMap<>();

  /** Reads a day's folder {@code metric}. */
  Pods(Path metric) {
    try (Stream<Path> found = Files.list(metric)) {
      for (Path path : found.sorted().toList()) {
        String name = path.getFileName().toString();
        if (name.endsWith(SUFFIX)) {
          services.put(
              service(name.substring(0, name.length() - SUFFIX.length())), new Samples(path));
        }
      }
    } catch (IOException e) {
      throw new CommandFailure(
          ExitCode.BAD_INPUT, "expected to list " + metric + ", found " + e, e);
    }
  }

  /** The service that a pod belongs to. */
  static String service(String pod) {
    return HASHES.matcher(pod).replaceFirst("");
  }

  NavigableMap<String, Samples> services() {
    return services;
  }

  List<Strain> strains(Around around) {
    List<Strain> strains = new ArrayList<>();
    services.forEach((service, samples) -> {
      strains.add(new Strain(service, Strain.Resource.CPU, samples.course(CPU, around, false)));
      strains.add(
          new Strain(service, Strain.Resource.MEMORY, samples.course(MEMORY, around, false)));
    });
    return strains;
  }
}
