package dev.aegis.lab.plant;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;

/** A port for a program that cannot choose one itself. */
final class FreePort {
  private FreePort() {}

  /**
   * One on loopback that is free now. An outgoing connection may be given it before the program
   * listens on it: whoever starts the program tries again with another.
   */
  static int find() throws IOException {
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return free.getLocalPort();
    }
  }
}
