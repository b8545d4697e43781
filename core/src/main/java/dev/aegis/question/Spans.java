package dev.aegis.question;

import dev.aegis.question.Draft.Baseline;
import dev.aegis.question.Draft.Edge;
import dev.aegis.question.Question.Span;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The times of a draft, looked up in the data. */
final class Spans {
  private final Draft draft;
  private final Schema schema;
  private final Anchor.Finder finder;

  Spans(Draft draft, Schema schema) {
    this.draft = draft;
    this.schema = schema;
    Set<String> named = new TreeSet<>();
    Names names = new Names(schema);
    draft.filters.values().stream()
        .filter(f -> !f.negated() && names.labels("service").contains(f.column()))
        .forEach(f -> f.values().forEach(v -> named.add(v.toLowerCase(Locale.ROOT))));
    this.finder = new Anchor.Finder(schema, named);
  }

  /** What is asked about. */
  Span span() {
    if (draft.last != null) {
      Instant from = schema.to().minus(draft.last);
      return new Span(from, null, "in the last " + Phrases.duration(draft.last) + " of the data");
    }
    if (draft.now) {
      return new Span(
          schema.to().minus(schema.step()).plusMillis(1), null, "in the newest samples");
    }
    if (draft.first != null) {
      Instant to = schema.from().plus(draft.first);
      return new Span(null, to, "in the first " + Phrases.duration(draft.first) + " of the data");
    }
    if (draft.from != null || draft.to != null) {
      return between(draft.from, draft.to);
    }
    return draft.baseline == null ? Span.ALL : implied(draft.baseline);
  }

  /** The time that is meant when only what it is compared with was said. */
  private Span implied(Baseline baseline) {
    return switch (baseline) {
      case Baseline.Time time when time.from() == null && time.to() != null ->
          between(time.to(), null);
      case Baseline.Time time when time.to() == null && time.from() != null ->
          between(null, time.from());
      case Baseline.Just just ->
          new Span(
              schema.to().minus(just.length()),
              null,
              "in the last " + Phrases.duration(just.length()) + " of the data");
      case Baseline.Earlier earlier
          when draft.sameHour || earlier.by().equals(Duration.ofHours(1)) ->
          new Span(schema.to().minus(Duration.ofHours(1)), null, "in the last hour of the data");
      case Baseline.Time _, Baseline.Earlier _, Baseline.OtherSide _ ->
          throw new NotUnderstood(
              "compared",
              "it is not clear which time is compared; say it, such as \"in the last hour\"");
    };
  }

  /** What it is compared with; {@code null} when with nothing. */
  @Nullable Span baseline(Span span, boolean changed) {
    Baseline wanted = draft.baseline;
    if (wanted == null) {
      return changed && draft.since && span.from() != null ? otherSide(span) : null;
    }
    return switch (wanted) {
      case Baseline.OtherSide _ -> otherSide(span);
      case Baseline.Earlier earlier ->
          new Span(
              span.from() == null ? null : span.from().minus(earlier.by()),
              (span.to() == null ? schema.to().plusMillis(1) : span.to()).minus(earlier.by()),
              earlier.words());
      case Baseline.Just just -> just(span, just.length());
      case Baseline.Time time -> between(time.from(), time.to());
    };
  }

  private static Span just(Span span, Duration length) {
    if (span.from() == null) {
      throw new NotUnderstood("previous", "it is not clear before what; say a time");
    }
    return new Span(
        span.from().minus(length), span.from(), "in the " + Phrases.duration(length) + " before");
  }

  private static Span otherSide(Span span) {
    if (span.from() != null) {
      return new Span(null, span.from(), "before that");
    }
    if (span.to() != null) {
      return new Span(span.to(), null, "after that");
    }
    throw new NotUnderstood("before", "it is not clear before what; name a time or a change");
  }

  private Span between(@Nullable Edge from, @Nullable Edge to) {
    Instant start = from == null ? null : finder.find(from.anchor());
    Instant end = to == null ? null : finder.find(to.anchor());
    if (start != null && end != null && !start.isBefore(end)) {
      throw new NotUnderstood(
          to == null ? "" : to.words(),
          "the time ends at " + end + ", before it begins at " + start);
    }
    String words =
        from == null
            ? to == null ? "" : to.words()
            : to == null || to.words().equals(from.words())
                ? from.words()
                : from.words() + " " + to.words();
    return new Span(start, end, words);
  }
}
