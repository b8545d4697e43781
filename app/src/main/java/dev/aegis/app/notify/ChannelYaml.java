package dev.aegis.app.notify;

import dev.aegis.app.intake.IntakeException;
import dev.aegis.app.intake.YamlNode;
import dev.aegis.app.intake.YamlSection;
import dev.aegis.notice.Topic;
import dev.aegis.room.Severity;
import java.net.URI;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Reads one channel, and goes on after what is wrong with it, so that all of it is told. */
final class ChannelYaml {
  static final List<String> KEYS =
      List.of(
          "name",
          "kind",
          "tells",
          "severity",
          "services",
          "per_minute",
          "url",
          "url_env",
          "url_file",
          "secret_env",
          "secret_file",
          "account",
          "from",
          "to",
          "answers");
  static final List<String> ANSWERS = List.of("secret_env", "secret_file", "people");
  static final int DEFAULT_PER_MINUTE = 20;
  private static final int MOST_PER_MINUTE = 600;
  private static final int SHORTEST_SECRET = 8;
  private static final int SUBMISSION = 587;
  private static final String PLACE = "messages.channels";

  private final YamlNode node;
  private final String path;
  private final Path config;
  private final List<String> wrong;

  ChannelYaml(YamlNode node, String path, Path config, List<String> wrong) {
    this.node = node;
    this.path = path;
    this.config = config;
    this.wrong = wrong;
  }

  /** The channel; empty where something is wrong, which is then among what is wrong. */
  Optional<Channel> read() {
    int before = wrong.size();
    YamlSection section = tried(() -> YamlSection.of(node, path, PLACE, KEYS));
    if (section == null) {
      return Optional.empty();
    }
    String name = tried(() -> name(section));
    ChannelKind kind = tried(() -> kind(section));
    Set<Topic> tells = kind == null ? null : tried(() -> tells(section, kind));
    Optional<Severity> severity = tried(() -> severity(section));
    Set<String> services = tried(() -> new HashSet<>(section.words("services")));
    Integer perMinute = tried(() -> perMinute(section));
    Connection connection = kind == null ? null : tried(() -> connection(section, kind));
    Optional<Answers> answers = kind == null ? null : tried(() -> answers(section, kind));
    if (wrong.size() > before
        || name == null
        || kind == null
        || tells == null
        || severity == null
        || services == null
        || perMinute == null
        || connection == null
        || answers == null) {
      return Optional.empty();
    }
    return Optional.of(
        new Channel(
            name,
            kind,
            tells,
            severity.orElse(null),
            services,
            perMinute,
            connection,
            answers.orElse(null)));
  }

  private <T> @Nullable T tried(Supplier<T> reading) {
    try {
      return reading.get();
    } catch (IntakeException e) {
      wrong.add(String.valueOf(e.getMessage()));
      return null;
    }
  }

  private static String name(YamlSection section) {
    String name = section.required("name");
    if (!name.matches("[a-z0-9][a-z0-9_-]{0,39}")) {
      throw section.wrong("name", "1 to 40 of a to z, digits, - and _");
    }
    return name;
  }

  private static ChannelKind kind(YamlSection section) {
    return ChannelKind.of(section.required("kind"))
        .orElseThrow(
            () -> section.wrong("kind", "one of " + String.join(", ", ChannelKind.words())));
  }

  private static Set<Topic> tells(YamlSection section, ChannelKind kind) {
    if (!section.has("tells")) {
      return kind.takes();
    }
    Set<Topic> tells = EnumSet.of(Topic.TEST);
    for (String word : section.words("tells")) {
      if (word.equals("pages")) {
        kind.takes().stream().filter(t -> t.pages() || t.settles()).forEach(tells::add);
      } else {
        tells.add(
            Topic.fromWire(word)
                .filter(kind.takes()::contains)
                .orElseThrow(() ->
                    section.wrongWord(
                        "tells",
                        "pages, or of "
                            + String.join(
                                ", ", kind.takes().stream().map(Topic::wire).sorted().toList()),
                        word)));
      }
    }
    return tells;
  }

  private static Optional<Severity> severity(YamlSection section) {
    if (!section.has("severity")) {
      return Optional.empty();
    }
    String word = section.text("severity");
    return Optional.of(
        Arrays.stream(Severity.values())
            .filter(s -> s.name().equals(word))
            .findFirst()
            .orElseThrow(
                () -> section.wrong("severity", "SEV1 to SEV4, the least that it is told of")));
  }

  private static int perMinute(YamlSection section) {
    int many = (int) section.count("per_minute").orElse(DEFAULT_PER_MINUTE);
    if (many < 1 || many > MOST_PER_MINUTE) {
      throw section.wrong("per_minute", "1 to " + MOST_PER_MINUTE);
    }
    return many;
  }

  private Connection connection(YamlSection section, ChannelKind kind) {
    return switch (kind) {
      case PAGERDUTY ->
          new Connection(
              url(section, "https://events.pagerduty.com/v2/enqueue"),
              secret(section),
              "",
              "",
              List.of());
      case OPSGENIE ->
          new Connection(
              url(section, "https://api.opsgenie.com"), secret(section), "", "", List.of());
      case WEBHOOK -> new Connection(url(section, ""), secret(section), "", "", List.of());
      case SLACK, DISCORD, TEAMS -> new Connection(hidden(section), "", "", "", List.of());
      case TELEGRAM ->
          new Connection(
              url(section, "https://api.telegram.org"), secret(section), "", "", one(section));
      case WHATSAPP ->
          new Connection(
              url(section, "https://api.twilio.com"),
              secret(section),
              account(section),
              number(section, section.required("from")),
              List.of(number(section, one(section).getFirst())));
      case EMAIL -> mail(section);
    };
  }

  private String secret(YamlSection section) {
    return Secret.of(section, "secret", config, SHORTEST_SECRET);
  }

  private static URI url(YamlSection section, String usual) {
    String url = usual.isEmpty() || section.has("url") ? section.required("url") : usual;
    return MessagesYaml.address(section, "url", url);
  }

  /** Whoever knows the address can write there, so that it is a secret. */
  private URI hidden(YamlSection section) {
    if (section.has("url")) {
      throw new IntakeException(
          IntakeException.Kind.MALFORMED,
          path
              + ": "
              + PLACE
              + ": the address of "
              + section.text("kind")
              + " is a secret; give its url_env or url_file");
    }
    return MessagesYaml.hidden(section, config);
  }

  private static List<String> one(YamlSection section) {
    List<String> to = section.words("to");
    if (to.size() != 1) {
      throw section.wrong("to", "a list of one");
    }
    return to;
  }

  private static String account(YamlSection section) {
    String account = section.required("account");
    if (!account.matches("AC[0-9a-fA-F]{32}")) {
      throw section.wrong("account", "the SID of an account, AC and 32 digits");
    }
    return account;
  }

  private static String number(YamlSection section, String number) {
    if (!number.matches("\\+[0-9]{6,15}")) {
      throw section.wrongWord("to", "a number such as +15550100", number);
    }
    return number;
  }

  private Connection mail(YamlSection section) {
    URI url = server(section);
    String user = section.text("account");
    boolean secret = section.has("secret_env") || section.has("secret_file");
    if (secret == user.isEmpty()) {
      throw section.wrong("account", "account and secret_env or secret_file, or neither");
    }
    List<String> to = section.words("to");
    if (to.isEmpty() || to.size() > 20) {
      throw section.wrong("to", "a list of 1 to 20");
    }
    String from = address(section, "from", section.required("from"));
    to.forEach(each -> address(section, "to", each));
    return new Connection(
        url, secret ? Secret.of(section, "secret", config, 1) : "", user, from, to);
  }

  private static URI server(YamlSection section) {
    String text = section.required("url");
    if (text.matches("smtps?://([A-Za-z0-9.-]{1,253}|\\[[0-9a-fA-F:.]{2,45}\\])(:[0-9]{1,5})?")) {
      URI url = URI.create(text);
      boolean implicit = "smtps".equals(url.getScheme());
      return url.getPort() > 0 ? url : URI.create(text + ":" + (implicit ? 465 : SUBMISSION));
    }
    throw section.wrong("url", "a server such as smtp://mail.example.com:587 or smtps://...:465");
  }

  private static String address(YamlSection section, String key, String address) {
    if (!address.matches("[A-Za-z0-9._%+-]{1,64}@[A-Za-z0-9.-]{1,253}")) {
      throw section.wrongWord(key, "an address such as oncall@example.com", address);
    }
    return address;
  }

  private Optional<Answers> answers(YamlSection section, ChannelKind kind) {
    if (!section.has("answers")) {
      return Optional.empty();
    }
    if (kind != ChannelKind.SLACK && kind != ChannelKind.TELEGRAM) {
      throw new IntakeException(
          IntakeException.Kind.MALFORMED,
          path
              + ": "
              + PLACE
              + ".answers: only slack and telegram prove who answers, found "
              + kind.word());
    }
    YamlSection answers = section.section("answers", ANSWERS);
    return Optional.of(
        new Answers(Secret.of(answers, "secret", config, 16), answers.wordsByKey("people")));
  }
}
