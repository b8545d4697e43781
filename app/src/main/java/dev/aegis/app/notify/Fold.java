package dev.aegis.app.notify;

import dev.aegis.app.journal.Outbox;
import dev.aegis.notice.Notice;
import dev.aegis.notice.Topic;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What is sent next of what waits. Where a channel is behind, the newest of an incident stands for
 * the earlier ones, and names them. What wakes somebody is never folded, unless the incident is
 * over.
 *
 * @param entry which is sent
 * @param notice what it says, with what it stands for
 * @param folded what it stands for
 */
record Fold(Outbox.Entry entry, Notice notice, List<Long> folded) {
  private record Waiting(Outbox.Entry entry, Notice notice) {}

  /**
   * Decides.
   *
   * @param waiting at least one, in the order in which they are tried
   */
  static Fold of(List<Outbox.Entry> waiting) {
    List<Waiting> all =
        waiting.stream().map(e -> new Waiting(e, NoticeJson.read(e.draft().body()))).toList();
    Waiting first = all.getFirst();
    List<Waiting> same =
        all.stream()
            .filter(w -> w.notice().about().equals(first.notice().about()))
            .sorted(Comparator.comparingLong(w -> w.entry().number()))
            .toList();
    boolean over = same.getLast().notice().topic().settles();
    if (first.entry().draft().urgent() && !over) {
      return new Fold(first.entry(), first.notice(), List.of());
    }
    List<Waiting> foldable =
        over ? same : same.stream().filter(w -> !w.entry().draft().urgent()).toList();
    Waiting newest = foldable.getLast();
    List<Waiting> before = foldable.subList(0, foldable.size() - 1);
    return new Fold(
        newest.entry(),
        worded(newest.notice(), before),
        before.stream().map(w -> w.entry().number()).toList());
  }

  private static Notice worded(Notice notice, List<Waiting> before) {
    if (before.isEmpty()) {
      return notice;
    }
    List<String> words = new ArrayList<>();
    before.stream().map(w -> w.notice().topic()).distinct().map(Topic::words).forEach(words::add);
    String earlier = words.stream().collect(Collectors.joining(", ", " Before that: ", "."));
    String detail = Notice.cut(notice.detail(), Notice.LONGEST_DETAIL - earlier.length());
    return notice.worded(notice.headline(), detail + earlier);
  }
}
