package dev.aegis.app.alert;

import static dev.aegis.app.alert.Fields.first;
import static dev.aegis.app.alert.Fields.object;
import static dev.aegis.app.alert.Fields.time;
import static dev.aegis.app.alert.Fields.word;

import dev.aegis.app.alert.OutsideAlert.State;
import dev.aegis.app.intake.CleanText;
import dev.aegis.app.scrape.JsonText;
import dev.aegis.room.Digest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;

/** Alerts that say who they are by labels, as those of Prometheus and its kin do. */
final class LabelledAlerts {
  private LabelledAlerts() {}

  /**
   * @param before what makes a message of one alert again, together with {@code after}
   */
  static List<OutsideAlert> read(JsonNode alerts, String before, String after, Instant now) {
    if (alerts.size() > AlertFormat.MOST) {
      throw new AlertException(
          "expected at most " + AlertFormat.MOST + " alerts in a message, found " + alerts.size());
    }
    List<OutsideAlert> read = new ArrayList<>();
    for (JsonNode alert : alerts) {
      Map<String, String> labels = texts(object(alert, "labels"));
      if (labels.isEmpty()) {
        throw new AlertException("expected labels of each alert, found one without");
      }
      Map<String, String> notes = texts(object(alert, "annotations"));
      Instant starts = time(JsonText.text(alert, "startsAt"));
      read.add(
          new OutsideAlert(
              first(word(alert, "fingerprint"), Digest.of(List.of(labels.toString()))),
              starts == null ? "" : starts.toString(),
              resolved(alert, now) ? State.RESOLVED : State.FIRING,
              first(label(labels, "service"), label(labels, "job")),
              label(labels, "region"),
              first(label(labels, "alertname"), "unnamed"),
              CleanText.line(
                  first(notes.getOrDefault("summary", ""), notes.getOrDefault("description", "")),
                  Fields.LINE),
              starts,
              before + alert + after));
    }
    return read;
  }

  /** By its word, or else by its end: Prometheus writes one that lies ahead while it fires. */
  private static boolean resolved(JsonNode alert, Instant now) {
    String status = JsonText.text(alert, "status");
    if (!status.isEmpty()) {
      return status.equals("resolved");
    }
    Instant ends = time(JsonText.text(alert, "endsAt"));
    // A time before any alert is how Go writes that there is none.
    return ends != null && ends.isAfter(Instant.EPOCH) && !ends.isAfter(now);
  }

  private static Map<String, String> texts(JsonNode object) {
    Map<String, String> texts = new TreeMap<>();
    for (Map.Entry<String, JsonNode> each : object.properties()) {
      if (!each.getValue().isContainer() && !each.getValue().isNull()) {
        texts.put(each.getKey(), each.getValue().asString());
      }
    }
    return texts;
  }

  private static String label(Map<String, String> labels, String name) {
    return CleanText.name(labels.getOrDefault(name, ""));
  }
}
