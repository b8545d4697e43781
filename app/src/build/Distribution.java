import static java.nio.file.StandardCopyOption.COPY_ATTRIBUTES;
import static java.nio.file.StandardCopyOption.REPLACE_EXISTING;

import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassFileVersion;
import java.lang.classfile.ClassHierarchyResolver;
import java.lang.classfile.ClassTransform;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Enumeration;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;

/**
 * Lays out the directory that the launcher runs Aegis from, and trains its start-up cache.
 *
 * <p>Run by the build from source, after the jars of the modules are made:
 *
 * <pre>java Distribution.java ROOT APP_JAR CLASS_PATH TARGET STARTED</pre>
 *
 * <p>What is already there and would not change is left alone, with its time: the cache is bound to
 * size and time of every jar, and making it is the slowest step of a build without changes.
 */
final class Distribution {

  /** Class files of a release before Java 6 (50) carry no stack maps, and no cache takes them. */
  private static final int FIRST_CACHEABLE_MAJOR = 50;

  private static final long TRAINING_LIMIT_SECONDS = 300;

  private final Path root;
  private final Path target;
  private final Path lib;
  private final TreeSet<String> wanted = new TreeSet<>();

  private Distribution(Path root, Path target) {
    this.root = root;
    this.target = target;
    this.lib = target.resolve("lib");
  }

  public static void main(String[] args) throws Exception {
    Path root = Path.of(args[0]);
    Path target = Path.of(args[3]).toAbsolutePath();
    Distribution distribution = new Distribution(root, target);
    distribution.layOut(Path.of(args[1]), args[2]);
    distribution.train();
    distribution.stamp(Instant.parse(args[4]));
  }

  private void layOut(Path appJar, String classPath) throws IOException {
    Files.createDirectories(lib);
    List<Path> jars =
        Stream.of(classPath.split(File.pathSeparator))
            .map(Path::of)
            .filter(Files::isRegularFile)
            .toList();
    put("aegis-app.jar", Files.readAllBytes(appJar));
    for (Path jar : jars) {
      String name = jar.getFileName().toString();
      if (name.startsWith("duckdb_jdbc-")) {
        putDuckDb(jar, name);
      } else if (name.startsWith("sqlite-jdbc-")) {
        put(name, Files.readAllBytes(jar));
        putSqliteLibrary(jar);
      } else {
        put(name, hasOldClasses(jar) ? raised(jar) : Files.readAllBytes(jar));
      }
    }
    removeUnwanted();
    Path sources = root.resolve("app/src/dist");
    copy(sources.resolve("jvm.options"), target.resolve("jvm.options"));
    copy(sources.resolve("training"), target.resolve("training"));
    copy(root.resolve(".mvn/jdk.sh"), target.resolve("jdk.sh"));
    copy(root.resolve("aegis"), target.resolve("aegis"));
  }

  // --- native libraries -----------------------------------------------------------------------

  /**
   * DuckDB's driver unpacks its library, some 70 MB, into a new temporary file at every start, if
   * it finds it on the class path; if not, it looks beside its own jar. So the library is put
   * there, and the jar goes without. On a platform that the jar has no library for it stays as it
   * is.
   */
  private void putDuckDb(Path jar, String name) throws IOException {
    String library = "libduckdb_java.so_" + os("macos") + "_" + arch("amd64", "arm64");
    try (JarFile file = new JarFile(jar.toFile())) {
      JarEntry entry = file.getJarEntry(library);
      if (entry == null) {
        put(name, Files.readAllBytes(jar));
        return;
      }
      putEntry(file, entry, library);
      put(name, rewritten(file, each -> each.startsWith("libduckdb_java.so_") ? null : each, null));
    }
  }

  /** SQLite's driver takes its library from the directory that org.sqlite.lib.path names. */
  private void putSqliteLibrary(Path jar) throws IOException {
    String system =
        switch (os("mac")) {
          case "linux" -> Files.exists(Path.of("/etc/alpine-release")) ? "Linux-Musl" : "Linux";
          case "mac" -> "Mac";
          default -> "none";
        };
    String directory = "org/sqlite/native/" + system + "/" + arch("x86_64", "aarch64") + "/";
    try (JarFile file = new JarFile(jar.toFile())) {
      for (String name : List.of("libsqlitejdbc.so", "libsqlitejdbc.dylib")) {
        JarEntry entry = file.getJarEntry(directory + name);
        if (entry != null) {
          putEntry(file, entry, name);
        }
      }
    }
  }

  private static String os(String mac) {
    String name = System.getProperty("os.name").toLowerCase(Locale.ROOT);
    return name.startsWith("mac") ? mac : name.startsWith("linux") ? "linux" : "other";
  }

  private static String arch(String intel, String arm) {
    return switch (System.getProperty("os.arch").toLowerCase(Locale.ROOT)) {
      case "amd64", "x86_64" -> intel;
      case "aarch64", "arm64" -> arm;
      default -> "other";
    };
  }

  // --- old class files ------------------------------------------------------------------------

  private static boolean hasOldClasses(Path jar) throws IOException {
    try (JarFile file = new JarFile(jar.toFile())) {
      for (JarEntry entry : entries(file)) {
        if (entry.getName().endsWith(".class")) {
          try (InputStream in = file.getInputStream(entry)) {
            if (major(in.readNBytes(8)) < FIRST_CACHEABLE_MAJOR) {
              return true;
            }
          }
        }
      }
      return false;
    }
  }

  private static int major(byte[] classFile) {
    return (classFile[6] & 0xff) << 8 | (classFile[7] & 0xff);
  }

  /** The same jar with its class files in the form of Java 8, stack maps included. */
  private static byte[] raised(Path jar) throws IOException {
    URL[] urls = {jar.toUri().toURL()};
    try (JarFile file = new JarFile(jar.toFile());
        URLClassLoader loader = new URLClassLoader(urls, ClassLoader.getPlatformClassLoader())) {
      ClassFile classFile =
          ClassFile.of(
              ClassFile.StackMapsOption.GENERATE_STACK_MAPS,
              // With a pool of their own the methods are written anew, which makes the stack maps.
              ClassFile.ConstantPoolSharingOption.NEW_POOL,
              ClassFile.ClassHierarchyResolverOption.of(
                  ClassHierarchyResolver.ofResourceParsing(loader)));
      return rewritten(
          file,
          each -> each,
          bytes -> major(bytes) < FIRST_CACHEABLE_MAJOR ? raised(classFile, bytes) : bytes);
    }
  }

  private static byte[] raised(ClassFile classFile, byte[] old) {
    ClassTransform version =
        (builder, element) ->
            builder.with(
                element instanceof ClassFileVersion
                    ? ClassFileVersion.of(ClassFile.JAVA_8_VERSION, 0)
                    : element);
    ClassTransform methods =
        ClassTransform.transformingMethodBodies((code, element) -> code.with(element));
    byte[] raised = classFile.transformClass(classFile.parse(old), version.andThen(methods));
    List<VerifyError> errors = classFile.verify(raised);
    if (!errors.isEmpty()) {
      throw new IllegalStateException("cannot raise a class to Java 8: " + errors);
    }
    return raised;
  }

  private interface ClassChange {
    byte[] apply(byte[] classFile);
  }

  private interface NameChange {
    String apply(String entry);
  }

  private static byte[] rewritten(JarFile file, NameChange names, ClassChange change)
      throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (JarOutputStream out = new JarOutputStream(bytes)) {
      for (JarEntry entry : entries(file)) {
        String name = names.apply(entry.getName());
        if (name == null || entry.isDirectory()) {
          continue;
        }
        JarEntry copy = new JarEntry(name);
        copy.setTime(entry.getTime());
        out.putNextEntry(copy);
        try (InputStream in = file.getInputStream(entry)) {
          byte[] content = in.readAllBytes();
          boolean changes = change != null && name.endsWith(".class");
          out.write(changes ? change.apply(content) : content);
        }
        out.closeEntry();
      }
    }
    return bytes.toByteArray();
  }

  private static List<JarEntry> entries(JarFile file) {
    List<JarEntry> entries = new ArrayList<>();
    for (Enumeration<JarEntry> each = file.entries(); each.hasMoreElements(); ) {
      entries.add(each.nextElement());
    }
    return entries;
  }

  // --- files ----------------------------------------------------------------------------------

  private void put(String name, byte[] content) throws IOException {
    wanted.add(name);
    Path file = lib.resolve(name);
    if (!Files.exists(file) || !MessageDigest.isEqual(Files.readAllBytes(file), content)) {
      Files.write(file, content);
    }
  }

  private void putEntry(JarFile jar, JarEntry entry, String name) throws IOException {
    try (InputStream in = jar.getInputStream(entry)) {
      put(name, in.readAllBytes());
    }
    lib.resolve(name).toFile().setExecutable(true);
  }

  private static void copy(Path from, Path to) throws IOException {
    Files.copy(from, to, REPLACE_EXISTING, COPY_ATTRIBUTES);
  }

  private void removeUnwanted() throws IOException {
    try (Stream<Path> files = Files.list(lib)) {
      for (Path file : files.toList()) {
        if (!wanted.contains(file.getFileName().toString())) {
          Files.delete(file);
        }
      }
    }
  }

  // --- start-up cache -------------------------------------------------------------------------

  private void train() throws IOException, InterruptedException {
    Path cache = target.resolve("aegis.aot");
    Path keyFile = target.resolve("aegis.aot.key");
    String key = cacheKey();
    if (Files.exists(cache)
        && Files.exists(keyFile)
        && Files.readString(keyFile).strip().equals(key)) {
      return;
    }
    System.out.println("Training the start-up cache");
    Files.deleteIfExists(cache);
    Files.deleteIfExists(keyFile);
    Path home = Files.createTempDirectory("aegis-training");
    Path log = target.resolve("training.log");
    try {
      ProcessBuilder training =
          new ProcessBuilder(
              Path.of(System.getProperty("java.home"), "bin", "java").toString(),
              "@" + target.resolve("jvm.options"),
              "-XX:AOTCacheOutput=" + cache,
              "-Dorg.sqlite.lib.path=" + lib,
              "-cp",
              lib.resolve("aegis-app.jar").toString(),
              "dev.aegis.app.Rehearsal",
              target.resolve("training").toString());
      training.environment().put("AEGIS_HOME", home.toString());
      training.environment().keySet().removeAll(List.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS"));
      training.directory(home.toFile());
      training.redirectInput(new File("/dev/null")).redirectErrorStream(true);
      training.redirectOutput(log.toFile());
      Process process = training.start();
      if (!process.waitFor(TRAINING_LIMIT_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new IOException("training took over " + TRAINING_LIMIT_SECONDS + " s, see " + log);
      }
      if (process.exitValue() != 0 || !Files.exists(cache)) {
        throw new IOException(
            "training ended with exit code " + process.exitValue() + ":\n" + Files.readString(log));
      }
    } finally {
      delete(home);
    }
    Files.writeString(keyFile, key + "\n");
  }

  /** What the cache depends on: the Java machine, its options, the commands and every jar. */
  private String cacheKey() throws IOException {
    MessageDigest digest = sha256();
    digest.update(System.getProperty("java.vm.version").getBytes(UTF_8));
    digest.update(System.getProperty("java.home").getBytes(UTF_8));
    digest.update(Files.readAllBytes(target.resolve("jvm.options")));
    digest.update(Files.readAllBytes(target.resolve("training")));
    for (String name : wanted) {
      Path file = lib.resolve(name);
      String line = name + " " + Files.size(file) + " " + Files.getLastModifiedTime(file) + "\n";
      digest.update(line.getBytes(UTF_8));
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  private static final java.nio.charset.Charset UTF_8 = java.nio.charset.StandardCharsets.UTF_8;

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void delete(Path tree) throws IOException {
    try (Stream<Path> files = Files.walk(tree)) {
      files
          .sorted((a, b) -> b.compareTo(a))
          .forEach(file -> {
            try {
              Files.delete(file);
            } catch (IOException e) {
              throw new UncheckedIOException(e);
            }
          });
    }
  }

  /**
   * The launcher rebuilds when a source is newer than this file, so it carries the time at which
   * the build began: a source that is edited meanwhile counts as newer.
   */
  private void stamp(Instant started) throws IOException {
    Path stamp = target.resolve("built");
    Files.writeString(stamp, started + "\n");
    Files.setLastModifiedTime(stamp, FileTime.from(started));
  }
}
