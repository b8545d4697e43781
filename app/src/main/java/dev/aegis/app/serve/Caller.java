package dev.aegis.app.serve;

/**
 * From where a request came.
 *
 * @param address of the machine that asked, which a proxy may stand before
 * @param outside whether it came by what {@code listen} opens, not from this machine
 */
record Caller(String address, boolean outside) {
  /** This machine itself. */
  static final Caller LOCAL = new Caller("127.0.0.1", false);
}
