package dev.aegis.app.notify;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Locale;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/** A mail server on this machine that speaks STARTTLS (RFC 3207) and writes down what it hears. */
final class StartTlsServer implements AutoCloseable {
  private final ServerSocket listening;
  private final SSLContext tls;
  private final Queue<String> plain = new ConcurrentLinkedQueue<>();
  private final Queue<String> secret = new ConcurrentLinkedQueue<>();

  StartTlsServer(SSLContext tls) throws IOException {
    this.tls = tls;
    listening = new ServerSocket(0, 8, InetAddress.getLoopbackAddress());
    Thread.ofVirtual().name("smtp").start(this::accept);
  }

  int port() {
    return listening.getLocalPort();
  }

  /** Every line that came before TLS. */
  Queue<String> plain() {
    return plain;
  }

  /** Every line that came inside of TLS. */
  Queue<String> secret() {
    return secret;
  }

  private void accept() {
    while (!listening.isClosed()) {
      try (Socket socket = listening.accept()) {
        say(socket, "220 me");
        if (converse(socket, plain, "250-me\r\n250 STARTTLS")) {
          SSLSocket inside = (SSLSocket) tls.getSocketFactory().createSocket(socket, null, false);
          inside.startHandshake();
          converse(inside, secret, "250-me\r\n250 AUTH PLAIN");
        }
      } catch (IOException _) {
        // Who does not trust us breaks off.
      }
    }
  }

  /** True when TLS was asked for. */
  private static boolean converse(Socket socket, Queue<String> heard, String greeting)
      throws IOException {
    BufferedReader in =
        new BufferedReader(new InputStreamReader(socket.getInputStream(), US_ASCII));
    boolean letter = false;
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      heard.add(line);
      if (letter) {
        letter = !line.equals(".");
        if (!letter) {
          say(socket, "250 taken");
        }
        continue;
      }
      switch (line.split(" ", 2)[0].toUpperCase(Locale.ROOT)) {
        case "EHLO" -> say(socket, greeting);
        case "STARTTLS" -> {
          say(socket, "220 go on");
          return true;
        }
        case "AUTH" -> say(socket, "235 known");
        case "DATA" -> {
          say(socket, "354 go on");
          letter = true;
        }
        case "QUIT" -> {
          say(socket, "221 bye");
          return false;
        }
        default -> say(socket, "250 well");
      }
    }
    return false;
  }

  private static void say(Socket socket, String line) throws IOException {
    socket.getOutputStream().write((line + "\r\n").getBytes(US_ASCII));
    socket.getOutputStream().flush();
  }

  @Override
  public void close() throws IOException {
    listening.close();
  }
}
