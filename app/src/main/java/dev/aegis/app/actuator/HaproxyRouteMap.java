package dev.aegis.app.actuator;

import java.nio.file.Path;
import java.time.Duration;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The map of one edge in a running HAProxy, changed as a whole or not at all.
 *
 * <p>HAProxy numbers the versions of a map: {@code prepare map} gives out the next number, {@code
 * commit map} puts that version in the place of the current one at once, and refuses a number that
 * is not above the current one. A change is therefore a compare-and-set as long as the number it
 * was given is the one right after the current: whoever had a lower one can no longer commit, and
 * once someone with a higher one has, this one cannot. A lower number that was given out and never
 * committed belongs to a writer that is about to commit or has died; it is waited for as long as a
 * writer may take, and then taken for dead.
 *
 * <p>Not fenced: a writer that stands still between its last look at the clock and its commit for
 * longer than that while another one waits, and what somebody does to the map by hand. A restart of
 * HAProxy begins again with the file of the configuration: weights, epoch and keys are gone.
 */
public final class HaproxyRouteMap {
  private static final int ATTEMPTS = 8;
  private static final Pattern CREATED = Pattern.compile("New version created: (\\d+)");
  private static final Pattern CURRENT = Pattern.compile("curr_ver=(\\d+)");

  private final HaproxySocket socket;
  private final String file;
  private final Duration patience;

  /**
   * @param file as in the configuration
   */
  public HaproxyRouteMap(HaproxySocket socket, Path file) {
    this.socket = socket;
    this.file = file.toString();
    this.patience = socket.limit().multipliedBy(2);
  }

  /** What is ordered now. */
  public HaproxyRoutes read() {
    String shown = socket.ask("show", "map", file);
    if (!shown.startsWith("0x")) {
      throw socket.refused("show map " + file, shown);
    }
    return HaproxyRoutes.parse(shown);
  }

  /**
   * Changes it.
   *
   * @param change gives the same back to change nothing; may run more than once; what it throws is
   *     passed on, the map being as it was
   * @throws HaproxyException when it is not certain that HAProxy has heard
   */
  public synchronized void change(UnaryOperator<HaproxyRoutes> change) {
    HaproxyRoutes before = read();
    if (change.apply(before).equals(before)) {
      return;
    }
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      if (attempt(change)) {
        return;
      }
    }
    throw new HaproxyException(
        "expected to change the map of HAProxy at "
            + socket.path()
            + ", found another writer each of "
            + ATTEMPTS
            + " times");
  }

  /** Whether it was committed; false when somebody was faster. */
  private boolean attempt(UnaryOperator<HaproxyRoutes> change) {
    long version = prepared();
    if (current() != version - 1) {
      awaitOthers(version);
    }
    long begun = System.nanoTime();
    HaproxyRoutes before = read();
    RuntimeException refusal = null;
    HaproxyRoutes after = before;
    try {
      after = change.apply(before);
    } catch (RuntimeException e) {
      refusal = e;
    }
    String filled = socket.askWith(after.toText(), "add", "map", "@" + version, file);
    boolean inTime = System.nanoTime() - begun < patience.toNanos();
    boolean committed = filled.isEmpty() && inTime && commit(version);
    if (committed && refusal != null) {
      // What was prepared is committed unchanged, so that nobody waits for this version.
      throw refusal;
    }
    return committed;
  }

  private boolean commit(long version) {
    String answer = socket.ask("commit", "map", "@" + version, file);
    if (!answer.isEmpty() && !answer.startsWith("Version number out of range")) {
      throw socket.refused("commit map", answer);
    }
    return answer.isEmpty();
  }

  private long prepared() {
    String answer = socket.ask("prepare", "map", file);
    Matcher created = CREATED.matcher(answer);
    if (!created.find()) {
      throw socket.refused("prepare map " + file, answer);
    }
    return Long.parseLong(created.group(1));
  }

  private long current() {
    String shown = socket.ask("show", "map");
    for (String line : shown.lines().filter(each -> each.contains("(" + file + ")")).toList()) {
      Matcher current = CURRENT.matcher(line);
      if (current.find()) {
        return Long.parseLong(current.group(1));
      }
    }
    throw new HaproxyException("expected the map " + file + " in HAProxy, found: " + shown);
  }

  private void awaitOthers(long version) {
    long deadline = System.nanoTime() + patience.toNanos();
    while (current() < version - 1 && System.nanoTime() - deadline < 0) {
      try {
        Thread.sleep(Duration.ofMillis(20));
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new HaproxyException("interrupted while waiting for another writer", e);
      }
    }
  }
}
