package dev.aegis.app.serve;

import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.function.BiFunction;

/**
 * Lets in who may send. A kind that no source is declared for is open to this machine, and to
 * nobody outside; as soon as one is declared, a request has to be of one of them.
 */
final class Door {
  private final List<Source> sources;
  private final Traffic traffic;
  private final InstantSource clock;

  Door(List<Source> sources, Traffic traffic, InstantSource clock) {
    this.sources = sources;
    this.traffic = traffic;
    this.clock = clock;
  }

  /** An endpoint that answers only who may send this kind, and is told as whom they came. */
  Route.Endpoint of(Kind kind, BiFunction<Incoming, Source, Outgoing> endpoint) {
    return request -> {
      Source source = source(kind, request);
      if (source == null) {
        traffic.add("aegis_refused_total{kind=\"" + kind.word() + "\"}", 1);
        return Outgoing.text(401, "expected the credentials of a " + kind.word() + " source")
            .with("WWW-Authenticate", "Bearer, Basic");
      }
      return endpoint.apply(request, source);
    };
  }

  private @org.jspecify.annotations.Nullable Source source(Kind kind, Incoming request) {
    Instant now = clock.instant();
    List<Source> declared = sources.stream().filter(s -> s.kind() == kind).toList();
    return declared.isEmpty() && !request.caller().outside()
        ? new Source(kind.word(), kind, new Proof.Open())
        : declared.stream().filter(s -> s.proof().given(request, now)).findFirst().orElse(null);
  }
}
