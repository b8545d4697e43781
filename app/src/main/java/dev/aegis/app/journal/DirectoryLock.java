package dev.aegis.app.journal;

import dev.aegis.room.RoomException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Lets one process at a time have a state directory. The operating system drops the lock when the
 * process ends, however it ends; the number of the process in {@code journal.lock} is for people
 * only.
 */
final class DirectoryLock implements AutoCloseable {
  /**
   * The directories locked by this process. Locks of POSIX belong to the process, so they do not
   * keep a second journal of the same process out; worse, closing any other channel to the file
   * drops them.
   */
  private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

  /** Beyond the text, because Windows lets nobody read what is locked. */
  private static final long LOCKED_BYTE = 1L << 40;

  private final Path directory;
  private final FileChannel channel;

  private DirectoryLock(Path directory, FileChannel channel) {
    this.directory = directory;
    this.channel = channel;
  }

  /**
   * Takes the lock.
   *
   * @param directory its real path, so that every name of it is the same lock
   * @throws RoomException IN_USE when somebody has it
   */
  static DirectoryLock take(Path directory) throws IOException {
    if (!HELD.add(directory)) {
      throw inUse(directory, "this process (" + ProcessHandle.current().pid() + ")");
    }
    FileChannel channel = null;
    try {
      Path file = directory.resolve("journal.lock");
      channel =
          FileChannel.open(
              file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
      FileLock lock = channel.tryLock(LOCKED_BYTE, 1, false);
      if (lock == null) {
        throw inUse(directory, "process " + Files.readString(file).strip());
      }
      byte[] pid = (ProcessHandle.current().pid() + "\n").getBytes(StandardCharsets.US_ASCII);
      channel.truncate(0).write(ByteBuffer.wrap(pid), 0);
      return new DirectoryLock(directory, channel);
    } catch (IOException | RuntimeException e) {
      release(directory, channel);
      throw e;
    }
  }

  @Override
  public void close() throws IOException {
    release(directory, channel);
  }

  private static void release(Path directory, @Nullable FileChannel channel) throws IOException {
    try {
      if (channel != null) {
        channel.close();
      }
    } finally {
      HELD.remove(directory);
    }
  }

  private static RoomException inUse(Path directory, String owner) {
    return new RoomException(
        RoomException.Code.IN_USE,
        "expected the journal in "
            + directory
            + " to be free, found it in use by "
            + owner
            + "; stop that process, or set AEGIS_HOME to another directory");
  }
}
