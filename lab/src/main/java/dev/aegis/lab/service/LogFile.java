package dev.aegis.lab.service;

import java.io.FileOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The structured log of a process: one JSON object a line. Its directory may be given a quota; a
 * line beyond it is not written, as on a full disk. Once the directory is more than half full, the
 * file is begun anew every two seconds, as a log rotation would do it.
 */
final class LogFile {
  private static final long LOOK_NANOS = 100_000_000L;
  private static final long ROTATION_NANOS = 2_000_000_000L;

  private final Path file;
  private final PodIdentity pod;
  private final FileOutputStream out;
  private final AtomicLong failed = new AtomicLong();
  private volatile long quotaBytes = Long.MAX_VALUE;
  private volatile boolean debug;
  private long directoryBytes;
  private long lookedNanos;
  private long rotatedNanos;

  LogFile(Path file, PodIdentity pod) {
    this.file = file.toAbsolutePath();
    this.pod = pod;
    try {
      this.out = new FileOutputStream(file.toFile(), true);
    } catch (IOException e) {
      throw new UncheckedIOException("expected a log file that can be written: " + file, e);
    }
    this.rotatedNanos = System.nanoTime();
    this.lookedNanos = rotatedNanos - LOOK_NANOS;
  }

  /** How much its directory takes; {@link Long#MAX_VALUE} for as much as there is. */
  void limitTo(long bytes) {
    quotaBytes = bytes;
  }

  void writeDebug(boolean wanted) {
    debug = wanted;
  }

  boolean info(String message) {
    return write(line("INFO", message));
  }

  boolean warn(String message) {
    return write(line("WARN", message));
  }

  boolean error(String message) {
    return write(line("ERROR", message));
  }

  /** Many lines of one text, in one write; nothing unless they are wanted. */
  boolean debug(int lines, String message) {
    return !debug || write(line("DEBUG", message).repeat(lines));
  }

  long failures() {
    return failed.get();
  }

  private String line(String level, String message) {
    StringBuilder line = new StringBuilder(160 + message.length());
    line.append("{\"ts\":\"").append(Instant.ofEpochMilli(System.currentTimeMillis()));
    line.append("\",\"level\":\"").append(level).append('"');
    field(line, "service", pod.service());
    field(line, "region", pod.region());
    field(line, "pod", pod.pod());
    field(line, "message", message);
    return line.append("}\n").toString();
  }

  private static void field(StringBuilder line, String name, String value) {
    line.append(",\"").append(name).append("\":\"");
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (c == '"' || c == '\\') {
        line.append('\\').append(c);
      } else if (c < ' ') {
        line.append(String.format("\\u%04x", (int) c));
      } else {
        line.append(c);
      }
    }
    line.append('"');
  }

  private synchronized boolean write(String lines) {
    byte[] bytes = lines.getBytes(StandardCharsets.UTF_8);
    try {
      if (quotaBytes != Long.MAX_VALUE && !fits(bytes.length)) {
        failed.incrementAndGet();
        return false;
      }
      out.write(bytes);
      directoryBytes += bytes.length;
      return true;
    } catch (IOException e) {
      failed.incrementAndGet();
      return false;
    }
  }

  private boolean fits(int more) throws IOException {
    long now = System.nanoTime();
    if (now - lookedNanos > LOOK_NANOS) {
      lookedNanos = now;
      directoryBytes = directorySize();
    }
    if (directoryBytes > quotaBytes / 2 && now - rotatedNanos > ROTATION_NANOS) {
      rotatedNanos = now;
      out.getChannel().truncate(0);
      directoryBytes = directorySize();
    }
    return directoryBytes + more <= quotaBytes;
  }

  private long directorySize() throws IOException {
    long bytes = 0;
    try (DirectoryStream<Path> files = Files.newDirectoryStream(file.getParent())) {
      for (Path each : files) {
        bytes += Files.isRegularFile(each) ? Files.size(each) : 0;
      }
    }
    return bytes;
  }
}
