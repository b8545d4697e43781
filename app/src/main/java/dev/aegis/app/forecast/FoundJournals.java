package dev.aegis.app.forecast;

import dev.aegis.app.journal.ReadOnlyJournal;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.FileVisitor;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Looks for the journals in a state directory: of recordings at its top, of the demo below {@code
 * demo}, of a lab run below {@code lab/<stamp>-<fault>/journal}. Links are not followed.
 */
public final class FoundJournals {
  /** As deep as the journal of a lab run lies; below it are only a production's own files. */
  private static final int DEPTH = 4;

  private FoundJournals() {}

  /**
   * The directories that hold a journal, in alphabetical order; none when there is no such home.
   *
   * @param unreadable hears of each place that could not be looked into
   */
  public static List<Path> under(Path home, Consumer<IOException> unreadable) {
    List<Path> found = new ArrayList<>();
    FileVisitor<Path> visitor =
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            if (attributes.isRegularFile() && file.endsWith(ReadOnlyJournal.FILE)) {
              found.add(file.resolveSibling("").normalize());
            }
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFileFailed(Path file, IOException e) {
            // What a run that is under way has removed meanwhile is not missing.
            if (!(e instanceof NoSuchFileException)) {
              unreadable.accept(e);
            }
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path directory, IOException e) {
            if (e != null) {
              unreadable.accept(e);
            }
            return FileVisitResult.CONTINUE;
          }
        };
    try {
      Files.walkFileTree(home, Set.of(), DEPTH, visitor);
    } catch (IOException e) {
      unreadable.accept(e);
    }
    return found.stream().sorted().toList();
  }
}
