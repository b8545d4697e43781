package dev.aegis.app.serve;

import java.util.Optional;

/** Tells who a request of a browser is from. */
@FunctionalInterface
interface WhoIsAsking {
  /** The person; empty where it is not known who asks, and then nothing is shown. */
  Optional<Visitor> of(Incoming request);
}
