package dev.aegis.app.mask;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.function.Supplier;

/**
 * The key of an installation's pseudonyms: 32 random bytes in a file that only its owner can read,
 * made when there is first something to hide.
 */
final class MaskKey implements Supplier<byte[]> {
  static final String FILE = "mask.key";
  private static final int BYTES = 32;

  private final Path file;

  MaskKey(Path home) {
    this.file = home.resolve(FILE);
  }

  @Override
  public byte[] get() {
    try {
      if (!Files.exists(file)) {
        make();
      }
      byte[] key = Files.readAllBytes(file);
      if (key.length != BYTES) {
        throw new IOException("expected " + BYTES + " bytes, found " + key.length);
      }
      return key;
    } catch (IOException e) {
      throw new UncheckedIOException(
          "the key for hiding personal data cannot be read or made: " + file + ": " + e, e);
    }
  }

  /** Of two processes that make one, the first wins and both read that. */
  private void make() throws IOException {
    Files.createDirectories(file.toAbsolutePath().getParent());
    Path fresh = Files.createTempFile(file.toAbsolutePath().getParent(), "mask", ".key");
    byte[] key = new byte[BYTES];
    new SecureRandom().nextBytes(key);
    Files.write(fresh, key);
    if (file.getFileSystem().supportedFileAttributeViews().contains("posix")) {
      Files.setPosixFilePermissions(fresh, PosixFilePermissions.fromString("rw-------"));
    }
    try {
      Files.createLink(file, fresh);
    } catch (FileAlreadyExistsException e) {
      // Somebody else was first.
    } catch (UnsupportedOperationException e) {
      Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(fresh);
    }
  }
}
