package dev.aegis.app.series;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.InstantSource;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The newest points of every live series, in bounded memory. Whoever receives or pulls samples
 * writes them here, and telemetry for detection is read from here; the long history stays in the
 * servers that are made for it.
 *
 * <p><b>Bounds.</b> At each limit the newest data of known series wins over new series: a new
 * series finds no room, a known one always does. A series that is silent for as long as {@link
 * SeriesLimits#idle} makes room. Whatever is not kept is counted by its reason.
 *
 * <p><b>Memory.</b> Labels are numbers of symbols, each text being kept once; points lie in
 * primitive arrays. A series of ten labels and eight points takes some 300 bytes besides its texts.
 *
 * <p>Thread-safe: writers and readers take turns, a request at a time.
 */
public final class SeriesTable {
  private static final byte[] NAME = "__name__".getBytes(UTF_8);

  private final SeriesLimits limits;
  private final Predicate<String> watched;
  private final InstantSource clock;
  private final long key;
  private final ReentrantLock turn = new ReentrantLock();
  private final Writer writer;
  private final Map<Dropped, Long> dropped = new EnumMap<>(Dropped.class);

  private Symbols symbols;
  private LabelIndex labels = new LabelIndex();
  private final SpellingIndex spellings;
  private final Spelling nothing;
  private final PointPages points;
  private int[] generations = new int[256];
  private int[] seenSeconds = new int[256];
  private boolean[] isWatched = new boolean[256];
  private int[] free = new int[256];
  private int freed;
  private int end;
  private int live;
  private long kept;

  /**
   * Empty.
   *
   * @param watched names of metrics whose series are handed to {@link #read}
   * @param key for the hash, unknown to those who send
   */
  public SeriesTable(
      SeriesLimits limits, Predicate<String> watched, InstantSource clock, long key) {
    this.limits = limits;
    this.watched = watched;
    this.clock = clock;
    this.key = key;
    this.points = new PointPages(limits.points());
    this.symbols = new Symbols(key);
    this.spellings = new SpellingIndex(2 * limits.series());
    this.nothing = Spelling.keyed(key);
    this.writer = new Writer();
  }

  /** Sees the watched series, in no order; must not keep the view. */
  @FunctionalInterface
  public interface Visitor {
    /**
     * One series.
     *
     * @param series its number; the same for as long as it lives
     * @param generation differs from that of the series which had the number before
     */
    void series(int series, int generation, View view);
  }

  /** What can be asked of a series while it is visited. */
  public interface View {
    /** When its newest point was measured, in milliseconds since 1970. */
    long epochMillis();

    /** Its newest value: may be NaN or infinite. */
    double value();

    /** Its labels with its name as {@code __name__}. */
    Map<String, String> labels();
  }

  /** Counts of the table. */
  public record Counts(
      int series, int limit, long kept, int symbols, long symbolBytes, Map<Dropped, Long> dropped) {
    public Counts {
      dropped = Map.copyOf(dropped);
    }
  }

  /** Takes a turn at writing; {@link Writer#close} ends it. Waits for whoever has it. */
  public Writer write() {
    turn.lock();
    writer.begin();
    return writer;
  }

  /** Shows every watched series. Nobody writes meanwhile, so be quick. */
  public void read(Visitor visitor) {
    turn.lock();
    try {
      At view = new At();
      for (int series = 0; series < end; series++) {
        if (isWatched[series]) {
          view.series = series;
          visitor.series(series, generations[series], view);
        }
      }
    } finally {
      turn.unlock();
    }
  }

  /** What is kept and what was not. */
  public Counts counts() {
    turn.lock();
    try {
      Map<Dropped, Long> by = new TreeMap<>();
      for (Dropped reason : Dropped.values()) {
        by.put(reason, dropped.getOrDefault(reason, 0L));
      }
      return new Counts(live, limits.series(), kept, symbols.size(), symbols.bytes(), by);
    } finally {
      turn.unlock();
    }
  }

  /** Forgets the series that were silent for too long, and gives their number. */
  public int sweep() {
    turn.lock();
    try {
      int oldest = nowSeconds() - (int) limits.idle().toSeconds();
      int before = live;
      for (int series = 0; series < end; series++) {
        if (seenSeconds[series] != 0 && seenSeconds[series] < oldest) {
          forget(series);
        }
      }
      if (labels.mostlyGone()) {
        rebuild();
      }
      return before - live;
    } finally {
      turn.unlock();
    }
  }

  private void forget(int series) {
    labels.remove(series);
    // A spelling that leads here is that of nobody now.
    generations[series]++;
    seenSeconds[series] = 0;
    isWatched[series] = false;
    if (freed == free.length) {
      free = Arrays.copyOf(free, 2 * freed);
    }
    free[freed++] = series;
    live--;
  }

  /** Keeps only what a living series has. */
  private void rebuild() {
    Symbols fresh = new Symbols(key);
    LabelIndex index = new LabelIndex();
    int[] pairs = new int[2 * limits.labels()];
    for (int series = 0; series < end; series++) {
      if (seenSeconds[series] != 0) {
        int count = labels.count(series);
        for (int i = 0; i < count; i++) {
          pairs[2 * i] = fresh.adopt(symbols, labels.name(series, i));
          pairs[2 * i + 1] = fresh.adopt(symbols, labels.value(series, i));
        }
        sort(pairs, count);
        index.add(series, pairs, count);
      }
    }
    symbols = fresh;
    labels = index;
  }

  /** By the symbol of the name; few, so by insertion. */
  private static void sort(int[] pairs, int count) {
    for (int i = 1; i < count; i++) {
      int name = pairs[2 * i];
      int value = pairs[2 * i + 1];
      int at = i - 1;
      for (; at >= 0 && pairs[2 * at] > name; at--) {
        pairs[2 * at + 2] = pairs[2 * at];
        pairs[2 * at + 3] = pairs[2 * at + 1];
      }
      pairs[2 * at + 2] = name;
      pairs[2 * at + 3] = value;
    }
  }

  private int nowSeconds() {
    return (int) clock.instant().getEpochSecond();
  }

  /** The series that is being visited. */
  private final class At implements View {
    private int series;

    @Override
    public long epochMillis() {
      return points.epochMillis(series, 0);
    }

    @Override
    public double value() {
      return points.value(series, 0);
    }

    @Override
    public Map<String, String> labels() {
      Map<String, String> texts = new TreeMap<>();
      for (int i = 0; i < labels.count(series); i++) {
        texts.put(symbols.text(labels.name(series, i)), symbols.text(labels.value(series, i)));
      }
      return texts;
    }
  }

  /**
   * One turn at writing. For each series {@link #labels}, then its labels in any order, then {@link
   * #series}, then its points. Bytes that were handed in must not change before {@link #series}.
   */
  public final class Writer implements AutoCloseable {
    /** No such symbol yet, or no series. */
    public static final int NONE = -1;

    private int[] pairs = new int[2 * limits.labels()];
    private byte[][] texts = new byte[2 * limits.labels()][];
    private int[] from = new int[2 * limits.labels()];
    private int[] to = new int[2 * limits.labels()];
    private int count;
    private boolean unknown;
    private Dropped refusal = Dropped.BAD_LABELS;
    private boolean refused;
    private long nowMillis;

    private Writer() {}

    private void begin() {
      nowMillis = clock.millis();
    }

    /** Begins to spell the labels of a series. */
    public Spelling spelling() {
      return nothing;
    }

    /**
     * The series whose labels were spelt so before; {@link #NONE} where it is not known so. After
     * {@link #series} was asked with the labels apart, {@link #spelt} remembers it.
     */
    public int known(Spelling spelling) {
      return spellings.find(spelling, generations);
    }

    /** Remembers that this spells the series. */
    public void spelt(Spelling spelling, int series) {
      if (series >= 0) {
        spellings.put(spelling, series, generations[series]);
      }
    }

    /** Begins a series without labels. */
    public void labels() {
      count = 0;
      unknown = false;
      refused = false;
    }

    /** Adds a label in UTF-8; one with an empty value is no label. */
    public void label(
        byte[] name, int nameFrom, int nameTo, byte[] value, int valueFrom, int valueTo) {
      if (valueFrom == valueTo || refused) {
        return;
      }
      if (count == limits.labels()) {
        refuse(Dropped.LABEL_COUNT);
      } else if (nameTo - nameFrom > limits.labelBytes()
          || valueTo - valueFrom > limits.labelBytes()) {
        refuse(Dropped.LABEL_LENGTH);
      } else if (nameFrom == nameTo) {
        refuse(Dropped.BAD_LABELS);
      } else {
        text(2 * count, name, nameFrom, nameTo);
        text(2 * count + 1, value, valueFrom, valueTo);
        count++;
      }
    }

    /** The same of texts. */
    public void label(String name, String value) {
      byte[] nameBytes = name.getBytes(UTF_8);
      byte[] valueBytes = value.getBytes(UTF_8);
      label(nameBytes, 0, nameBytes.length, valueBytes, 0, valueBytes.length);
    }

    private void text(int place, byte[] text, int start, int stop) {
      int symbol = symbols.find(text, start, stop);
      pairs[place] = symbol;
      texts[place] = text;
      from[place] = start;
      to[place] = stop;
      unknown |= symbol < 0;
    }

    private void refuse(Dropped reason) {
      refused = true;
      refusal = reason;
    }

    /**
     * The number of the series with the labels given, which is known or finds room; {@link #NONE}
     * where it is refused.
     */
    public int series() {
      if (!refused && !unknown) {
        sort(pairs, count);
        int known = labels.find(pairs, count);
        if (known >= 0) {
          return known;
        }
      }
      return refused ? NONE : define();
    }

    private int define() {
      if (live >= limits.series()) {
        refuse(Dropped.SERIES_LIMIT);
        return NONE;
      }
      if (unknown && symbols.bytes() + newBytes() > limits.symbolBytes()) {
        refuse(Dropped.SYMBOL_BYTES);
        return NONE;
      }
      int name = name();
      if (name < 0) {
        refuse(Dropped.BAD_LABELS);
        return NONE;
      }
      for (int i = 0; unknown && i < 2 * count; i++) {
        if (pairs[i] < 0) {
          pairs[i] = symbols.intern(texts[i], from[i], to[i]);
        }
      }
      sort(pairs, count);
      return add(new String(texts[name], from[name], to[name] - from[name], UTF_8));
    }

    private long newBytes() {
      long bytes = 0;
      for (int i = 0; i < 2 * count; i++) {
        bytes += pairs[i] < 0 ? to[i] - from[i] : 0;
      }
      return bytes;
    }

    /** Where the metric's name is; {@link #NONE} where there is none, or some label is twice. */
    private int name() {
      int name = NONE;
      for (int i = 0; i < 2 * count; i += 2) {
        for (int j = 0; j < i; j += 2) {
          if (Arrays.equals(texts[i], from[i], to[i], texts[j], from[j], to[j])) {
            return NONE;
          }
        }
        if (Arrays.equals(texts[i], from[i], to[i], NAME, 0, NAME.length)) {
          name = i + 1;
        }
      }
      return name;
    }

    private int add(String name) {
      int series = freed > 0 ? free[--freed] : end++;
      if (series == generations.length) {
        int room = series + series / 2;
        generations = Arrays.copyOf(generations, room);
        seenSeconds = Arrays.copyOf(seenSeconds, room);
        isWatched = Arrays.copyOf(isWatched, room);
      }
      labels.add(series, pairs, count);
      points.clear(series);
      generations[series]++;
      seenSeconds[series] = (int) (nowMillis / 1_000);
      isWatched[series] = watched.test(name);
      live++;
      return series;
    }

    /**
     * Adds a point to a series; with {@link #NONE} it is counted for the reason for which the
     * series was refused.
     *
     * @return why it was not kept; {@code null} where it was
     */
    public @Nullable Dropped point(int series, long epochMillis, double value) {
      Dropped reason = series < 0 ? refusal : untimely(series, epochMillis);
      if (reason != null) {
        drop(reason, 1);
        return reason;
      }
      points.add(series, epochMillis, value);
      seenSeconds[series] = (int) (nowMillis / 1_000);
      kept++;
      return null;
    }

    private @Nullable Dropped untimely(int series, long epochMillis) {
      if (points.size(series) > 0 && epochMillis <= points.epochMillis(series, 0)) {
        return epochMillis == points.epochMillis(series, 0)
            ? Dropped.DUPLICATE
            : Dropped.OUT_OF_ORDER;
      }
      return epochMillis > nowMillis + limits.ahead().toMillis() ? Dropped.FUTURE : null;
    }

    /** The newest value of a series; 0 where it has none that is a number. */
    public double newest(int series) {
      double value = series < 0 || points.size(series) == 0 ? Double.NaN : points.value(series, 0);
      return Double.isNaN(value) ? 0 : value;
    }

    /** Counts points that could not be kept. */
    public void drop(Dropped reason, long many) {
      dropped.merge(reason, many, Long::sum);
    }

    @Override
    public void close() {
      Arrays.fill(texts, null);
      turn.unlock();
    }
  }
}
