package dev.aegis.app.backup;

import dev.aegis.app.cli.BackupRun;
import dev.aegis.app.cli.CommandFailure;
import dev.aegis.app.cli.ExitCode;
import dev.aegis.app.cli.Streams;
import dev.aegis.app.host.StateDirectory;
import dev.aegis.room.RoomException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Locale;

/**
 * {@code aegis backup}: one zip file with the whole state directory. The journals first and what
 * their rooms cite after them, so that nothing is cited that is not there.
 */
public final class Backup implements BackupRun {
  /** What was replaced while it was copied is there the next time. */
  private static final int TRIES = 3;

  private static final double MEGABYTE = 1e6;

  private final StateDirectory home;

  public Backup(StateDirectory home) {
    this.home = home;
  }

  @Override
  public ExitCode run(Options options, Streams streams) {
    Path file = options.file().toAbsolutePath();
    requireUsable(file);
    Path fresh = file.resolveSibling(file.getFileName() + ".new");
    try {
      Copied copied = copied(fresh);
      sync(fresh);
      // Not over a file that somebody made meanwhile.
      requireUsable(file);
      Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
      streams
          .out()
          .println(
              String.format(
                  Locale.ROOT,
                  "%s holds %,d files of %s, %d journals among them, %.1f MB",
                  home.shown(file),
                  copied.files(),
                  home.shown(home.path()),
                  copied.journals(),
                  Files.size(file) / MEGABYTE));
      return ExitCode.DONE;
    } catch (IOException | RoomException e) {
      throw new CommandFailure(
          ExitCode.BAD_INPUT,
          "expected that "
              + home.shown(home.path())
              + " can be copied to "
              + home.shown(file)
              + ", found that it cannot: "
              + e.getMessage(),
          e);
    } finally {
      deleteQuietly(fresh);
    }
  }

  private Copied copied(Path fresh) throws IOException {
    for (int i = 1; i < TRIES; i++) {
      try {
        return new StateCopy(home.path(), fresh).write();
      } catch (NoSuchFileException e) {
        deleteQuietly(fresh);
      }
    }
    return new StateCopy(home.path(), fresh).write();
  }

  private void requireUsable(Path file) {
    if (Files.exists(file)) {
      throw new CommandFailure(
          ExitCode.BAD_INPUT,
          "expected no file "
              + home.shown(file)
              + " yet, found one; it is left as it is: name another");
    }
    if (!Files.isDirectory(home.path())) {
      throw new CommandFailure(
          ExitCode.BAD_INPUT,
          "expected a state directory "
              + home.shown(home.path())
              + ", found none: there is nothing to keep yet");
    }
    if (file.startsWith(home.path().toAbsolutePath())) {
      throw new CommandFailure(
          ExitCode.BAD_INPUT,
          "expected a file outside of "
              + home.shown(home.path())
              + ", found one inside: it would be part of the next backup");
    }
  }

  private static void sync(Path file) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      channel.force(true);
    }
  }

  private static void deleteQuietly(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      // What is thrown already says more; the name says that it is no backup.
    }
  }
}
