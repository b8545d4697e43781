package dev.aegis.app.serve;

import dev.aegis.app.band.Band;
import dev.aegis.app.band.wire.ApiError;
import dev.aegis.app.host.StateDirectory;
import dev.aegis.app.mcp.McpIncidents;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The incidents for people's assistants, over the Model Context Protocol's streamable HTTP without
 * sessions: a message a request, its answer as JSON. Whoever asks proves it with the key of a user.
 */
final class McpRoute {
  static final String PATH = "/mcp";
  private static final String VERSION = "MCP-Protocol-Version";

  private final StateDirectory home;
  private final String version;
  private final Band band;
  private @Nullable McpIncidents incidents;

  McpRoute(StateDirectory home, String version, Band band) {
    this.home = home;
    this.version = version;
    this.band = band;
  }

  /** Made when somebody asks first. */
  private synchronized McpIncidents incidents() {
    if (incidents == null) {
      incidents = new McpIncidents(home, version);
    }
    return incidents;
  }

  Route route() {
    return new Route(
        "POST",
        PATH,
        McpIncidents.LONGEST_FRAME,
        /* pages= */ false,
        new Admission.Keys(),
        this::answer);
  }

  private Outgoing answer(Incoming request) {
    try {
      band.requireUser(BandRoutes.key(request));
    } catch (ApiError e) {
      Outgoing refusal =
          Outgoing.of(e.status(), Outgoing.JSON, e.json(UUID.randomUUID().toString()));
      return e.status() == 401 ? refusal.with("WWW-Authenticate", "Bearer") : refusal;
    }
    if (!request.mediaType().equals(Outgoing.JSON)) {
      return Outgoing.text(415, "expected application/json, found " + request.mediaType());
    }
    String revision = request.header(VERSION);
    if (!revision.isEmpty() && !McpIncidents.speaks(revision)) {
      return Outgoing.text(400, "expected a revision in " + VERSION + " that is known");
    }
    return incidents()
        .answer(request.text())
        .map(answer -> Outgoing.of(answer.refused() ? 400 : 200, Outgoing.JSON, answer.json()))
        .orElseGet(() -> Outgoing.empty(202));
  }
}
