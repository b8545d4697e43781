package dev.aegis.app.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/** The source tree under test. */
public final class Repository {

  private static final List<String> MODULES = List.of("core", "app", "lab", "meaning", "bench");

  private final Path root;

  private Repository(Path root) {
    this.root = root;
  }

  /** The tree that the working directory lies in. */
  public static Repository here() {
    Path directory = Path.of("").toAbsolutePath();
    for (Path each = directory; each != null; each = each.getParent()) {
      if (Files.exists(each.resolve("mvnw"))) {
        return new Repository(each);
      }
    }
    throw new IllegalStateException("expected mvnw in " + directory + " or above, found none");
  }

  public Path root() {
    return root;
  }

  /** The directory from which the launcher runs Aegis once it is built. */
  public Path distribution() {
    return root.resolve("app/target/aegis");
  }

  /** The text of a file, its path being relative to the root. */
  public String read(String path) {
    try {
      return Files.readString(root.resolve(path));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The names of all packages that hold sources of the program itself, in all modules. */
  public NavigableSet<String> packages() {
    return new TreeSet<>(directories(List.of("main")).keySet());
  }

  /** Every package with its source directories, in all modules, tests included. */
  public NavigableMap<String, List<Path>> packagesWithTests() {
    return directories(List.of("main", "test"));
  }

  private NavigableMap<String, List<Path>> directories(List<String> kinds) {
    NavigableMap<String, List<Path>> packages = new TreeMap<>();
    for (String module : MODULES) {
      for (String kind : kinds) {
        Path sources = root.resolve(module).resolve("src").resolve(kind).resolve("java");
        for (Path directory : directoriesWithSources(sources)) {
          String name = sources.relativize(directory).toString().replace('/', '.');
          packages.computeIfAbsent(name, key -> new ArrayList<>()).add(directory);
        }
      }
    }
    return packages;
  }

  private static NavigableSet<Path> directoriesWithSources(Path sources) {
    NavigableSet<Path> directories = new TreeSet<>();
    if (!Files.isDirectory(sources)) {
      return directories;
    }
    try (Stream<Path> files = Files.walk(sources)) {
      files
          .filter(file -> file.toString().endsWith(".java"))
          .forEach(file -> directories.add(file.resolveSibling("")));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return directories;
  }
}
