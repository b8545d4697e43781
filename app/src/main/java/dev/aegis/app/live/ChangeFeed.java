package dev.aegis.app.live;

import dev.aegis.app.intake.CleanText;
import dev.aegis.app.scrape.FetchException;
import dev.aegis.app.scrape.JsonText;
import dev.aegis.app.scrape.LoopbackHttp;
import dev.aegis.telemetry.Change;
import java.net.URI;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Follows the changes that a control plane announces: {@code GET URL?after=SEQ} answers those after
 * the last one read, oldest first. Every word of them is cleaned; an entry without a time is left
 * out and counted. One caller at a time.
 */
public final class ChangeFeed {
  private static final int BYTES = 4 << 20;
  private static final int KEPT = 2_000;
  private static final int DESCRIPTION = 500;
  private static final String FORM = "a list of changes, each with seq, ts and kind";

  private final LoopbackHttp http;
  private final URI uri;
  private final Deque<Entry> entries = new ArrayDeque<>();
  private long sequence;
  private long unreadable;

  /**
   * A change and who made it.
   *
   * @param sequence its number in the feed
   * @param by as announced: cleaned, not proved; may be empty
   */
  public record Entry(long sequence, Change change, String by) {}

  /**
   * Reads nothing yet.
   *
   * @throws FetchException when the address is not on this machine
   */
  public ChangeFeed(LoopbackHttp http, URI uri) {
    LoopbackHttp.requireLoopback(uri);
    this.http = http;
    this.uri = uri;
  }

  /**
   * Reads what is new, and gives it.
   *
   * @throws FetchException when the answer does not come or is none; nothing is lost by it, since
   *     the next poll asks for the same again
   * @throws InterruptedException when the thread was interrupted
   */
  public List<Entry> poll() throws InterruptedException {
    URI after = URI.create(uri + (uri.getQuery() == null ? "?" : "&") + "after=" + sequence);
    JsonNode answer = JsonText.parse(after, http.get(after, "application/json", BYTES));
    if (!answer.isArray()) {
      throw JsonText.unreadable(after, FORM, "no list", null);
    }
    List<Entry> fresh = answer.valueStream().map(this::entry).filter(e -> e != null).toList();
    for (Entry entry : fresh) {
      entries.addLast(entry);
      if (entries.size() > KEPT) {
        entries.removeFirst();
      }
    }
    return fresh;
  }

  /** Everything read and kept, oldest first. */
  public List<Entry> entries() {
    return List.copyOf(entries);
  }

  /** The same without numbers and names of people. */
  List<Change> changes() {
    return entries.stream().map(Entry::change).toList();
  }

  /** Entries that were none. */
  public long unreadable() {
    return unreadable;
  }

  void dropBefore(Instant oldest) {
    while (!entries.isEmpty() && entries.getFirst().change().at().isBefore(oldest)) {
      entries.removeFirst();
    }
  }

  private @Nullable Entry entry(JsonNode node) {
    JsonNode number = node.isObject() ? node.get("seq") : null;
    if (number == null || !number.isIntegralNumber() || !number.canConvertToLong()) {
      unreadable++;
      return null;
    }
    long seq = number.asLong();
    if (seq <= sequence) {
      return null;
    }
    sequence = seq;
    Instant at = time(JsonText.text(node, "ts"));
    if (at == null) {
      unreadable++;
      return null;
    }
    return new Entry(seq, change(node, at), name(node, "by"));
  }

  private static Change change(JsonNode node, Instant at) {
    return new Change(
        at,
        kind(JsonText.text(node, "kind")),
        name(node, "service"),
        name(node, "region"),
        name(node, "version"),
        name(node, "previous"),
        CleanText.line(JsonText.text(node, "description"), DESCRIPTION),
        name(node, "setting"),
        name(node, "environment"),
        name(node, "commit"));
  }

  /** To the millisecond, as everything in telemetry. */
  static @Nullable Instant time(String text) {
    try {
      return Instant.ofEpochMilli(OffsetDateTime.parse(text).toInstant().toEpochMilli());
    } catch (DateTimeException | ArithmeticException e) {
      return null;
    }
  }

  private static String name(JsonNode node, String field) {
    return CleanText.name(JsonText.text(node, field));
  }

  private static Change.Kind kind(String word) {
    return switch (word.toLowerCase(Locale.ROOT)) {
      case "deploy" -> Change.Kind.DEPLOY;
      case "flag" -> Change.Kind.FLAG;
      case "scale" -> Change.Kind.SCALE;
      default -> Change.Kind.CONFIG;
    };
  }
}
