import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Lays out the directory from which the launcher takes what stands beside the product, such as the
 * lab: its jar, and beside that the libraries that the product does not have. The manifest of the
 * jar names them all; those that are not beside it come from the product, which stands before it on
 * the class path.
 *
 * <p>Run by the build from source, after the jars of the modules are made:
 *
 * <pre>java BesideDistribution.java JAR NAME CLASS_PATH PRODUCT_LIB TARGET STARTED</pre>
 */
final class BesideDistribution {

  private BesideDistribution() {}

  public static void main(String[] args) throws IOException {
    Path lib = Path.of(args[4], "lib");
    Files.createDirectories(lib);
    TreeSet<String> wanted = new TreeSet<>();
    put(Path.of(args[0]), lib, args[1], wanted);
    for (Path jar : jars(args[2])) {
      String name = jar.getFileName().toString();
      if (!name.startsWith("aegis-") && !Files.exists(Path.of(args[3]).resolve(name))) {
        put(jar, lib, name, wanted);
      }
    }
    removeUnwanted(lib, wanted);
    stamp(Path.of(args[4], "built"), Instant.parse(args[5]));
  }

  private static List<Path> jars(String classPath) {
    return Stream.of(classPath.split(File.pathSeparator))
        .map(Path::of)
        .filter(Files::isRegularFile)
        .toList();
  }

  private static void put(Path from, Path lib, String name, TreeSet<String> wanted)
      throws IOException {
    wanted.add(name);
    Path file = lib.resolve(name);
    if (!Files.exists(file) || Files.mismatch(from, file) >= 0) {
      Files.write(file, Files.readAllBytes(from));
    }
  }

  private static void removeUnwanted(Path lib, TreeSet<String> wanted) throws IOException {
    try (Stream<Path> files = Files.list(lib)) {
      for (Path file : files.toList()) {
        if (!wanted.contains(file.getFileName().toString())) {
          Files.delete(file);
        }
      }
    }
  }

  /** The time at which the build began: a source that is edited meanwhile counts as newer. */
  private static void stamp(Path stamp, Instant started) throws IOException {
    Files.writeString(stamp, started + "\n");
    Files.setLastModifiedTime(stamp, FileTime.from(started));
  }
}
