package dev.aegis.app.actuator;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * The Runtime API of one HAProxy process, over the UNIX socket that its configuration names in
 * {@code stats socket}. One command a connection, each with a time limit.
 *
 * <p>Specified in <i>HAProxy Management Guide</i> 2.6, section 9.3. May be shared by threads.
 */
public final class HaproxySocket {
  private static final int ANSWER_LIMIT_BYTES = 4 << 20;
  private static final int BUFFER_BYTES = 16 << 10;

  /** What may stand as one word of a command: a blank or a semicolon would begin another. */
  private static final Pattern WORD = Pattern.compile("[A-Za-z0-9_.:/%@#-]{1,255}");

  private final Path path;
  private final Duration limit;

  /**
   * @param limit for one command, from connecting to the last byte of the answer
   */
  public HaproxySocket(Path path, Duration limit) {
    if (!limit.isPositive()) {
      throw new IllegalArgumentException("expected a limit above 0, found " + limit);
    }
    this.path = path;
    this.limit = limit;
  }

  Duration limit() {
    return limit;
  }

  Path path() {
    return path;
  }

  /**
   * What HAProxy answers, without the empty lines that end it.
   *
   * @throws HaproxyException when there is no whole answer within the limit; whether the command
   *     was carried out is then not known
   */
  public String ask(String... words) {
    return exchange(command(words) + "\n", words[0]);
  }

  /** The answer to a command with a payload of lines, which must not be empty. */
  String askWith(String payload, String... words) {
    if (payload.isBlank() || payload.contains("\n\n")) {
      throw new IllegalArgumentException("an empty line would end the payload");
    }
    return exchange(command(words) + " <<\n" + payload.stripTrailing() + "\n\n", words[0]);
  }

  /**
   * Gives a command that answers nothing but, in some cases, what it changed.
   *
   * @throws HaproxyException when it answers with a complaint
   */
  public void tell(String... words) {
    String answer = ask(words);
    if (!answer.isEmpty() && !answer.contains("changed") && !answer.contains("no need to change")) {
      throw refused(command(words), answer);
    }
  }

  HaproxyException refused(String command, String answer) {
    return new HaproxyException(
        "expected HAProxy at "
            + path
            + " to carry out \""
            + command
            + "\", found: "
            + answer.lines().findFirst().orElse("nothing"));
  }

  private static String command(String... words) {
    for (String word : words) {
      for (String each : word.split(" ", -1)) {
        if (!WORD.matcher(each).matches()) {
          throw new IllegalArgumentException(
              "expected a word of letters, digits and _.:/%@#-, found \"" + each + "\"");
        }
      }
    }
    return String.join(" ", words);
  }

  private String exchange(String text, String what) {
    long deadline = System.nanoTime() + limit.toNanos();
    try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
        Selector selector = Selector.open()) {
      channel.configureBlocking(false);
      if (!channel.connect(UnixDomainSocketAddress.of(path))) {
        await(channel, selector, SelectionKey.OP_CONNECT, deadline);
        channel.finishConnect();
      }
      write(channel, selector, text, deadline);
      return read(channel, selector, deadline).strip();
    } catch (IOException e) {
      throw new HaproxyException(
          String.format(
              Locale.ROOT,
              "expected an answer to \"%s\" from HAProxy at %s, found: %s; see whether it runs",
              what,
              path,
              e.getMessage()),
          e);
    }
  }

  private void write(SocketChannel channel, Selector selector, String text, long deadline)
      throws IOException {
    ByteBuffer out = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
    while (out.hasRemaining()) {
      if (channel.write(out) == 0) {
        await(channel, selector, SelectionKey.OP_WRITE, deadline);
      }
    }
  }

  private String read(SocketChannel channel, Selector selector, long deadline) throws IOException {
    ByteArrayOutputStream answer = new ByteArrayOutputStream();
    ByteBuffer in = ByteBuffer.allocate(BUFFER_BYTES);
    for (int n = channel.read(in); n >= 0; n = channel.read(in)) {
      if (n == 0) {
        await(channel, selector, SelectionKey.OP_READ, deadline);
        continue;
      }
      answer.write(in.array(), 0, n);
      in.clear();
      if (answer.size() > ANSWER_LIMIT_BYTES) {
        throw new IOException("more than " + ANSWER_LIMIT_BYTES + " bytes");
      }
    }
    if (answer.size() == 0) {
      // Even an empty answer ends with an empty line: this process went away before it answered.
      throw new IOException("the connection ended without an answer");
    }
    return answer.toString(StandardCharsets.UTF_8);
  }

  private void await(SocketChannel channel, Selector selector, int operation, long deadline)
      throws IOException {
    long left = Duration.ofNanos(deadline - System.nanoTime()).toMillis();
    channel.register(selector, operation);
    selector.selectedKeys().clear();
    if (left <= 0 || (selector.select(left) == 0 && System.nanoTime() - deadline >= 0)) {
      throw new IOException("nothing within " + limit.toMillis() + " ms");
    }
  }
}
