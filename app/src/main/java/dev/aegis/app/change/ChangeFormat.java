package dev.aegis.app.change;

import dev.aegis.app.intake.CleanText;
import dev.aegis.app.scrape.JsonText;
import dev.aegis.room.Digest;
import dev.aegis.telemetry.Change;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** The forms in which changes are announced. Fields that are not known are ignored. */
public enum ChangeFormat {
  /**
   * Aegis's own: {@code {"service": "checkout-api", "version": "v2.3.1"}}, and where they are known
   * {@code kind} (deploy, config, flag, scale), {@code previous}, {@code environment}, {@code
   * region}, {@code commit}, {@code setting}, {@code description}, {@code at} and {@code id}.
   */
  PLAIN {
    @Override
    Optional<Announced> read(JsonNode body, String event, Instant now) {
      if (word(body, "service").isEmpty()) {
        throw new ChangeException("expected the key service, found none");
      }
      Change.Kind kind = kind(JsonText.text(body, "kind"));
      Instant at = time(body, "at", now);
      Change change =
          new Change(
              at,
              kind,
              word(body, "service"),
              word(body, "region"),
              word(body, "version"),
              word(body, "previous"),
              line(body, "description"),
              word(body, "setting"),
              word(body, "environment"),
              word(body, "commit"));
      String id = word(body, "id");
      return Optional.of(
          new Announced(id.isEmpty() ? Digest.of(List.of(change.toString())) : id, change));
    }
  },

  /**
   * GitHub's <a href="https://docs.github.com/en/webhooks/webhook-events-and-payloads">{@code
   * deployment_status}</a>: a deployment counts when it is first in progress or done.
   */
  GITHUB {
    @Override
    Optional<Announced> read(JsonNode body, String event, Instant now) {
      if (!event.equals("deployment_status")) {
        return Optional.empty();
      }
      JsonNode deployment = object(body, "deployment");
      JsonNode status = object(body, "deployment_status");
      String id = word(deployment, "id");
      String state = JsonText.text(status, "state");
      if (id.isEmpty() || state.isEmpty()) {
        throw new ChangeException(
            "expected deployment.id and deployment_status.state, found not both");
      }
      if (!state.equals("in_progress") && !state.equals("success")) {
        return Optional.empty();
      }
      JsonNode payload = object(deployment, "payload");
      JsonNode repository = object(body, "repository");
      Change change =
          new Change(
              time(status, "created_at", now),
              Change.Kind.DEPLOY,
              first(word(payload, "service"), word(repository, "name")),
              word(payload, "region"),
              first(word(payload, "version"), word(deployment, "ref")),
              "",
              line(deployment, "description"),
              "",
              word(deployment, "environment"),
              word(deployment, "sha"));
      return Optional.of(
          new Announced("github " + word(repository, "full_name") + " " + id, change));
    }
  },

  /**
   * <a href="https://cdevents.dev/docs/continuous-deployment/">CDEvents</a> {@code
   * service.deployed}, {@code upgraded} and {@code rolledback}, bare or as the data of a
   * CloudEvent.
   */
  CDEVENT {
    @Override
    Optional<Announced> read(JsonNode body, String event, Instant now) {
      JsonNode told = body.has("context") ? body : object(body, "data");
      JsonNode context = object(told, "context");
      String type = JsonText.text(context, "type");
      if (type.isEmpty()) {
        throw new ChangeException("expected context.type of a CDEvent, found none");
      }
      if (!type.matches("dev\\.cdevents\\.service\\.(deployed|upgraded|rolledback)\\..*")) {
        return Optional.empty();
      }
      JsonNode subject = object(told, "subject");
      JsonNode content = object(subject, "content");
      Change change =
          new Change(
              time(context, "timestamp", now),
              Change.Kind.DEPLOY,
              word(subject, "id"),
              "",
              version(JsonText.text(content, "artifactId")),
              "",
              type.split("\\.", -1)[3],
              "",
              word(object(content, "environment"), "id"),
              commit(JsonText.text(content, "artifactId")));
      return Optional.of(
          new Announced("cdevents " + word(context, "source") + " " + word(context, "id"), change));
    }
  };

  private static final int LINE = 400;
  private static final Pattern VCS_COMMIT =
      Pattern.compile("[?&]vcs_url=[^&#]{0,500}(?:@|%40)([0-9a-fA-F]{7,64})");
  private static final JsonNode EMPTY = JsonNodeFactory.instance.objectNode();

  abstract Optional<Announced> read(JsonNode body, String event, Instant now);

  /**
   * The change of a message; empty for one about something else.
   *
   * @param event what the sender's header says that it is about; empty where it has none
   * @throws ChangeException when it is no message of this form
   */
  public Optional<Announced> read(String text, String event, Instant now) {
    JsonNode body = JsonText.object(text);
    if (body == null) {
      throw new ChangeException("expected a JSON object within limits, found something else");
    }
    return read(body, event, now);
  }

  private static Change.Kind kind(String word) {
    return switch (word.toLowerCase(Locale.ROOT)) {
      case "", "deploy" -> Change.Kind.DEPLOY;
      case "config" -> Change.Kind.CONFIG;
      case "flag" -> Change.Kind.FLAG;
      case "scale" -> Change.Kind.SCALE;
      default -> throw new ChangeException("expected kind deploy, config, flag or scale");
    };
  }

  /** To the millisecond; one that is missing or later than now is now. */
  private static Instant time(JsonNode object, String field, Instant now) {
    String text = JsonText.text(object, field);
    if (text.isEmpty()) {
      return Instant.ofEpochMilli(now.toEpochMilli());
    }
    try {
      Instant at = OffsetDateTime.parse(text).toInstant();
      return Instant.ofEpochMilli(at.isAfter(now) ? now.toEpochMilli() : at.toEpochMilli());
    } catch (DateTimeException | ArithmeticException e) {
      throw new ChangeException(
          "expected " + field + " as a time such as 2026-01-05T10:00:00Z, found another form");
    }
  }

  /** What follows the at sign of a package URL, without its qualifiers. */
  private static String version(String purl) {
    String name = purl.split("[?#]", 2)[0];
    return CleanText.name(name.substring(name.lastIndexOf('@') + 1));
  }

  /** What the qualifier {@code vcs_url} of a package URL says behind its own at sign. */
  private static String commit(String purl) {
    Matcher vcs = VCS_COMMIT.matcher(purl);
    return vcs.find() ? CleanText.name(vcs.group(1)) : "";
  }

  private static String first(String one, String other) {
    return one.isEmpty() ? other : one;
  }

  private static JsonNode object(JsonNode parent, String field) {
    JsonNode child = parent.get(field);
    return child != null && child.isObject() ? child : EMPTY;
  }

  private static String word(JsonNode object, String field) {
    return CleanText.name(JsonText.text(object, field));
  }

  private static String line(JsonNode object, String field) {
    return CleanText.line(JsonText.text(object, field), LINE);
  }
}
