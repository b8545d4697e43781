package dev.aegis.app.serve;

import dev.aegis.app.receive.MalformedException;
import dev.aegis.app.receive.RemoteWrite;
import dev.aegis.app.receive.RemoteWrite.Version;
import dev.aegis.app.receive.Written;
import java.util.Locale;

/**
 * {@code POST /api/v1/write}. Answers 204 when everything was kept or known before; 400 with the
 * reason when points were refused, which Prometheus says in its log and does not send again; 415
 * for a message of another kind.
 */
final class RemoteWriteRoute implements Route.Endpoint {
  static final String PATH = "/api/v1/write";

  private static final String MESSAGE_2 = "io.prometheus.write.v2.request";
  private static final String WRITTEN = "X-Prometheus-Remote-Write-";

  private final RemoteWrite receiver;
  private final Traffic traffic;

  RemoteWriteRoute(RemoteWrite receiver, Traffic traffic) {
    this.receiver = receiver;
    this.traffic = traffic;
  }

  @Override
  public Outgoing answer(Incoming request) {
    String encoding = request.header("Content-Encoding").toLowerCase(Locale.ROOT);
    String type = request.header("Content-Type").toLowerCase(Locale.ROOT).replace(" ", "");
    if (!encoding.isEmpty() && !encoding.equals("snappy")) {
      return Outgoing.text(415, "expected Content-Encoding snappy");
    }
    Version version =
        type.equals("application/x-protobuf;proto=" + MESSAGE_2) ? Version.V2 : Version.V1;
    boolean known =
        version == Version.V2
            || type.isEmpty()
            || type.equals("application/x-protobuf")
            || type.equals("application/x-protobuf;proto=prometheus.writerequest");
    if (!known) {
      return Outgoing.text(
          415,
          "expected application/x-protobuf with proto=prometheus.WriteRequest or"
              + " proto=io.prometheus.write.v2.Request");
    }
    try {
      return answer(receiver.accept(request.body(), version), version);
    } catch (MalformedException e) {
      traffic.add("aegis_malformed_total{format=\"remote_write\"}", 1);
      return Outgoing.text(e.tooLarge() ? 413 : 400, String.valueOf(e.getMessage()));
    }
  }

  private static Outgoing answer(Written written, Version version) {
    Outgoing answer =
        written.refused() == 0
            ? Outgoing.empty(204)
            : Outgoing.text(
                400,
                written.refused()
                    + " points were refused, the last for "
                    + written.why()
                    + "; "
                    + written.points()
                    + " were kept");
    if (version == Version.V2) {
      answer.with(WRITTEN + "Samples-Written", "" + written.points());
      answer.with(WRITTEN + "Histograms-Written", "0");
      answer.with(WRITTEN + "Exemplars-Written", "0");
    }
    return answer;
  }
}
