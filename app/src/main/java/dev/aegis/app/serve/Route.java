package dev.aegis.app.serve;

/**
 * What answers at a path.
 *
 * @param method such as {@code POST}
 * @param path matched as a whole; one that ends with {@code /*} matches what begins so
 * @param mostBytes of a body, as it is sent and after gzip
 * @param pages whether the pages of this server may ask; no other page ever may
 * @param endpoint answers
 */
record Route(String method, String path, int mostBytes, boolean pages, Endpoint endpoint) {
  /** What no web page may ask. */
  Route(String method, String path, int mostBytes, Endpoint endpoint) {
    this(method, path, mostBytes, false, endpoint);
  }

  /** Answers one request; used by many threads. */
  @FunctionalInterface
  interface Endpoint {
    Outgoing answer(Incoming request);
  }

  /** Whether it answers at a path. */
  boolean at(String asked) {
    return path.endsWith("/*")
        ? asked.startsWith(path.substring(0, path.length() - 1))
        : asked.equals(path);
  }

  static Route get(String path, Endpoint endpoint) {
    return new Route("GET", path, 0, endpoint);
  }
}
