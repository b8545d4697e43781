package dev.aegis.app.access;

import dev.aegis.app.host.StateDirectory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Under which names people of a provider stand in the record: a file {@code people} in the state
 * directory. A person keeps the name of the first time, and no two have the same: names at a
 * provider may change, and be given to somebody else, and one person must not count as two.
 */
public final class People {
  /** More than that are not kept. */
  static final int MOST = 50_000;

  private static final Pattern LINE = Pattern.compile("([0-9a-f]{64}) (\\S{1,64})");

  private final Path file;
  private final Accounts accounts;

  public People(StateDirectory home, Accounts accounts) {
    this.file = home.path().resolve("people");
    this.accounts = accounts;
  }

  /**
   * The name of somebody; empty where they would get one that is no name, or somebody else's.
   *
   * @param subject who they are to the provider; never changes
   * @param wanted how the provider calls them now
   */
  public synchronized Optional<String> name(String issuer, String subject, String wanted) {
    String key = digest(issuer + "\n" + subject);
    Map<String, String> known = known();
    String before = known.get(key);
    if (before != null) {
      return accounts.find(before).isPresent() ? Optional.empty() : Optional.of(before);
    }
    String name = wanted.toLowerCase(Locale.ROOT);
    boolean free =
        Account.isName(name)
            && !known.containsValue(name)
            && accounts.find(name).isEmpty()
            && known.size() < MOST;
    if (free) {
      add(key + " " + name + "\n");
    }
    return free ? Optional.of(name) : Optional.empty();
  }

  /** Whether somebody of a provider is called so. */
  public synchronized boolean has(String name) {
    return known().containsValue(name);
  }

  private Map<String, String> known() {
    Map<String, String> known = new LinkedHashMap<>();
    if (!Files.exists(file)) {
      return known;
    }
    try {
      for (String line : Files.readAllLines(file)) {
        java.util.regex.Matcher found = LINE.matcher(line);
        if (found.matches()) {
          known.put(found.group(1), found.group(2));
        }
      }
      return known;
    } catch (IOException e) {
      throw new UncheckedIOException("the names in " + file + " cannot be read", e);
    }
  }

  private void add(String line) {
    try {
      Files.createDirectories(file.toAbsolutePath().getParent());
      Files.writeString(
          file,
          line,
          StandardOpenOption.CREATE,
          StandardOpenOption.APPEND,
          StandardOpenOption.SYNC);
    } catch (IOException e) {
      throw new UncheckedIOException("the names in " + file + " cannot be written", e);
    }
  }

  private static String digest(String text) {
    try {
      return HexFormat.of()
          .formatHex(
              MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("this Java has no SHA-256", e);
    }
  }
}
