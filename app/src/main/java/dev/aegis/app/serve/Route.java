package dev.aegis.app.serve;

/**
 * What answers at a path.
 *
 * @param method such as {@code POST}
 * @param path matched as a whole
 * @param mostBytes of a body, as it is sent and after gzip
 * @param endpoint answers
 */
record Route(String method, String path, int mostBytes, Endpoint endpoint) {
  /** Answers one request; used by many threads. */
  @FunctionalInterface
  interface Endpoint {
    Outgoing answer(Incoming request);
  }

  static Route get(String path, Endpoint endpoint) {
    return new Route("GET", path, 0, endpoint);
  }
}
