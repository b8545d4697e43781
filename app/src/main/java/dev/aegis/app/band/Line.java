package dev.aegis.app.band;

/** The way to whoever is at the other end of a socket. Neither method waits. */
public interface Line {
  /** Sends a text frame; ends the line where the other end is too slow. */
  void send(String text);

  /** Ends the line with a code of RFC 6455. */
  void close(int code, String reason);
}
