package dev.aegis.app.serve;

import dev.aegis.app.receive.MalformedException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.function.Function;
import java.util.zip.GZIPInputStream;

/**
 * One unary call of <a
 * href="https://github.com/grpc/grpc/blob/master/doc/PROTOCOL-HTTP2.md">gRPC</a>: one message in,
 * one out, the status in the trailers.
 */
final class Grpc implements Route.Endpoint {
  static final String TYPE = "application/grpc+proto";

  private static final int PREFIX = 5;
  private static final int OK = 0;
  private static final int INVALID_ARGUMENT = 3;
  private static final int RESOURCE_EXHAUSTED = 8;
  private static final int UNIMPLEMENTED = 12;
  private static final int UNAUTHENTICATED = 16;

  private final Route.Endpoint admitted;
  private final Traffic traffic;
  private final Function<byte[], byte[]> taken;
  private final int mostBytes;

  Grpc(Door door, Traffic traffic, Function<byte[], byte[]> taken, int mostBytes) {
    this.traffic = traffic;
    this.taken = taken;
    this.mostBytes = mostBytes;
    this.admitted = door.of(Kind.OTLP, (request, _) -> call(request));
  }

  @Override
  public Outgoing answer(Incoming request) {
    if (!OtlpRoutes.isGrpc(request)) {
      return Outgoing.text(415, "expected Content-Type application/grpc");
    }
    Outgoing answer = admitted.answer(request);
    return answer.status() == 401
        ? ended(UNAUTHENTICATED, "expected the credentials of an otlp source")
        : answer;
  }

  private Outgoing call(Incoming request) {
    ByteBuffer body = ByteBuffer.wrap(request.body());
    if (body.remaining() < PREFIX) {
      return ended(INVALID_ARGUMENT, "expected a message, found none");
    }
    boolean compressed = body.get() != 0;
    int length = body.getInt();
    if (length < 0 || length != body.remaining()) {
      return ended(INVALID_ARGUMENT, "expected one whole message, found another length");
    }
    byte[] message = new byte[length];
    body.get(message);
    if (compressed && !request.header("grpc-encoding").equals("gzip")) {
      return ended(UNIMPLEMENTED, "expected grpc-encoding gzip");
    }
    try {
      byte[] answer = taken.apply(compressed ? unzipped(message) : message);
      ByteBuffer framed = ByteBuffer.allocate(PREFIX + answer.length);
      framed.put((byte) 0).putInt(answer.length).put(answer);
      return Outgoing.bytes(200, TYPE, framed.array()).ending("grpc-status", "" + OK);
    } catch (MalformedException e) {
      traffic.add("aegis_malformed_total{format=\"otlp\"}", 1);
      return ended(INVALID_ARGUMENT, String.valueOf(e.getMessage()));
    } catch (IOException e) {
      return ended(RESOURCE_EXHAUSTED, "expected gzip of at most " + mostBytes + " bytes");
    }
  }

  private byte[] unzipped(byte[] zipped) throws IOException {
    try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(zipped))) {
      byte[] message = in.readNBytes(mostBytes + 1);
      if (message.length > mostBytes) {
        throw new IOException("too large");
      }
      return message;
    }
  }

  private static Outgoing ended(int status, String message) {
    return Outgoing.bytes(200, TYPE, new byte[0])
        .ending("grpc-status", "" + status)
        .ending("grpc-message", message.replaceAll("[^ -$&-~]", "_"));
  }
}
