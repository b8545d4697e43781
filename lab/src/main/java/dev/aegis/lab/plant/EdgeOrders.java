package dev.aegis.lab.plant;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * All that an edge is told, always at once, as lines of text:
 *
 * <pre>
 * pod NAME PORT
 * peer REGION PORT
 * weight REGION NUMBER
 * ramp MILLIS
 * shed SHARE
 * balance round-robin|least-connections
 * </pre>
 *
 * @param pods those that are ready
 * @param peer how the other region is reached
 * @param weights by region; what is not named has none
 * @param ramp how long a change of the weights takes
 * @param shed share of all requests that is turned away, 0 to 1
 */
record EdgeOrders(
    List<Backend> pods,
    Optional<Backend> peer,
    Map<String, Double> weights,
    Duration ramp,
    double shed,
    boolean leastConnections) {

  EdgeOrders {
    pods = List.copyOf(pods);
    weights = Map.copyOf(weights);
  }

  String toText() {
    StringBuilder text = new StringBuilder();
    pods.forEach(pod -> line(text, "pod", pod.name(), pod.port()));
    peer.ifPresent(other -> line(text, "peer", other.region(), other.port()));
    new TreeMap<>(weights).forEach((name, weight) -> line(text, "weight", name, weight));
    line(text, "ramp", ramp.toMillis());
    line(text, "shed", shed);
    line(text, "balance", leastConnections ? "least-connections" : "round-robin");
    return text.toString();
  }

  private static void line(StringBuilder text, Object... words) {
    text.append(String.join(" ", List.of(words).stream().map(String::valueOf).toList()));
    text.append('\n');
  }

  /** The orders in that text, for the edge of a region. */
  static EdgeOrders parse(String text, String region) {
    List<Backend> pods = new ArrayList<>();
    Optional<Backend> peer = Optional.empty();
    Map<String, Double> weights = new TreeMap<>();
    Duration ramp = Duration.ZERO;
    double shed = 0;
    boolean least = false;
    for (String line : text.lines().filter(each -> !each.isBlank()).toList()) {
      String[] words = line.split(" ", -1);
      switch (words[0] + words.length) {
        case "pod3" -> pods.add(new Backend(words[1], region, Integer.parseInt(words[2])));
        case "peer3" ->
            peer = Optional.of(new Backend(words[1], words[1], Integer.parseInt(words[2])));
        case "weight3" -> weights.put(words[1], Double.parseDouble(words[2]));
        case "ramp2" -> ramp = Duration.ofMillis(Long.parseLong(words[1]));
        case "shed2" -> shed = Double.parseDouble(words[1]);
        case "balance2" -> least = words[1].equals("least-connections");
        default ->
            throw new IllegalArgumentException(
                "expected pod, peer, weight, ramp, shed or balance, found \"" + line + "\"");
      }
    }
    return new EdgeOrders(pods, peer, weights, ramp, shed, least);
  }
}
