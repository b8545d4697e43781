package dev.aegis.lab.plant;

import dev.aegis.lab.fault.Effect;
import dev.aegis.lab.fault.EffectKind;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The process between the regions. {@code PUT /control/lines} names each line and where it leads
 * ({@code NAME TARGET_PORT}) and is answered with where it begins ({@code NAME PORT}).
 */
final class Link {
  private static final double DELAY_MILLIS = 1.5;
  private static final double JITTER_MILLIS = 0.5;
  private static final String EVERY_LINE = "all";

  private final long seed;
  private final Map<String, Line> lines = new ConcurrentHashMap<>();
  private volatile List<Effect> effects = List.of();

  private Link(long seed) {
    this.seed = seed;
  }

  /** Runs a link: {@code --seed N}. */
  public static void main(String[] args) throws IOException {
    Map<String, String> options = Child.options(args);
    Link link = new Link(Long.parseLong(Child.required(options, "seed")));
    Child child = new Child();
    child.on("PUT", "/control/lines", link::lead);
    child.on("PUT", "/control/effects", link::take);
    child.on("GET", "/ready", _ -> "ready\n");
    child.serveUntilInputEnds();
    System.exit(0);
  }

  private String take(String text) {
    effects = Effects.parse(text);
    return "taken\n";
  }

  private synchronized String lead(String text) throws IOException {
    for (String each : text.lines().filter(line -> !line.isBlank()).toList()) {
      String[] words = each.split(" ", -1);
      if (words.length != 2) {
        throw new IllegalArgumentException("expected NAME PORT, found \"" + each + "\"");
      }
      lead(words[0], Integer.parseInt(words[1]));
    }
    StringBuilder answer = new StringBuilder();
    new TreeMap<>(lines).forEach((name, line) -> answer.append(name + " " + line.port() + "\n"));
    return answer.toString();
  }

  private void lead(String name, int target) throws IOException {
    Line known = lines.get(name);
    if (known != null) {
      known.leadTo(target);
      return;
    }
    Line line = new Line(0, target, seed + name.hashCode(), () -> quality(name));
    lines.put(name, line);
    line.start();
  }

  private LinkQuality quality(String line) {
    long now = System.currentTimeMillis();
    double delay = DELAY_MILLIS;
    double delivered = 1;
    double stall = LinkQuality.STALL_MILLIS;
    for (Effect effect : effects) {
      if (concerns(effect, line)) {
        double intensity = effect.intensity(now);
        if (effect.kind() == EffectKind.LINK_DELAY) {
          delay += intensity * effect.number("by") * 1e3;
        } else if (effect.kind() == EffectKind.LINK_LOSS) {
          delivered *= 1 - intensity * effect.number("loss");
          stall = effect.number("stall") * 1e3;
        }
      }
    }
    return new LinkQuality(delay, JITTER_MILLIS + delay / 10, 1 - delivered, stall);
  }

  private static boolean concerns(Effect effect, String line) {
    return effect.kind().site() == EffectKind.Site.LINK
        && (effect.word("link").equals(line) || effect.word("link").equals(EVERY_LINE));
  }
}
