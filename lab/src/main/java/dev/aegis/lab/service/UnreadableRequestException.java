package dev.aegis.lab.service;

import java.io.IOException;

/** What came is no request that this server understands; the connection ends with its answer. */
final class UnreadableRequestException extends IOException {
  private static final long serialVersionUID = 1L;

  private final int status;

  UnreadableRequestException(int status, String message) {
    super(message);
    this.status = status;
  }

  int status() {
    return status;
  }
}
