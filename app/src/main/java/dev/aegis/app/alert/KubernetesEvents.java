package dev.aegis.app.alert;

import static dev.aegis.app.alert.Fields.first;
import static dev.aegis.app.alert.Fields.line;
import static dev.aegis.app.alert.Fields.object;
import static dev.aegis.app.alert.Fields.time;
import static dev.aegis.app.alert.Fields.word;

import dev.aegis.app.alert.OutsideAlert.State;
import dev.aegis.app.scrape.JsonText;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Events of Kubernetes, {@code v1} and {@code events.k8s.io/v1}: alone, in a list, or as a watch
 * wraps them. The platform sends them at best effort and forgets them, so they are hints; only its
 * warnings are read. The service is what a label of the object says, or else its name without what
 * controllers add to it.
 */
final class KubernetesEvents {
  /** The letters of names that Kubernetes makes up: no vowels, so that they are no words. */
  private static final String MADE_UP = "[bcdfghjklmnpqrstvwxz2-9]";

  private static final Pattern OF_REPLICA_SET = Pattern.compile("-" + MADE_UP + "{6,10}$");
  private static final Pattern OF_POD =
      Pattern.compile("((-" + MADE_UP + "{6,10})?-" + MADE_UP + "{5}|-[0-9]{1,4})$");

  private KubernetesEvents() {}

  static List<OutsideAlert> read(JsonNode body) {
    List<OutsideAlert> hints = new ArrayList<>();
    JsonNode items = body.get("items");
    if (items != null && items.isArray()) {
      if (items.size() > AlertFormat.MOST) {
        throw new AlertException(
            "expected at most " + AlertFormat.MOST + " events in a message, found " + items.size());
      }
      items.forEach(item -> event(item, hints));
    } else {
      JsonNode wrapped = body.get("object");
      event(wrapped != null && wrapped.isObject() ? wrapped : body, hints);
    }
    return hints;
  }

  private static void event(JsonNode event, List<OutsideAlert> hints) {
    JsonNode about =
        event.has("regarding") ? object(event, "regarding") : object(event, "involvedObject");
    String reason = word(event, "reason");
    String uid = word(object(event, "metadata"), "uid");
    String name = word(about, "name");
    if (reason.isEmpty() || name.isEmpty()) {
      throw new AlertException(
          "expected a reason and regarding.name or involvedObject.name of an Event, found not"
              + " both");
    }
    if (!JsonText.text(event, "type").equals("Warning")) {
      return;
    }
    String kind = word(about, "kind");
    String note = first(line(event, "note"), line(event, "message"));
    Instant at = newest(event);
    hints.add(
        new OutsideAlert(
            first(uid, kind + "/" + word(about, "namespace") + "/" + name + "/" + reason),
            first(uid, at == null ? "once" : at.toString()),
            State.HINT,
            service(about, kind, name),
            first(label(about, "topology.kubernetes.io/region"), label(about, "region")),
            reason + " of " + kind + " " + name,
            note,
            at,
            event.toString()));
  }

  private static @Nullable Instant newest(JsonNode event) {
    for (String text :
        List.of(
            JsonText.text(object(event, "series"), "lastObservedTime"),
            JsonText.text(event, "lastTimestamp"),
            JsonText.text(event, "eventTime"),
            JsonText.text(event, "deprecatedLastTimestamp"),
            JsonText.text(event, "firstTimestamp"))) {
      Instant time = time(text);
      if (time != null) {
        return time;
      }
    }
    return null;
  }

  private static String label(JsonNode about, String name) {
    return word(object(about, "labels"), name);
  }

  private static String service(JsonNode about, String kind, String name) {
    String said =
        first(label(about, "service"), label(about, "app.kubernetes.io/name"), label(about, "app"));
    return said.isEmpty() ? ofName(kind, name) : said;
  }

  private static String ofName(String kind, String name) {
    return switch (kind) {
      case "Pod" -> OF_POD.matcher(name).replaceFirst("");
      case "ReplicaSet" -> OF_REPLICA_SET.matcher(name).replaceFirst("");
      default -> name;
    };
  }
}
