package dev.aegis.lab.plant;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The processes round the pods: database, link, edges, clients and noisy neighbours. Owned by the
 * thread of the plant once it runs.
 */
final class Crew {
  private static final Duration STARTUP = Duration.ofSeconds(90);
  private static final int SMALL_HEAP = 48;
  private static final int CLIENT_HEAP = 96;

  private final PlantOptions options;
  private final Loopback loopback;
  private final EdgeMaker edgeMaker;
  private final OwnProcess database;
  private final OwnProcess link;
  private final Map<Region, EdgeProcess> edges = new EnumMap<>(Region.class);
  private final Map<Region, OwnProcess> clients = new EnumMap<>(Region.class);
  private final Map<Region, OwnProcess> burners = new EnumMap<>(Region.class);
  private final Map<Region, Integer> burning = new EnumMap<>(Region.class);
  private final Map<String, Integer> lines = new HashMap<>();
  private final Map<OwnProcess, String> told = new HashMap<>();

  /** Starts an edge and waits until it listens. */
  interface EdgeMaker {
    EdgeProcess start(Region region, int port, Path directory, Loopback loopback);
  }

  private Crew(PlantOptions options, Loopback loopback, EdgeMaker edgeMaker) {
    this.options = options;
    this.loopback = loopback;
    this.edgeMaker = edgeMaker;
    Path data = options.directory().resolve("database");
    this.database =
        launch(
            "database",
            Database.class.getName(),
            List.of("--dir", data.toString()),
            CLIENT_HEAP,
            Region.US_WEST_2.core());
    this.link =
        launch(
            "link",
            Link.class.getName(),
            List.of("--seed", String.valueOf(options.seed())),
            SMALL_HEAP,
            -1);
  }

  /** Starts database, link and edges, and leads the lines where they belong. */
  static Crew start(PlantOptions options, Loopback loopback, EdgeMaker edgeMaker) {
    Crew crew = new Crew(options, loopback, edgeMaker);
    try {
      for (Region region : Region.values()) {
        crew.edges.put(region, edgeMaker.start(region, 0, options.directory(), loopback));
      }
      crew.link.awaitReady(STARTUP);
      crew.database.awaitReady(STARTUP);
      crew.leadLines();
      return crew;
    } catch (PlantException e) {
      crew.close();
      throw e;
    }
  }

  private void leadLines() {
    StringBuilder text = new StringBuilder();
    text.append("database " + databasePort() + "\n");
    edges.forEach((region, edge) -> text.append(region.id() + " " + edge.port() + "\n"));
    try {
      String answer =
          loopback.ask("PUT", link.port().orElseThrow(), "/control/lines", text.toString());
      answer.lines().forEach(line -> lines.put(line.split(" ", -1)[0], lastNumber(line)));
    } catch (IOException e) {
      throw new PlantException("expected the link to take its lines, found: " + e.getMessage(), e);
    }
  }

  private static int lastNumber(String line) {
    return Integer.parseInt(line.substring(line.lastIndexOf(' ') + 1));
  }

  private int databasePort() {
    return database.announced("public").orElseThrow();
  }

  private OwnProcess launch(
      String name, String mainClass, List<String> arguments, int heap, int core) {
    return OwnProcess.start(
        new Launch(name, mainClass, arguments, heap, core), options.directory());
  }

  /** How the pods of a region reach the database: through the link, except where it is. */
  String databaseUrl(Region region) {
    return Database.url(
        region == Region.US_WEST_2 ? databasePort() : lines.getOrDefault("database", 0));
  }

  /** Where an edge finds the other region. */
  Backend peerOf(Region region) {
    String other = region.other().id();
    return new Backend(other, other, lines.getOrDefault(other, 0));
  }

  EdgeProcess edge(Region region) {
    EdgeProcess edge = edges.get(region);
    if (edge == null) {
      throw new IllegalStateException("expected an edge in " + region.id());
    }
    return edge;
  }

  /** Starts an edge again on its port when it has died; whether it did. */
  boolean reviveEdge(Region region) {
    EdgeProcess edge = edge(region);
    if (edge.alive()) {
      return false;
    }
    edge.close();
    edges.put(region, edgeMaker.start(region, edge.port(), options.directory(), loopback));
    return true;
  }

  /** Lets the users come. */
  void openDoors() {
    for (Region region : Region.values()) {
      double rate = region == Region.US_EAST_1 ? options.homeRate() : options.awayRate();
      List<String> arguments =
          List.of(
              "--region", region.id(),
              "--edge", String.valueOf(edge(region).port()),
              "--rate", String.valueOf(rate),
              "--seed", String.valueOf(options.seed() * 31 + region.core()));
      clients.put(
          region,
          launch(
              "clients-" + region.id(),
              Traffic.class.getName(),
              arguments,
              CLIENT_HEAP,
              region.core()));
    }
  }

  boolean doorsOpen() {
    return !clients.isEmpty();
  }

  /** Whether users of both regions get answers. */
  boolean flowing() {
    return doorsOpen()
        && clients.values().stream()
            .allMatch(each -> each.port().isPresent() && loopback.ready(each.port().getAsInt()));
  }

  Map<Region, OwnProcess> clients() {
    return Map.copyOf(clients);
  }

  /** Tells link and clients their effects, and has as many neighbours burn as shall. */
  void step(Faults faults, long nowEpochMillis) {
    tell(link, faults.forLink());
    clients.forEach((region, process) -> tell(process, faults.forTraffic(region)));
    for (Region region : Region.values()) {
      burn(region, faults.burners(region, nowEpochMillis));
    }
  }

  private void tell(OwnProcess process, String effects) {
    if (process.port().isEmpty() || effects.equals(told.getOrDefault(process, ""))) {
      return;
    }
    try {
      loopback.ask("PUT", process.port().getAsInt(), "/control/effects", effects);
      told.put(process, effects);
    } catch (IOException e) {
      System.err.println(process.name() + " did not take its effects yet: " + e.getMessage());
    }
  }

  private void burn(Region region, int threads) {
    if (burning.getOrDefault(region, 0) == threads) {
      return;
    }
    burning.put(region, threads);
    OwnProcess last = burners.remove(region);
    if (last != null) {
      last.close();
    }
    if (threads > 0) {
      String name = "neighbour-" + region.id();
      List<String> arguments = List.of("--threads", String.valueOf(threads));
      burners.put(
          region, launch(name, Burner.class.getName(), arguments, SMALL_HEAP, region.core()));
    }
  }

  /** Those who send requests go first. */
  void closeSenders() {
    List<OwnProcess> senders = new ArrayList<>(clients.values());
    senders.addAll(burners.values());
    senders.parallelStream().forEach(OwnProcess::close);
  }

  /** Ends the rest, the database last. */
  void close() {
    closeSenders();
    edges.values().parallelStream().forEach(EdgeProcess::close);
    link.close();
    database.close(Duration.ofSeconds(15));
  }
}
