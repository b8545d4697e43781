package dev.aegis.app.score.nezha;

import dev.aegis.app.score.culprit.Cells;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Requests as they went through services, put together from spans: a visit is all that one service
 * did on one call to it.
 */
final class Visits {
  /** One call to a service, and what it did. */
  static final class Visit {
    final String trace;
    final String service;
    final String operation;
    final double at;
    final boolean usual;
    final double seconds;
    final @Nullable Span callerSpan;
    final List<LogLines.Line> lines = new ArrayList<>();

    private Visit(Span first, @Nullable Span callerSpan) {
      this.trace = first.trace;
      this.service = first.service;
      this.operation = first.operation;
      this.at = first.at;
      this.usual = first.usual;
      this.seconds = first.seconds;
      this.callerSpan = callerSpan;
    }
  }

  /** One step of the work on a request. */
  record Span(
      String trace,
      String id,
      String parent,
      String service,
      String operation,
      double at,
      double seconds,
      boolean usual) {}

  private static final List<String> HEADER =
      List.of(
          "TraceID",
          "SpanID",
          "ParentID",
          "PodName",
          "OperationName",
          "StartTimeUnixNano",
          "EndTimeUnixNano",
          "Duration");
  private static final int DEEPEST = 200;

  private final Map<String, Span> spans = new HashMap<>();
  private final Map<String, Visit> visits = new HashMap<>();

  /**
   * Adds the spans of a file.
   *
   * @param usual whether they are from a normal time
   */
  void add(Path path, boolean usual) {
    Cells.read(
        path,
        (number, cells) -> {
          if (number == 1) {
            if (!cells.equals(HEADER)) {
              throw Cells.refused(
                  path,
                  1,
                  "the header " + String.join(",", HEADER),
                  String.join(",", cells),
                  new IllegalStateException());
            }
          } else if (cells.size() == HEADER.size()) {
            Span span =
                new Span(
                    cells.get(0),
                    cells.get(1),
                    cells.get(2),
                    Pods.service(cells.get(3)),
                    cells.get(4),
                    Cells.number(path, number, cells.get(5)) / 1e9,
                    Cells.number(path, number, cells.get(7)) / 1e6,
                    usual);
            spans.put(key(span.trace, span.id), span);
          }
        });
  }

  private static String key(String trace, String span) {
    return trace + " " + span;
  }

  /** The visits of all spans that were added. */
  List<Visit> all() {
    return spans.values().stream().filter(this::begins).map(this::visit).toList();
  }

  /** The visit that a span is part of; null when there is no such span. */
  @Nullable Visit of(String trace, String id) {
    Span span = spans.get(key(trace, id));
    for (int depth = 0; span != null && depth < DEEPEST; depth++) {
      if (begins(span)) {
        return visit(span);
      }
      span = spans.get(key(span.trace, span.parent));
    }
    return null;
  }

  private boolean begins(Span span) {
    Span parent = spans.get(key(span.trace, span.parent));
    return parent == null || !parent.service.equals(span.service);
  }

  private Visit visit(Span first) {
    return visits.computeIfAbsent(
        key(first.trace, first.id),
        k -> new Visit(first, spans.get(key(first.trace, first.parent))));
  }
}
