package dev.aegis.app.intake;

import dev.aegis.app.intake.IntakeException.Kind;
import dev.aegis.app.intake.IntakeReport.Skipped;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The files to read: those named, and those found in directories, in the order of their names.
 * Links inside directories are not followed, since they can lead in circles.
 */
record FoundFiles(List<Found> files, List<Skipped> skipped) {
  /** A file, and whether somebody named it (then it must be usable) or it was met on a walk. */
  record Found(Path path, boolean named) {}

  static FoundFiles of(
      List<Path> paths, IntakeLimits limits, @Nullable Path changes, @Nullable Path slo) {
    if (paths.isEmpty()) {
      throw new IntakeException(
          Kind.UNREADABLE, "expected a file or directory to read, found none named; name one");
    }
    Set<Path> taken = new LinkedHashSet<>();
    List<Found> files = new ArrayList<>();
    List<Skipped> skipped = new ArrayList<>();
    addIfThere(taken, changes);
    addIfThere(taken, slo);
    for (Path path : paths) {
      if (!Files.exists(path)) {
        throw new IntakeException(
            Kind.UNREADABLE, path + ": expected a file or directory, found none; check the path");
      }
      if (Files.isDirectory(path)) {
        walk(path, limits.depth(), limits, taken, files, skipped);
      } else if (taken.add(real(path))) {
        files.add(new Found(path, true));
      }
    }
    return new FoundFiles(List.copyOf(files), List.copyOf(skipped));
  }

  private static void walk(
      Path root,
      int depth,
      IntakeLimits limits,
      Set<Path> taken,
      List<Found> files,
      List<Skipped> skipped) {
    List<Path> children;
    try (Stream<Path> listed = Files.list(root)) {
      children = listed.sorted().toList();
    } catch (IOException | java.io.UncheckedIOException e) {
      skipped.add(new Skipped(root.toString(), "the directory cannot be read"));
      return;
    }
    for (Path child : children) {
      Path name = child.getFileName();
      if (name == null || name.toString().startsWith(".")) {
        continue;
      }
      if (Files.isDirectory(child, LinkOption.NOFOLLOW_LINKS)) {
        if (depth <= 1) {
          skipped.add(new Skipped(child.toString(), "deeper than directories are walked"));
        } else {
          walk(child, depth - 1, limits, taken, files, skipped);
        }
      } else if (!Files.isRegularFile(child, LinkOption.NOFOLLOW_LINKS)) {
        skipped.add(new Skipped(child.toString(), "neither a file nor a directory"));
      } else if (files.size() >= limits.files()) {
        skipped.add(new Skipped(child.toString(), "more files than are read"));
      } else if (taken.add(real(child))) {
        files.add(new Found(child, false));
      }
    }
  }

  private static void addIfThere(Set<Path> taken, @Nullable Path path) {
    if (path != null && Files.exists(path)) {
      taken.add(real(path));
    }
  }

  private static Path real(Path path) {
    try {
      return path.toRealPath();
    } catch (IOException e) {
      return path.toAbsolutePath().normalize();
    }
  }
}
