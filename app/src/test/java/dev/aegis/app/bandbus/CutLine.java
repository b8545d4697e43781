package dev.aegis.app.bandbus;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** A line to a server that can be cut: nobody gets through until it is mended. */
final class CutLine implements AutoCloseable {
  private final ServerSocket listening;
  private final int port;
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private volatile boolean cut;

  private CutLine(int port) throws IOException {
    this.port = port;
    this.listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    Thread.ofVirtual().start(this::accept);
  }

  static CutLine before(int port) throws IOException {
    return new CutLine(port);
  }

  URI socket() {
    return URI.create("ws://127.0.0.1:" + listening.getLocalPort() + "/api/v1/socket/websocket");
  }

  void cut() throws IOException {
    cut = true;
    for (Socket each : open) {
      each.close();
    }
  }

  void mend() {
    cut = false;
  }

  private void accept() {
    while (!listening.isClosed()) {
      try {
        Socket from = listening.accept();
        if (cut) {
          from.close();
        } else {
          Socket to = new Socket(InetAddress.getLoopbackAddress(), port);
          open.add(from);
          open.add(to);
          Thread.ofVirtual().start(() -> copy(from, to));
          Thread.ofVirtual().start(() -> copy(to, from));
        }
      } catch (IOException e) {
        // The other end is gone; whoever wants in comes again.
      }
    }
  }

  private void copy(Socket from, Socket to) {
    try (from;
        to) {
      from.getInputStream().transferTo(to.getOutputStream());
    } catch (IOException e) {
      // It was cut.
    } finally {
      open.remove(from);
      open.remove(to);
    }
  }

  @Override
  public void close() throws IOException {
    listening.close();
    cut();
  }
}
