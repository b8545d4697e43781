package dev.aegis.app.live;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;

/**
 * One file that grows. Only whole lines are given; the torn last one is kept until the rest of it
 * is written. A file that became shorter is read from its start.
 */
final class FollowedFile {
  private static final int BLOCK = 1 << 16;
  private static final int LINE = 1 << 16;

  private long offset;
  private final ByteArrayOutputStream torn = new ByteArrayOutputStream();
  private boolean tooLong;

  /** Follows a file from this byte on. */
  FollowedFile(long offset) {
    this.offset = offset;
  }

  /**
   * Reads on, up to so many bytes.
   *
   * @return the bytes read
   */
  long read(Path file, long most, Consumer<String> lines) throws IOException {
    try (SeekableByteChannel channel = Files.newByteChannel(file)) {
      if (channel.size() < offset) {
        offset = 0;
        torn.reset();
        tooLong = false;
      }
      channel.position(offset);
      ByteBuffer block = ByteBuffer.allocate((int) Math.min(BLOCK, Math.max(1, most)));
      long total = 0;
      while (total < most) {
        block.clear().limit((int) Math.min(block.capacity(), most - total));
        int read = channel.read(block);
        if (read <= 0) {
          break;
        }
        total += read;
        split(block.array(), read, lines);
      }
      offset += total;
      return total;
    }
  }

  private void split(byte[] bytes, int size, Consumer<String> lines) {
    int start = 0;
    for (int i = 0; i < size; i++) {
      if (bytes[i] == '\n') {
        keep(bytes, start, i);
        if (!tooLong && torn.size() > 0) {
          lines.accept(torn.toString(StandardCharsets.UTF_8));
        }
        torn.reset();
        tooLong = false;
        start = i + 1;
      }
    }
    keep(bytes, start, size);
  }

  /** A line longer than anybody writes is dropped as a whole, so that memory stays bounded. */
  private void keep(byte[] bytes, int from, int to) {
    if (tooLong || torn.size() + to - from > LINE) {
      tooLong = true;
      torn.reset();
    } else {
      torn.write(bytes, from, to - from);
    }
  }
}
