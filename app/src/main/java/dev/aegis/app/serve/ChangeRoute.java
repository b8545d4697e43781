package dev.aegis.app.serve;

import dev.aegis.app.change.Announced;
import dev.aegis.app.change.ChangeException;
import dev.aegis.app.change.ChangeFormat;
import dev.aegis.app.change.ChangeLog;
import dev.aegis.app.mask.Masking;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/** Takes changes of one form. What is answered with 200 is durable. */
final class ChangeRoute {
  private final ChangeFormat format;
  private final ChangeLog log;
  private final Masking masking;
  private final Traffic traffic;
  private final InstantSource clock;

  ChangeRoute(
      ChangeFormat format, ChangeLog log, Masking masking, Traffic traffic, InstantSource clock) {
    this.format = format;
    this.log = log;
    this.masking = masking;
    this.traffic = traffic;
    this.clock = clock;
  }

  Outgoing answer(Incoming request, Source source) {
    try {
      Instant now = clock.instant();
      Optional<Announced> announced =
          format.read(request.text(), request.header("X-GitHub-Event"), now);
      if (announced.isEmpty()) {
        return Outgoing.text(200, "no change: left out");
      }
      Announced said = announced.get();
      boolean fresh =
          log.add(new Announced(masking.text(said.id()), masking.change(said.change())), now);
      traffic.add(
          "aegis_changes_total{source=\""
              + source.label()
              + "\",what=\""
              + (fresh ? "new" : "known")
              + "\"}",
          1);
      return Outgoing.text(200, fresh ? "taken" : "known already");
    } catch (ChangeException e) {
      traffic.add("aegis_malformed_total{format=\"" + source.kind().word() + "\"}", 1);
      return Outgoing.text(400, String.valueOf(e.getMessage()));
    } catch (UncheckedIOException e) {
      return Outgoing.text(503, "the change could not be kept; try again");
    }
  }
}
