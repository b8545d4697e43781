package dev.aegis.app.serve;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/** Speaks HTTP/1.1 over a socket of its own, from any address and under any name of a host. */
record Visitors(String from, int port, @Nullable SSLContext tls) {
  /** What came back; headers by their names in lower case, the last of a name counts. */
  record Reply(int status, Map<String, String> headers, String body) {
    String header(String name) {
      return headers.getOrDefault(name, "");
    }

    /** The cookie that it sets, as it is sent back. */
    String cookie() {
      return header("set-cookie").split(";", 2)[0];
    }
  }

  Reply get(String path, String host, String... headers) throws IOException {
    return send("GET", path, host, "", headers);
  }

  Reply post(String path, String host, String form, String... headers) throws IOException {
    return send("POST", path, host, form, headers);
  }

  private Reply send(String method, String path, String host, String body, String... headers)
      throws IOException {
    StringBuilder request = new StringBuilder();
    request.append(method).append(' ').append(path).append(" HTTP/1.1\r\nHost: ").append(host);
    request.append("\r\nConnection: close\r\nContent-Length: ").append(body.length());
    request.append("\r\nContent-Type: application/x-www-form-urlencoded\r\n");
    for (int i = 0; i < headers.length; i += 2) {
      request.append(headers[i]).append(": ").append(headers[i + 1]).append("\r\n");
    }
    try (Socket socket = open()) {
      OutputStream out = socket.getOutputStream();
      out.write((request + "\r\n" + body).getBytes(UTF_8));
      out.flush();
      return reply(new String(socket.getInputStream().readAllBytes(), ISO_8859_1));
    }
  }

  private Socket open() throws IOException {
    Socket plain = new Socket();
    plain.setSoTimeout(20_000);
    plain.bind(new InetSocketAddress(InetAddress.ofLiteral(from), 0));
    plain.connect(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), port));
    return Optional.ofNullable(tls).map(context -> encrypted(plain, context)).orElse(plain);
  }

  private static Socket encrypted(Socket plain, SSLContext context) {
    try {
      SSLSocket socket =
          (SSLSocket) context.getSocketFactory().createSocket(plain, "127.0.0.1", 0, true);
      socket.startHandshake();
      return socket;
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static Reply reply(String text) {
    int end = text.indexOf("\r\n\r\n");
    List<String> head = text.substring(0, Math.max(0, end)).lines().toList();
    Map<String, String> headers = new TreeMap<>();
    for (String line : head.subList(1, head.size())) {
      String[] field = line.split(":", 2);
      headers.put(field[0].toLowerCase(Locale.ROOT), field[1].strip());
    }
    return new Reply(
        Integer.parseInt(head.getFirst().split(" ", 3)[1]), headers, text.substring(end + 4));
  }
}
