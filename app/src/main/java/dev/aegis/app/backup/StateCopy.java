package dev.aegis.app.backup;

import dev.aegis.app.forecast.FoundJournals;
import dev.aegis.app.journal.JournalCopy;
import dev.aegis.app.journal.ReadOnlyJournal;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** One pass over a state directory, into a zip file that only its owner can read. */
final class StateCopy {
  /** Names of what belongs to a process that runs, or to a write under way. */
  private static final List<String> PASSING =
      List.of("journal.lock", "journal.db-wal", "journal.db-shm", "journal.db-journal");

  private final Path home;
  private final Path file;
  private final Set<Path> done = new HashSet<>();
  private int journals;

  StateCopy(Path home, Path file) {
    this.home = home;
    this.file = file;
  }

  /**
   * Writes it.
   *
   * @throws java.nio.file.NoSuchFileException when something was replaced meanwhile
   */
  Copied write() throws IOException {
    try (OutputStream out =
            Files.newOutputStream(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        ZipOutputStream zip = new ZipOutputStream(out)) {
      if (file.getFileSystem().supportedFileAttributeViews().contains("posix")) {
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
      }
      for (Path journal : FoundJournals.under(home, StateCopy::fail)) {
        journal(journal, zip);
      }
      others(zip);
      return new Copied(done.size(), journals);
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  private static void fail(IOException e) {
    throw new UncheckedIOException(e);
  }

  /** First the mark, which is never before what it counts; then the log as of one moment. */
  private void journal(Path directory, ZipOutputStream zip) throws IOException {
    Path mark = directory.resolve("journal.mark");
    if (Files.exists(mark)) {
      put(mark, mark, zip);
    }
    Path whole = directory.resolve(ReadOnlyJournal.FILE);
    Path folder = Files.createTempDirectory("aegis-backup");
    Path copy = folder.resolve(ReadOnlyJournal.FILE);
    try {
      JournalCopy.write(directory, copy);
      put(copy, whole, zip);
      journals++;
    } finally {
      Files.deleteIfExists(copy);
      Files.deleteIfExists(folder);
    }
  }

  private void others(ZipOutputStream zip) throws IOException {
    Files.walkFileTree(
        home,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes of) {
            return isPassing(directory) ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path each, BasicFileAttributes of) throws IOException {
            if (of.isRegularFile() && !isPassing(each) && !done.contains(each)) {
              put(each, each, zip);
            }
            return FileVisitResult.CONTINUE;
          }
        });
  }

  private static boolean isPassing(Path path) {
    String name = path.getFileName().toString();
    return PASSING.contains(name) || name.endsWith(".new") || name.startsWith("opening-");
  }

  private void put(Path from, Path as, ZipOutputStream zip) throws IOException {
    try (InputStream in = Files.newInputStream(from)) {
      zip.putNextEntry(new ZipEntry(home.relativize(as).toString().replace('\\', '/')));
      in.transferTo(zip);
      zip.closeEntry();
    }
    done.add(as);
  }
}
