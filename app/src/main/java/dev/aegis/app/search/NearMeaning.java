package dev.aegis.app.search;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/**
 * Ranks texts by how near they are in meaning to what is searched for (cosine). Loads and reads in
 * the background, one text after the other: nobody waits for it, who asks again is told more. Where
 * no {@link Meaning} is there, it finds nothing and says nothing. Used by many threads.
 */
public final class NearMeaning implements AutoCloseable {
  /**
   * Searches of a few words are at 0.19 to 0.54 from an incident that they mean, and at 0.17 at
   * most from one that has nothing to do with them.
   */
  static final double NEAR = 0.18;

  /** Longer searches are no sentences. */
  private static final int LONGEST_SEARCH = 300;

  private static final int MOST_KEPT = 1_000;

  private final Path cache;
  private final ExecutorService reader =
      Executors.newSingleThreadExecutor(Thread.ofPlatform().daemon().name("meaning").factory());
  private final Map<String, float[]> read = new HashMap<>();
  private State state = State.NOT_ASKED;
  private String why = "";
  private @Nullable Meaning meaning;

  /**
   * @param cache a directory for what has to be unpacked
   */
  public NearMeaning(Path cache) {
    this.cache = cache;
  }

  private enum State {
    NOT_ASKED,
    ABSENT,
    READING,
    READY,
    FAILED
  }

  /**
   * What was found.
   *
   * @param nearest indices of the texts that are near, the nearest first
   * @param note what people have to know of it; empty for nothing
   */
  public record Found(List<Integer> nearest, String note) {
    static final Found NOTHING = new Found(List.of(), "");

    public Found {
      nearest = List.copyOf(nearest);
    }
  }

  /**
   * Searches what was read so far, and has the rest read.
   *
   * @param search blank for nothing
   * @param most that are found
   */
  public synchronized Found nearest(String search, List<String> texts, int most) {
    if (search.isBlank() || texts.isEmpty()) {
      return Found.NOTHING;
    }
    if (state == State.NOT_ASKED) {
      load();
    }
    return switch (state) {
      case NOT_ASKED, ABSENT -> Found.NOTHING;
      case FAILED -> new Found(List.of(), "Search by meaning is off: " + why);
      case READING, READY -> ranked(cut(search), texts, most);
    };
  }

  private void load() {
    try {
      Optional<Meaning> found = ServiceLoader.load(Meaning.class).findFirst();
      state = found.isPresent() ? State.READING : State.ABSENT;
      found.ifPresent(m -> reader.execute(() -> open(m)));
    } catch (ServiceConfigurationError e) {
      failed(e);
    }
  }

  private void open(Meaning found) {
    try {
      found.open(cache);
      synchronized (this) {
        meaning = found;
        state = State.READY;
      }
    } catch (RuntimeException | LinkageError e) {
      failed(e);
    }
  }

  private synchronized void failed(Throwable e) {
    state = State.FAILED;
    why = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
  }

  private static String cut(String search) {
    return search.substring(0, Math.min(LONGEST_SEARCH, search.length()));
  }

  private Found ranked(String search, List<String> texts, int most) {
    float[] wanted = read.get(search);
    List<String> missing = new ArrayList<>();
    texts.stream().filter(text -> !read.containsKey(text)).forEach(missing::add);
    if (wanted == null) {
      missing.addFirst(search);
    }
    if (!missing.isEmpty()) {
      List<String> next = List.copyOf(missing);
      reader.execute(() -> next.forEach(this::read));
    }
    String note = missing.isEmpty() ? "" : "Reading what is near in meaning; more in a moment.";
    if (wanted == null) {
      return new Found(List.of(), note);
    }
    record Near(int text, double cosine) {}
    List<Near> near = new ArrayList<>();
    for (int i = 0; i < texts.size(); i++) {
      float[] points = read.get(texts.get(i));
      double cosine = points == null ? 0 : cosine(wanted, points);
      if (cosine >= NEAR) {
        near.add(new Near(i, cosine));
      }
    }
    near.sort(Comparator.comparingDouble(Near::cosine).reversed());
    List<Integer> nearest = near.stream().limit(most).map(Near::text).toList();
    return new Found(nearest, note);
  }

  private void read(String text) {
    Optional<Meaning> model = wantedFor(text);
    if (model.isEmpty()) {
      return;
    }
    try {
      keep(text, model.get().of(text));
    } catch (RuntimeException | LinkageError e) {
      failed(e);
    }
  }

  private synchronized Optional<Meaning> wantedFor(String text) {
    return state == State.READY && !read.containsKey(text)
        ? Optional.ofNullable(meaning)
        : Optional.empty();
  }

  private synchronized void keep(String text, float[] points) {
    if (read.size() >= MOST_KEPT) {
      read.clear();
    }
    read.put(text, points);
  }

  private static double cosine(float[] a, float[] b) {
    double product = 0;
    double ofA = 0;
    double ofB = 0;
    for (int i = 0; i < Math.min(a.length, b.length); i++) {
      product += (double) a[i] * b[i];
      ofA += (double) a[i] * a[i];
      ofB += (double) b[i] * b[i];
    }
    return ofA == 0 || ofB == 0 ? 0 : product / Math.sqrt(ofA * ofB);
  }

  @Override
  public void close() {
    reader.shutdownNow();
  }
}
