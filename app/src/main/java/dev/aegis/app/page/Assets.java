package dev.aegis.app.page;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Style sheet, modules, glyphs and the plotting library, in a folder that is named by their
 * content: a browser may keep them for ever.
 */
public final class Assets {
  private static final String OWN = "/page/";
  private static final String UPLOT = "/META-INF/resources/webjars/uplot/1.6.30/dist/";
  private static final int HASH = 12;

  private final Map<String, Asset> byPath = new TreeMap<>();
  private final String folder;

  /**
   * A file.
   *
   * @param type its media type
   * @param bytes its content
   */
  @SuppressWarnings("ArrayRecordComponent")
  public record Asset(String type, byte[] bytes) {}

  public Assets() {
    Map<String, Asset> files = new LinkedHashMap<>();
    for (String name :
        new String[] {
          "page.css",
          "still.css",
          "base.js",
          "incidents.js",
          "room.js",
          "moments.js",
          "plot.js",
          "series.js",
          "evidence.js"
        }) {
      files.put(name, read(OWN, name));
    }
    files.put("marks.svg", read(OWN, "marks.svg"));
    files.put("uPlot.iife.min.js", read(UPLOT, "uPlot.iife.min.js"));
    files.put("uPlot.min.css", read(UPLOT, "uPlot.min.css"));
    folder = "/assets/" + hash(files);
    files.forEach((name, asset) -> byPath.put(folder + "/" + name, asset));
  }

  /** The folder that pages name. */
  public String folder() {
    return folder;
  }

  /** The file at a path; empty where there is none. */
  public Optional<Asset> at(String path) {
    return Optional.ofNullable(byPath.get(path));
  }

  private static Asset read(String where, String name) {
    try (InputStream in = Assets.class.getResourceAsStream(where + name)) {
      if (in == null) {
        throw new IllegalStateException(name + " is not packaged");
      }
      return new Asset(type(name), in.readAllBytes());
    } catch (IOException e) {
      throw new UncheckedIOException(name + " cannot be read", e);
    }
  }

  private static String type(String name) {
    return switch (name.substring(name.lastIndexOf('.') + 1)) {
      case "css" -> "text/css; charset=utf-8";
      case "js" -> "text/javascript; charset=utf-8";
      case "svg" -> "image/svg+xml";
      default -> throw new IllegalArgumentException("expected css, js or svg, found " + name);
    };
  }

  private static String hash(Map<String, Asset> files) {
    try {
      MessageDigest sha = MessageDigest.getInstance("SHA-256");
      files.forEach((name, asset) -> {
        sha.update(name.getBytes(StandardCharsets.UTF_8));
        sha.update(asset.bytes());
      });
      return HexFormat.of().formatHex(sha.digest()).substring(0, HASH);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
