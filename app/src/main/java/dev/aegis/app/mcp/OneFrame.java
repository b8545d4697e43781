package dev.aegis.app.mcp;

import io.modelcontextprotocol.common.McpTransportContext;
import io.modelcontextprotocol.json.McpJsonMapper;
import io.modelcontextprotocol.server.McpStatelessServerHandler;
import io.modelcontextprotocol.spec.McpSchema;
import io.modelcontextprotocol.spec.McpStatelessServerTransport;
import io.modelcontextprotocol.spec.ProtocolVersions;
import java.io.IOException;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * The transport of the SDK's stateless server that knows no wire: a frame comes in, and its answer
 * goes out. Whoever reads lines or HTTP gives it the frames. Safe for use by several threads.
 */
final class OneFrame implements McpStatelessServerTransport {
  /** The revisions of the protocol that the SDK speaks, oldest first. */
  static final List<String> REVISIONS =
      List.of(
          ProtocolVersions.MCP_2024_11_05,
          ProtocolVersions.MCP_2025_03_26,
          ProtocolVersions.MCP_2025_06_18,
          ProtocolVersions.MCP_2025_11_25);

  private static final Logger LOG = Logger.getLogger(OneFrame.class.getName());

  private final McpJsonMapper json;
  private volatile @Nullable McpStatelessServerHandler handler;

  OneFrame(McpJsonMapper json) {
    this.json = json;
  }

  @Override
  public void setMcpHandler(McpStatelessServerHandler handler) {
    this.handler = handler;
  }

  @Override
  public Mono<Void> closeGracefully() {
    return Mono.empty();
  }

  @Override
  public List<String> protocolVersions() {
    return REVISIONS;
  }

  /** The answer to a frame; empty where none is due, as to a notification. */
  Optional<McpIncidents.Answer> answer(String frame) {
    McpStatelessServerHandler to = handler;
    if (to == null) {
      throw new IllegalStateException("a frame came before there was a server");
    }
    McpSchema.JSONRPCMessage message;
    try {
      message = McpSchema.deserializeJsonRpcMessage(json, frame);
    } catch (IOException | RuntimeException e) {
      LOG.log(Level.FINE, "a frame was no message", e);
      return Optional.of(new McpIncidents.Answer(refusal(frame), true));
    }
    return switch (message) {
      case McpSchema.JSONRPCRequest request ->
          Optional.of(new McpIncidents.Answer(answered(to, request), false));
      case McpSchema.JSONRPCNotification notification -> {
        noted(to, notification);
        yield Optional.empty();
      }
      default -> Optional.empty();
    };
  }

  /** Whoever asks is answered, also where the SDK breaks on what they ask. */
  private String answered(McpStatelessServerHandler to, McpSchema.JSONRPCRequest request) {
    try {
      return written(to.handleRequest(McpTransportContext.EMPTY, request).block());
    } catch (RuntimeException e) {
      LOG.log(Level.FINE, "a request was not as it should be", e);
      return written(
          new McpSchema.JSONRPCResponse(
              McpSchema.JSONRPC_VERSION,
              request.id(),
              null,
              new McpSchema.JSONRPCResponse.JSONRPCError(
                  McpSchema.ErrorCodes.INVALID_PARAMS,
                  "expected the parameters of this method, found something else",
                  null)));
    }
  }

  private String written(McpSchema.@Nullable JSONRPCResponse response) {
    try {
      return json.writeValueAsString(Objects.requireNonNull(response));
    } catch (IOException e) {
      throw new IllegalStateException("an answer cannot be written as JSON", e);
    }
  }

  private static void noted(
      McpStatelessServerHandler to, McpSchema.JSONRPCNotification notification) {
    try {
      to.handleNotification(McpTransportContext.EMPTY, notification).block();
    } catch (RuntimeException e) {
      LOG.log(Level.FINE, "a notification was not as it should be", e);
    }
  }

  private static String refusal(String frame) {
    boolean object = frame.strip().startsWith("{");
    return object
        ? error(
            McpSchema.ErrorCodes.INVALID_REQUEST,
            "expected a request or notification of JSON-RPC 2.0, found something else")
        : error(McpSchema.ErrorCodes.PARSE_ERROR, "expected one JSON object, found something else");
  }

  /** An error that belongs to no request. */
  static String error(int code, String message) {
    return "{\"jsonrpc\":\"2.0\",\"id\":null,\"error\":{\"code\":"
        + code
        + ",\"message\":\""
        + message
        + "\"}}";
  }
}
