package dev.aegis.app.serve;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;

/** Speaks HTTP/2 frame by frame, as no honest client does (RFC 9113). */
final class Http2Frames implements AutoCloseable {
  static final int HEADERS = 1;
  static final int RESET = 3;
  static final int GO_AWAY = 7;
  static final int CANCEL = 8;
  static final int ENHANCE_YOUR_CALM = 11;

  private static final String PREFACE = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";
  private static final int SETTINGS = 4;
  private static final int END_OF_STREAM_AND_HEADERS = 5;
  private static final int PATIENCE_MILLIS = 20_000;

  private final SSLSocket socket;
  private final DataInputStream in;
  private final byte[] host;

  /**
   * A frame that came.
   *
   * @param type of it
   * @param payload what it carries
   */
  @SuppressWarnings("ArrayRecordComponent")
  record Frame(int type, byte[] payload) {
    /** Why a connection is ended. */
    int error() {
      return ByteBuffer.wrap(payload).getInt(4);
    }
  }

  private Http2Frames(SSLSocket socket, int port) throws IOException {
    this.socket = socket;
    this.in = new DataInputStream(socket.getInputStream());
    this.host = ("127.0.0.1:" + port).getBytes(US_ASCII);
  }

  static Http2Frames connect(SSLContext trusting, int port) throws IOException {
    SSLSocket socket = (SSLSocket) trusting.getSocketFactory().createSocket("127.0.0.1", port);
    socket.setSoTimeout(PATIENCE_MILLIS);
    SSLParameters parameters = socket.getSSLParameters();
    parameters.setApplicationProtocols(new String[] {"h2", "http/1.1"});
    socket.setSSLParameters(parameters);
    socket.startHandshake();
    Http2Frames frames = new Http2Frames(socket, port);
    socket.getOutputStream().write(PREFACE.getBytes(US_ASCII));
    frames.send(SETTINGS, 0, 0, new byte[0]);
    return frames;
  }

  /** What both sides agreed to speak. */
  String protocol() {
    return socket.getApplicationProtocol();
  }

  private void send(int type, int flags, int stream, byte[] payload) throws IOException {
    socket
        .getOutputStream()
        .write(
            ByteBuffer.allocate(9 + payload.length)
                .put((byte) 0)
                .putShort((short) payload.length)
                .put((byte) type)
                .put((byte) flags)
                .putInt(stream)
                .put(payload)
                .array());
  }

  /** GET, https, / and the host, by HPACK's static table (RFC 7541, appendix A). */
  private ByteArrayOutputStream asking() {
    ByteArrayOutputStream asks = new ByteArrayOutputStream();
    asks.writeBytes(new byte[] {(byte) 0x82, (byte) 0x87, (byte) 0x84, 0x01, (byte) host.length});
    asks.writeBytes(host);
    return asks;
  }

  /** Asks for a page, and at once no more. */
  void askAndReset(int stream) throws IOException {
    send(HEADERS, END_OF_STREAM_AND_HEADERS, stream, asking().toByteArray());
    send(RESET, 0, stream, new byte[] {0, 0, 0, CANCEL});
  }

  /** Asks with a header of 2,000 characters, named so many times by one byte each. */
  void askWithRepeatedHeader(int stream, int times) throws IOException {
    ByteArrayOutputStream asks = asking();
    asks.writeBytes(new byte[] {0x40, 1, 'x', 0x7f, (byte) 0xd1, 0x0e});
    asks.writeBytes("y".repeat(2_000).getBytes(US_ASCII));
    for (int i = 1; i < times; i++) {
      asks.write(0xbe);
    }
    send(HEADERS, END_OF_STREAM_AND_HEADERS, stream, asks.toByteArray());
  }

  /** The next frame that answers or ends something. */
  Frame next() throws IOException {
    while (true) {
      int lengthAndType = in.readInt();
      in.readByte();
      in.readInt();
      Frame frame = new Frame(lengthAndType & 0xff, in.readNBytes(lengthAndType >>> 8));
      if (frame.type() == HEADERS || frame.type() == RESET || frame.type() == GO_AWAY) {
        return frame;
      }
    }
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
