package dev.aegis.lab.plant;

import java.nio.file.Path;
import java.util.Map;

/**
 * What a plant is made of.
 *
 * @param directory where everything it writes is; made when it does not exist
 * @param seed of the users and of the link
 * @param edge {@code jetty} or {@code haproxy}
 * @param homeRate requests a second of the users of us-east-1, before the daily curve
 * @param awayRate of those of us-west-2
 * @param port of the control API; 0 for a free one
 * @param serviceMain the main class of a serving process
 */
public record PlantOptions(
    Path directory,
    long seed,
    String edge,
    double homeRate,
    double awayRate,
    int port,
    String serviceMain) {
  private static final double HOME_RATE = 60;
  private static final String SERVICE_MAIN = "dev.aegis.lab.service.ServiceMain";

  public PlantOptions {
    if (!(homeRate > 0 && homeRate <= 2_000 && awayRate > 0 && awayRate <= 2_000)) {
      throw new PlantException(
          "expected rates above 0 and at most 2000 requests a second, found "
              + homeRate
              + " and "
              + awayRate);
    }
    if (!edge.equals("jetty") && !edge.equals("haproxy")) {
      throw new PlantException("expected --edge jetty or haproxy, found \"" + edge + "\"");
    }
  }

  /** A plant of the usual size. */
  public static PlantOptions in(Path directory, long seed) {
    return new PlantOptions(directory, seed, "jetty", HOME_RATE, HOME_RATE / 2, 0, SERVICE_MAIN);
  }

  /** The same with another rate at home; the other region has half of it. */
  public PlantOptions withHomeRate(double rate) {
    return new PlantOptions(directory, seed, edge, rate, rate / 2, port, serviceMain);
  }

  /** The same with another edge. */
  public PlantOptions withEdge(String kind) {
    return new PlantOptions(directory, seed, kind, homeRate, awayRate, port, serviceMain);
  }

  static PlantOptions parse(Map<String, String> options) {
    double home = number(options, "home-rate", HOME_RATE);
    return new PlantOptions(
        Path.of(Child.required(options, "dir")).toAbsolutePath(),
        Math.round(number(options, "seed", 1)),
        options.getOrDefault("edge", "jetty"),
        home,
        number(options, "away-rate", home / 2),
        (int) number(options, "port", 0),
        options.getOrDefault("service-main", SERVICE_MAIN));
  }

  private static double number(Map<String, String> options, String name, double fallback) {
    String text = options.get(name);
    try {
      return text == null ? fallback : Double.parseDouble(text);
    } catch (NumberFormatException e) {
      throw new PlantException("expected a number after --" + name + ", found " + text, e);
    }
  }
}
