package dev.aegis.app.notify;

import dev.aegis.app.intake.IntakeException;
import dev.aegis.app.intake.YamlNode;
import dev.aegis.app.intake.YamlSection;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads {@code messages} of {@code aegis.yaml}, and tells all that is wrong with it at once. */
public final class MessagesYaml {
  public static final String KEY = "messages";
  public static final List<String> KEYS = List.of("channels", "beat");
  public static final List<String> BEAT = List.of("url", "url_env", "url_file", "every");
  public static final int MOST = 50;
  public static final Duration DEFAULT_EVERY = Duration.ofMinutes(1);
  private static final Duration SHORTEST_EVERY = Duration.ofSeconds(10);
  private static final Duration LONGEST_EVERY = Duration.ofHours(1);

  private MessagesYaml() {}

  /**
   * What the file says.
   *
   * @param path how errors name the file
   * @param config the file, beside which those lie that it names
   * @throws IntakeException with everything that is wrong, in one line
   */
  public static Messages read(YamlSection top, String path, Path config) {
    if (!top.has(KEY)) {
      return Messages.NONE;
    }
    YamlSection messages = top.section(KEY, KEYS);
    List<String> wrong = new ArrayList<>();
    List<Channel> channels = new ArrayList<>();
    Set<String> names = new HashSet<>();
    for (YamlNode each : items(messages)) {
      ChannelYaml channel = new ChannelYaml(each, path, config, wrong);
      channel
          .read()
          .ifPresent(read -> {
            if (!names.add(read.name())) {
              wrong.add(
                  "messages.channels: expected each name once, found " + read.name() + " twice");
            }
            channels.add(read);
          });
    }
    if (channels.size() > MOST) {
      wrong.add("messages.channels: expected at most " + MOST + ", found " + channels.size());
    }
    Beat beat = beat(messages, config, wrong);
    if (!wrong.isEmpty()) {
      throw new IntakeException(IntakeException.Kind.MALFORMED, String.join("; ", wrong));
    }
    return new Messages(channels, beat);
  }

  private static List<YamlNode> items(YamlSection messages) {
    return switch (messages.get("channels")) {
      case null -> List.of();
      case YamlNode.Sequence sequence -> sequence.items();
      case YamlNode.Mapping _, YamlNode.Scalar _ -> throw messages.wrong("channels", "a list");
    };
  }

  private static @Nullable Beat beat(YamlSection messages, Path config, List<String> wrong) {
    if (!messages.has("beat")) {
      return null;
    }
    try {
      YamlSection beat = messages.section("beat", BEAT);
      Duration every = beat.duration("every").orElse(DEFAULT_EVERY);
      if (every.compareTo(SHORTEST_EVERY) < 0 || every.compareTo(LONGEST_EVERY) > 0) {
        throw beat.wrong("every", "10s to 1h");
      }
      String url = beat.has("url") ? beat.required("url") : Secret.of(beat, "url", config, 1);
      return new Beat(address(beat, "url", url), every);
    } catch (IntakeException e) {
      wrong.add(String.valueOf(e.getMessage()));
      return null;
    }
  }

  /** An address that may be asked: https, or anything on this machine. */
  static URI address(YamlSection section, String key, String text) {
    return safe(text)
        .orElseThrow(() -> section.wrong(key, "an address with https, or of this machine"));
  }

  /** An address that is itself a secret. */
  static URI hidden(YamlSection section, Path config) {
    String url = Secret.of(section, "url", config, 1);
    return address(section, section.has("url_file") ? "url_file" : "url_env", url);
  }

  private static Optional<URI> safe(String text) {
    try {
      URI url = new URI(text);
      boolean web =
          "https".equals(url.getScheme()) || ("http".equals(url.getScheme()) && isLoopback(url));
      boolean bare = url.getRawUserInfo() == null && url.getRawFragment() == null;
      return web && bare && url.getHost() != null ? Optional.of(url) : Optional.empty();
    } catch (URISyntaxException e) {
      return Optional.empty();
    }
  }

  static boolean isLoopback(URI url) {
    String host = Objects.requireNonNullElse(url.getHost(), "");
    return host.equals("localhost")
        || host.equals("[::1]")
        || host.matches("127(\\.[0-9]{1,3}){3}");
  }
}
