package dev.aegis.app.alert;

import static dev.aegis.app.alert.Fields.first;
import static dev.aegis.app.alert.Fields.line;
import static dev.aegis.app.alert.Fields.object;
import static dev.aegis.app.alert.Fields.time;
import static dev.aegis.app.alert.Fields.word;

import dev.aegis.app.alert.OutsideAlert.State;
import dev.aegis.app.intake.CleanText;
import dev.aegis.app.scrape.JsonText;
import dev.aegis.room.Digest;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** The forms in which alerts come. Fields that are not known are ignored. */
public enum AlertFormat {
  /**
   * Webhooks of Alertmanager (version 4) and Grafana (version 1): a group of alerts with their own
   * states.
   */
  WEBHOOK {
    @Override
    List<OutsideAlert> read(JsonNode body, Instant now) {
      JsonNode alerts = body.get("alerts");
      if (alerts == null || !alerts.isArray()) {
        throw new AlertException("expected an object with a list of alerts, found none");
      }
      return LabelledAlerts.read(alerts, "{\"alerts\":[", "]}", now);
    }
  },

  /** {@code POST /api/v2/alerts} of Alertmanager, which Prometheus itself sends. */
  ALERTMANAGER_API {
    @Override
    List<OutsideAlert> read(JsonNode body, Instant now) {
      if (!body.isArray()) {
        throw new AlertException("expected a list of alerts, found none");
      }
      return LabelledAlerts.read(body, "[", "]", now);
    }
  },

  /**
   * PagerDuty's <a href="https://developer.pagerduty.com/docs/events-api-v2-overview">Events API
   * v2</a>.
   */
  PAGERDUTY_EVENT {
    @Override
    @Nullable Instant sent(JsonNode body) {
      return time(JsonText.text(object(body, "payload"), "timestamp"));
    }

    @Override
    List<OutsideAlert> read(JsonNode body, Instant now) {
      State state =
          switch (JsonText.text(body, "event_action")) {
            case "trigger" -> State.FIRING;
            case "acknowledge" -> State.ACKNOWLEDGED;
            case "resolve" -> State.RESOLVED;
            default ->
                throw new AlertException(
                    "expected event_action trigger, acknowledge or resolve, found another");
          };
      JsonNode payload = object(body, "payload");
      String summary = line(payload, "summary");
      if (state == State.FIRING && summary.isEmpty()) {
        throw new AlertException("expected payload.summary, found none");
      }
      String given = JsonText.text(body, "dedup_key");
      JsonNode details = object(payload, "custom_details");
      return List.of(
          new OutsideAlert(
              given.isEmpty() ? Digest.of(List.of(body.toString())) : CleanText.line(given, 255),
              "",
              state,
              first(word(details, "service"), word(payload, "component"), word(payload, "source")),
              first(word(details, "region"), ""),
              first(word(payload, "class"), summary),
              summary,
              time(JsonText.text(payload, "timestamp")),
              body.toString()));
    }
  },

  /** PagerDuty's webhooks v3, about incidents. */
  PAGERDUTY_WEBHOOK {
    @Override
    @Nullable Instant sent(JsonNode body) {
      return time(JsonText.text(object(body, "event"), "occurred_at"));
    }

    @Override
    List<OutsideAlert> read(JsonNode body, Instant now) {
      JsonNode event = object(body, "event");
      JsonNode data = object(event, "data");
      String type = JsonText.text(event, "event_type");
      State state =
          switch (type) {
            case "incident.triggered", "incident.reopened", "incident.unacknowledged" ->
                State.FIRING;
            case "incident.acknowledged" -> State.ACKNOWLEDGED;
            case "incident.resolved" -> State.RESOLVED;
            default -> null;
          };
      if (type.isEmpty() || word(data, "id").isEmpty() && state != null) {
        throw new AlertException("expected event.event_type and event.data.id, found none");
      }
      if (state == null) {
        return List.of();
      }
      return List.of(
          new OutsideAlert(
              word(data, "id"),
              state == State.FIRING ? word(event, "id") : "",
              state,
              word(object(data, "service"), "summary"),
              "",
              line(data, "title"),
              line(data, "title"),
              first(time(JsonText.text(data, "created_at")), now),
              body.toString()));
    }
  },

  /**
   * <a href="https://github.com/cloudevents/spec">CloudEvents 1.0</a>, structured: {@code source}
   * and {@code id} together name it once.
   */
  CLOUDEVENT {
    @Override
    @Nullable Instant sent(JsonNode body) {
      return time(JsonText.text(body, "time"));
    }

    @Override
    List<OutsideAlert> read(JsonNode body, Instant now) {
      String type = line(body, "type");
      String source = line(body, "source");
      String id = line(body, "id");
      if (type.isEmpty()
          || source.isEmpty()
          || id.isEmpty()
          || !JsonText.text(body, "specversion").startsWith("1.")) {
        throw new AlertException(
            "expected specversion 1.0, id, source and type of a CloudEvent, found not all of them");
      }
      JsonNode data = object(body, "data");
      String status = JsonText.text(data, "status").toLowerCase(Locale.ROOT);
      boolean resolved = status.equals("resolved") || type.endsWith("resolved");
      return List.of(
          new OutsideAlert(
              resolved || status.isEmpty() ? source + "\n" + id : source + "\n" + type,
              id,
              resolved ? State.RESOLVED : State.FIRING,
              first(word(data, "service"), word(body, "subject")),
              word(data, "region"),
              first(word(data, "name"), type),
              first(line(data, "summary"), line(data, "message")),
              time(JsonText.text(body, "time")),
              body.toString()));
    }
  },

  /** Warnings among the events of Kubernetes: hints, never alerts. */
  KUBERNETES_EVENT {
    @Override
    List<OutsideAlert> read(JsonNode body, Instant now) {
      return KubernetesEvents.read(body);
    }
  };

  /** Alerts of one message. */
  public static final int MOST = 5_000;

  /**
   * How old a message may be that says when it was sent, and how far ahead. Shorter than the inbox
   * remembers, so that one which is caught and sent again later is either known or too old.
   */
  public static final Duration OLDEST = Duration.ofDays(1);

  static final Duration AHEAD = Duration.ofMinutes(10);

  abstract List<OutsideAlert> read(JsonNode body, Instant now);

  /** When the message was sent; {@code null} where the format does not say. */
  @Nullable Instant sent(JsonNode body) {
    return null;
  }

  /**
   * The alerts of a message, in its order; none for a message that is about something else.
   *
   * @throws AlertException when it is no message of this format
   */
  public List<OutsideAlert> read(String text, Instant now) {
    return read(body(text), now);
  }

  /**
   * The same of a message that arrives now.
   *
   * @throws AlertException also when it says that it is older or newer than a message may be
   */
  public List<OutsideAlert> arrived(String text, Instant now) {
    JsonNode body = body(text);
    Instant sent = sent(body);
    if (sent != null && (sent.isBefore(now.minus(OLDEST)) || sent.isAfter(now.plus(AHEAD)))) {
      throw new AlertException(
          "expected a message of the last day, found one of "
              + sent
              + "; it may be an old one sent again, or a clock is wrong");
    }
    return read(body, now);
  }

  private static JsonNode body(String text) {
    JsonNode body = JsonText.value(text);
    if (body == null || !body.isContainer()) {
      throw new AlertException("expected JSON within limits, found something else");
    }
    return body;
  }
}
