package dev.aegis.app.serve;

import java.time.Duration;
import java.util.function.IntSupplier;

/**
 * The cookies of one server. Outside they are good for this host alone and over TLS (the prefix
 * {@code __Host-}). On this machine browsers keep cookies by host, whatever the port, hence the
 * port in the name.
 */
final class Cookies {
  /** Whoever was let in. */
  static final String SESSION = "";

  /** The browser that was given the form to enter. */
  static final String FORM = "-form";

  /** The browser that was sent to the identity provider, from which it comes back. */
  static final String PROVIDER = "-provider";

  private final IntSupplier port;

  /**
   * @param port at which this machine is listened to
   */
  Cookies(IntSupplier port) {
    this.port = port;
  }

  private String name(String which, Caller caller) {
    return caller.outside() ? "__Host-aegis" + which : "aegis-" + port.getAsInt() + which;
  }

  /** What a browser sends back; empty where it sends none. */
  String value(String which, Incoming request) {
    return request.cookie(name(which, request.caller()));
  }

  /** Has the browser that asks keep a value. */
  String kept(String which, String value, Duration most, Caller caller) {
    return name(which, caller)
        + "="
        + value
        + "; HttpOnly; SameSite="
        + (which.equals(PROVIDER) ? "Lax" : "Strict")
        + "; Path=/; Max-Age="
        + most.toSeconds()
        + secure(caller);
  }

  /** Has it forget one. */
  String forgotten(String which, Caller caller) {
    return name(which, caller) + "=; HttpOnly; SameSite=Strict; Path=/; Max-Age=0" + secure(caller);
  }

  private static String secure(Caller caller) {
    return caller.outside() ? "; Secure" : "";
  }
}
