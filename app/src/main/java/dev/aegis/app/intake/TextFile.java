package dev.aegis.app.intake;

import dev.aegis.app.intake.IntakeException.Kind;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/**
 * Opens files: gzip is recognised by its first two bytes, and what cannot be opened is said in one
 * line.
 */
final class TextFile {
  private TextFile() {}

  static InputStream open(Path path) {
    try {
      if (Files.isDirectory(path)) {
        throw new IntakeException(
            Kind.UNREADABLE, path + ": expected a file, found a directory; name a file in it");
      }
      InputStream raw = new BufferedInputStream(Files.newInputStream(path), Lines.BLOCK);
      return unzipped(raw);
    } catch (NoSuchFileException e) {
      throw new IntakeException(
          Kind.UNREADABLE, path + ": expected a file, found none; check the path", e);
    } catch (AccessDeniedException e) {
      throw new IntakeException(
          Kind.UNREADABLE, path + ": expected a file that may be read; check its permissions", e);
    } catch (ZipException | java.io.EOFException e) {
      throw new IntakeException(
          Kind.NOT_TEXT, path + ": expected gzip after its first two bytes, found none", e);
    } catch (IOException e) {
      throw unreadable(path, e);
    }
  }

  /** The whole text of a file that people write by hand. */
  static String readAll(Path path, int longest) {
    try (InputStream in = open(path)) {
      byte[] bytes = in.readNBytes(longest + 1);
      if (bytes.length > longest) {
        throw new IntakeException(
            Kind.TOO_LARGE,
            path + ": expected at most " + longest + " bytes in such a file, found more; split it");
      }
      String text = new String(bytes, StandardCharsets.UTF_8);
      if (text.isBlank()) {
        throw new IntakeException(Kind.EMPTY, path + ": expected text, found an empty file");
      }
      if (text.indexOf('\0') >= 0) {
        throw new IntakeException(
            Kind.NOT_TEXT, path + ": expected text in UTF-8, found binary data");
      }
      return text.charAt(0) == '\uFEFF' ? text.substring(1) : text;
    } catch (IOException e) {
      throw unreadable(path, e);
    }
  }

  static IntakeException unreadable(Path path, IOException e) {
    String reason = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    return new IntakeException(
        Kind.UNREADABLE, path + ": expected a file that can be read, found: " + reason, e);
  }

  private static InputStream unzipped(InputStream in) throws IOException {
    in.mark(2);
    int first = in.read();
    int second = in.read();
    in.reset();
    return first == 0x1F && second == 0x8B ? new GZIPInputStream(in, Lines.BLOCK) : in;
  }
}
