package dev.aegis.app.notify;

import dev.aegis.app.intake.YamlSection;
import dev.aegis.app.intake.YamlText;
import dev.aegis.notice.Notice;
import dev.aegis.notice.Topic;
import dev.aegis.room.Severity;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;

/** Notices and channels of tests. */
final class Sample {
  static final Instant NOW = Instant.parse("2026-03-01T03:00:00Z");
  static final String SECRET = "a-secret-of-32-characters-12345678".substring(0, 32);
  static final String HASH = "0123456789abcdef".repeat(4);

  private Sample() {}

  static Notice notice(Topic topic) {
    return notice(topic, "SEV1 checkout-api in us-east-1: " + topic.words(), "It is slow.");
  }

  static Notice notice(Topic topic, String headline, String detail) {
    return new Notice(
        "INC-2026-0001",
        "INC-2026-0001/" + topic.wire() + "/1",
        topic,
        Severity.SEV1,
        "checkout-api",
        "us-east-1",
        headline,
        detail,
        NOW,
        topic == Topic.APPROVAL_ASKED ? HASH : "");
  }

  /** The channels of a file that says this, beside which {@code secret} holds {@link #SECRET}. */
  static Messages read(Path directory, String yaml) {
    try {
      Path file = directory.resolve("aegis.yaml");
      Files.writeString(directory.resolve("secret"), SECRET + "\n");
      Files.writeString(file, yaml);
      YamlSection top =
          YamlSection.of(
              YamlText.parse(yaml, "aegis.yaml"),
              "aegis.yaml",
              "the file",
              List.of(MessagesYaml.KEY));
      return MessagesYaml.read(top, "aegis.yaml", file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** One channel; {@code fields} as in a flow mapping, without name and kind. */
  static Channel channel(Path directory, String kind, String fields) {
    return read(
            directory, "messages: {channels: [{name: it, kind: " + kind + ", " + fields + "}]}\n")
        .channels()
        .getFirst();
  }

  /** One whose address is in a file of its own, since it is a secret. */
  static Channel hidden(Path directory, String kind, String url, String further) {
    try {
      Files.writeString(directory.resolve("url"), url + "\n");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return channel(directory, kind, "url_file: url" + further);
  }
}
