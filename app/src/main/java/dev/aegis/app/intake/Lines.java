package dev.aegis.app.intake;

import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.ZipException;
import org.jspecify.annotations.Nullable;

/**
 * A stream of text as lines, in memory that does not grow with it. The first block can be looked at
 * before anything is read. Bytes that are no UTF-8 become the replacement character.
 */
final class Lines {
  static final int BLOCK = 1 << 16;

  private final InputStream in;
  private final int longest;
  private byte[] block = new byte[BLOCK];
  private int at;
  private int end;
  private byte terminator = '\n';
  private long number;
  private long tooLong;
  private long firstTooLong;
  private boolean brokenOff;

  Lines(InputStream in, int longest) throws IOException {
    this.in = in;
    this.longest = longest;
    fill();
    skipMark();
    boolean newline = indexOf((byte) '\n', at, end) >= 0;
    if (!newline && indexOf((byte) '\r', at, end) >= 0) {
      terminator = '\r';
    }
  }

  /** The first block, as bytes; its end may cut a line. */
  byte[] head() {
    return Arrays.copyOfRange(block, at, end);
  }

  /** The number of the line returned last, from 1. */
  long number() {
    return number;
  }

  /** Lines that were longer than the limit and therefore skipped. */
  long tooLong() {
    return tooLong;
  }

  long firstTooLong() {
    return firstTooLong;
  }

  /** Whether the stream ended in the middle, as a cut-off gzip file does. */
  boolean brokenOff() {
    return brokenOff;
  }

  /** Everything that was not read yet, as a stream. */
  InputStream rest() {
    return new SequenceInputStream(new ByteArrayInputStream(block, at, end - at), in);
  }

  /** The next line without its end; {@code null} after the last. */
  @Nullable String next() throws IOException {
    while (true) {
      int stop = indexOf(terminator, at, end);
      if (stop < 0 && !gather()) {
        if (at == end) {
          return null;
        }
        return line(end, end);
      }
      if (stop < 0) {
        stop = indexOf(terminator, at, end);
      }
      if (stop < 0) {
        skipLong();
        continue;
      }
      return line(stop, stop + 1);
    }
  }

  private String line(int stop, int next) {
    int last = stop > at && block[stop - 1] == '\r' ? stop - 1 : stop;
    int bits = 0;
    for (int i = at; i < last; i++) {
      bits |= block[i];
    }
    String line =
        new String(
            block, at, last - at, bits >= 0 ? StandardCharsets.ISO_8859_1 : StandardCharsets.UTF_8);
    at = next;
    number++;
    return line;
  }

  /** Reads on until the block holds a whole line or the longest there may be; false at the end. */
  private boolean gather() throws IOException {
    int searched = 0;
    while (end - at <= longest) {
      searched = end - at;
      if (!fill()) {
        return false;
      }
      if (indexOf(terminator, at + searched, end) >= 0) {
        return true;
      }
    }
    return true;
  }

  private void skipLong() throws IOException {
    number++;
    tooLong++;
    firstTooLong = firstTooLong == 0 ? number : firstTooLong;
    do {
      int stop = indexOf(terminator, at, end);
      if (stop >= 0) {
        at = stop + 1;
        return;
      }
      at = end;
    } while (fill());
  }

  private boolean fill() throws IOException {
    if (at > 0) {
      System.arraycopy(block, at, block, 0, end - at);
      end -= at;
      at = 0;
    }
    if (end == block.length) {
      block = Arrays.copyOf(block, block.length * 2);
    }
    int before = end;
    while (end < block.length) {
      int read = read();
      if (read <= 0) {
        break;
      }
      end += read;
      if (end - before >= BLOCK / 2) {
        break;
      }
    }
    return end > before;
  }

  private int read() throws IOException {
    if (brokenOff) {
      return -1;
    }
    try {
      return in.read(block, end, block.length - end);
    } catch (EOFException | ZipException e) {
      brokenOff = true;
      return -1;
    }
  }

  private void skipMark() {
    if (end - at >= 3
        && block[at] == (byte) 0xEF
        && block[at + 1] == (byte) 0xBB
        && block[at + 2] == (byte) 0xBF) {
      at += 3;
    }
  }

  private int indexOf(byte wanted, int from, int to) {
    for (int i = from; i < to; i++) {
      if (block[i] == wanted) {
        return i;
      }
    }
    return -1;
  }
}
