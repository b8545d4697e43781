package dev.aegis.app.journal;

import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/**
 * How many entries have been acknowledged, kept beside the database.
 *
 * <p>SQLite ends its log at the first frame whose checksum is wrong, which is right for a torn tail
 * but drops acknowledged entries in silence when a byte before the tail is damaged, or when an old
 * copy of the log is put back. The mark is written after the sync of the entry and before its
 * acknowledgement, without a sync of its own: it can be behind the log, never before it, so a log
 * that ends before the mark has lost something. Two numbers, the second the complement of the
 * first, so that a torn mark is known and counts as none.
 */
final class HighMark implements AutoCloseable {
  /** A file that an interrupt of the writing thread does not close, as it would close a channel. */
  private final RandomAccessFile file;

  HighMark(Path path) throws IOException {
    file = new RandomAccessFile(path.toFile(), "rw");
    if (file.length() < 2 * Long.BYTES) {
      write(0);
    }
  }

  /** The number in a file that another process may have open; 0 when there is none. */
  static long at(Path path) throws IOException {
    try (InputStream in = Files.newInputStream(path)) {
      byte[] bytes = in.readNBytes(2 * Long.BYTES);
      return bytes.length < 2 * Long.BYTES ? 0 : number(bytes);
    } catch (NoSuchFileException e) {
      return 0;
    }
  }

  /** The number last written; 0 when there is none. */
  long read() throws IOException {
    byte[] bytes = new byte[2 * Long.BYTES];
    file.seek(0);
    file.readFully(bytes);
    return number(bytes);
  }

  private static long number(byte[] bytes) {
    ByteBuffer numbers = ByteBuffer.wrap(bytes);
    long number = numbers.getLong();
    return number == ~numbers.getLong() ? number : 0;
  }

  void write(long number) throws IOException {
    byte[] bytes = ByteBuffer.allocate(2 * Long.BYTES).putLong(number).putLong(~number).array();
    file.seek(0);
    file.write(bytes);
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
