package dev.aegis.app.serve;

/**
 * What answers at a path.
 *
 * @param method such as {@code POST}
 * @param path matched as a whole, but for {@code *}, which stands for any text between two slashes
 *     or, at the end, for any text
 * @param mostBytes of a body, as it is sent and after gzip
 * @param pages whether the pages of this server may ask; no other page ever may
 * @param admits whom it answers
 * @param endpoint answers
 */
record Route(
    String method, String path, int mostBytes, boolean pages, Admission admits, Endpoint endpoint) {
  /** What programs send, to an endpoint behind a {@link Door}; no web page may. */
  static Route sent(String path, int mostBytes, Endpoint endpoint) {
    return new Route("POST", path, mostBytes, false, new Admission.Sources(), endpoint);
  }

  /** Answers one request; used by many threads. */
  @FunctionalInterface
  interface Endpoint {
    Outgoing answer(Incoming request);
  }

  /** Whether it answers at a path. */
  boolean at(String asked) {
    int star = path.indexOf('*');
    if (star < 0) {
      return asked.equals(path);
    }
    String behind = path.substring(star + 1);
    return asked.startsWith(path.substring(0, star))
        && asked.length() >= star + behind.length()
        && asked.endsWith(behind)
        && (behind.isEmpty()
            || asked.substring(star, asked.length() - behind.length()).indexOf('/') < 0);
  }

  /** What tells how this process is; no web page may ask. */
  static Route get(String path, Endpoint endpoint) {
    return new Route("GET", path, 0, false, new Admission.Anybody(), endpoint);
  }

  /** The same for this machine alone. */
  static Route machine(String path, Endpoint endpoint) {
    return new Route("GET", path, 0, false, new Admission.Machine(), endpoint);
  }
}
