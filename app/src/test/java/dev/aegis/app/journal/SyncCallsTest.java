package dev.aegis.app.journal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.aegis.app.testkit.Needs;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Looks at the system calls. A killed process cannot show that something was synced, because the
 * kernel keeps what was written; the order of the calls can.
 */
class SyncCallsTest {
  private static final int POSTS = 20;
  private static final Pattern CALL =
      Pattern.compile("^(\\d+) +(\\w+)\\(\\d+<([^>]*)>(?:, \"([^\"]*)\")?.*");
  private static final Pattern RESULT = Pattern.compile("^(\\d+) .*= (-?\\d+)(?: .*)?$");

  @TempDir Path temporary;

  @Test
  void whatAPostWroteIsSyncedBeforeItIsAcknowledged() throws Exception {
    List<String> calls = recorded();
    assertThat(unsynced(calls)).isEmpty();
    assertThat(calls.stream().filter(call -> call.contains("\"ack "))).hasSizeGreaterThan(POSTS);

    // The same record without one of its syncs must be seen through.
    List<String> without = new ArrayList<>(calls);
    int firstAck = indexOf(calls, 0, "\"ack ");
    int nextStart = indexOf(calls, firstAck, "\"start ");
    int sync = indexOf(calls, nextStart, "sync(");
    without.remove(sync);
    assertThat(unsynced(without)).hasSize(1).first().asString().contains("journal.db-wal");
  }

  private List<String> recorded() throws Exception {
    Needs.program("strace");
    Path calls = temporary.resolve("calls");
    List<String> strace =
        List.of(
            "strace",
            "-f",
            "-y",
            "-s",
            "64",
            "-e",
            "trace=fsync,fdatasync,write,pwrite64,writev,pwritev,pwritev2,ftruncate",
            "-o",
            calls.toString());
    Path home = temporary.resolve("home");
    Process child = Child.start(strace, home, "sync", 1, POSTS);
    child.getInputStream().readAllBytes();
    int exit = child.waitFor();
    Needs.path(home.resolve("journal.db"), "let strace trace the processes that it starts");
    assertThat(exit).isZero();
    return Files.readAllLines(calls);
  }

  /**
   * The acknowledgements before which the posting thread had not synced, with success, each file of
   * the database that it had written since the post began.
   */
  private static List<String> unsynced(List<String> calls) {
    String poster = calls.get(indexOf(calls, 0, "\"start ")).split(" ", 2)[0];
    List<String> broken = new ArrayList<>();
    Set<String> dirty = new TreeSet<>();
    String syncing = "";
    boolean wrote = false;
    boolean posting = false;
    for (String line : calls) {
      if (!line.startsWith(poster + " ")) {
        continue;
      }
      Matcher call = CALL.matcher(line);
      if (call.matches()) {
        String name = call.group(2);
        String file = call.group(3);
        String text = call.group(4) == null ? "" : call.group(4);
        boolean database = file.endsWith("journal.db") || file.endsWith("journal.db-wal");
        syncing = name.endsWith("sync") ? file : "";
        if (database && syncing.isEmpty()) {
          dirty.add(file);
          wrote = true;
        }
        if (text.startsWith("start ")) {
          dirty.clear();
          wrote = false;
          posting = true;
        } else if (text.startsWith("ack ") && posting) {
          // Only the first acknowledgement of a batch follows the post; the others follow it.
          posting = false;
          if (!dirty.isEmpty() || !wrote) {
            broken.add(text + ": " + dirty + (wrote ? "" : " nothing was written"));
          }
        }
      }
      Matcher result = RESULT.matcher(line);
      if (!syncing.isEmpty() && result.matches() && result.group(2).equals("0")) {
        dirty.remove(syncing);
        syncing = "";
      }
    }
    return broken;
  }

  private static int indexOf(List<String> calls, int from, String word) {
    for (int i = from; i < calls.size(); i++) {
      if (calls.get(i).contains(word)) {
        return i;
      }
    }
    throw new AssertionError("no call with " + word + " among " + calls.size());
  }
}
