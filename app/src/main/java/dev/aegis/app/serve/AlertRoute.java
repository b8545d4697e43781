package dev.aegis.app.serve;

import dev.aegis.app.alert.AlertDesk;
import dev.aegis.app.alert.AlertException;
import dev.aegis.app.alert.AlertFormat;
import dev.aegis.app.alert.OutsideAlert;
import dev.aegis.app.mask.MaskedJson;
import dev.aegis.app.mask.Masking;
import dev.aegis.app.scrape.JsonText;
import dev.aegis.room.RoomException;
import java.time.InstantSource;
import java.util.List;
import tools.jackson.databind.JsonNode;

/**
 * Takes alerts of one format. What is answered with 200 or 202 is durable; 503 means that nothing
 * was kept and that it should be sent again.
 */
final class AlertRoute {
  private final AlertFormat format;
  private final AlertDesk desk;
  private final Masking masking;
  private final MaskedJson maskedJson;
  private final Traffic traffic;
  private final InstantSource clock;

  AlertRoute(
      AlertFormat format, AlertDesk desk, Masking masking, Traffic traffic, InstantSource clock) {
    this.format = format;
    this.desk = desk;
    this.masking = masking;
    this.maskedJson = new MaskedJson(masking);
    this.traffic = traffic;
    this.clock = clock;
  }

  Outgoing answer(Incoming request, Source source) {
    try {
      List<OutsideAlert> alerts =
          format.arrived(request.text(), clock.instant()).stream()
              .map(alert -> alert.with(masking::text, maskedJson::of))
              .toList();
      AlertDesk.Taken taken = desk.accept(source.name(), format, alerts);
      if (taken == null) {
        traffic.overloaded();
        return Outgoing.text(503, "there is no room for alerts now; try again")
            .with("Retry-After", "1");
      }
      traffic.add(counter("new", source), taken.fresh());
      traffic.add(counter("known", source), taken.known());
      return format == AlertFormat.PAGERDUTY_EVENT
          ? Outgoing.of(202, Outgoing.JSON, pagerDuty(request))
          : Outgoing.of(200, Outgoing.JSON, "{\"status\":\"success\"}\n");
    } catch (AlertException e) {
      traffic.add("aegis_malformed_total{format=\"" + source.kind().word() + "\"}", 1);
      return Outgoing.text(400, String.valueOf(e.getMessage()));
    } catch (RoomException e) {
      boolean theirs = e.code() == RoomException.Code.MALFORMED;
      return Outgoing.text(theirs ? 413 : 503, String.valueOf(e.getMessage()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Outgoing.text(503, "ending; try again").with("Retry-After", "5");
    }
  }

  private static String counter(String what, Source source) {
    return "aegis_alerts_total{source=\"" + source.label() + "\",what=\"" + what + "\"}";
  }

  /** As PagerDuty answers, so that its clients go on. */
  private static String pagerDuty(Incoming request) {
    JsonNode body = JsonText.value(request.text());
    String key = body == null ? "" : JsonText.text(body, "dedup_key");
    String quoted = tools.jackson.databind.node.StringNode.valueOf(key).toString();
    return "{\"status\":\"success\",\"message\":\"Event processed\",\"dedup_key\":"
        + quoted
        + "}\n";
  }

  /** The routing key in the body is PagerDuty's bearer token. */
  static Incoming keyed(Incoming request) {
    JsonNode body = JsonText.object(request.text());
    String key = body == null ? "" : JsonText.text(body, "routing_key");
    return key.isEmpty() ? request : request.with("Authorization", "Bearer " + key);
  }
}
