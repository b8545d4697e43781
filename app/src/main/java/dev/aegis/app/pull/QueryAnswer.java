package dev.aegis.app.pull;

import dev.aegis.app.intake.CleanText;
import dev.aegis.app.scrape.FetchException.Reason;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;

/**
 * Reads an answer of <a href="https://prometheus.io/docs/prometheus/latest/querying/api/">the HTTP
 * API of Prometheus</a>, a series at a time: the whole of it never stands in memory as objects.
 * Keys that are not known are skipped, and so are pairs that are none. One answer; one thread.
 */
final class QueryAnswer {
  /** Samples of one series of an answer. */
  static final int MOST_SAMPLES = 1 << 20;

  private static final int SHOWN = 200;
  private static final double LATEST_SECONDS = 1e11;

  private static final JsonFactory JSON =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(16)
                  .maxStringLength(1 << 16)
                  .maxNameLength(4_096)
                  .maxNumberLength(64)
                  .maxTokenCount(40_000_000)
                  .build())
          .build();

  private final JsonParser in;
  private final PrometheusServer.Sink sink;
  private long[] millis = new long[256];
  private double[] values = new double[256];
  private int count;
  private long histograms;
  private boolean answered;
  private String status = "";
  private String error = "";

  private QueryAnswer(JsonParser in, PrometheusServer.Sink sink) {
    this.in = in;
    this.sink = sink;
  }

  /**
   * Hands on every series of an answer.
   *
   * @return native histograms that were left out
   * @throws PullException when it is no answer, or one that says that it failed; the series before
   *     the fault were handed on
   */
  static long read(byte[] body, PrometheusServer.Sink sink) {
    try (JsonParser in = JSON.createParser(ObjectReadContext.empty(), body)) {
      QueryAnswer answer = new QueryAnswer(in, sink);
      answer.whole();
      return answer.histograms;
    } catch (JacksonException e) {
      throw new PullException(
          Reason.UNREADABLE, "expected JSON within limits, found something else", e);
    }
  }

  private void whole() {
    if (in.nextToken() != JsonToken.START_OBJECT) {
      throw new PullException(
          Reason.UNREADABLE, "expected a JSON object, found something else", null);
    }
    while (in.nextToken() == JsonToken.PROPERTY_NAME) {
      String name = in.currentName();
      JsonToken value = in.nextToken();
      if (name.equals("data") && value == JsonToken.START_OBJECT) {
        data();
      } else if (name.equals("status") && value == JsonToken.VALUE_STRING) {
        status = in.getString();
      } else if (name.equals("error") && value == JsonToken.VALUE_STRING) {
        error = CleanText.line(in.getString(), SHOWN);
      } else {
        in.skipChildren();
      }
    }
    if (in.nextToken() != null) {
      throw new PullException(
          Reason.UNREADABLE, "expected one JSON object, found more behind it", null);
    }
    if (!status.equals("success") || !answered) {
      throw new PullException(
          Reason.UNREADABLE,
          "expected a successful answer with a list of results, found "
              + (error.isEmpty() ? "none" : "the error " + error),
          null);
    }
  }

  private void data() {
    while (in.nextToken() == JsonToken.PROPERTY_NAME) {
      String name = in.currentName();
      if (in.nextToken() == JsonToken.START_ARRAY && name.equals("result")) {
        answered = true;
        while (in.nextToken() != JsonToken.END_ARRAY) {
          series();
        }
      } else {
        in.skipChildren();
      }
    }
  }

  private void series() {
    if (in.currentToken() != JsonToken.START_OBJECT) {
      in.skipChildren();
      return;
    }
    Map<String, String> labels = new TreeMap<>();
    count = 0;
    while (in.nextToken() == JsonToken.PROPERTY_NAME) {
      String name = in.currentName();
      JsonToken value = in.nextToken();
      if (name.equals("metric") && value == JsonToken.START_OBJECT) {
        labels(labels);
      } else if (name.equals("values") && value == JsonToken.START_ARRAY) {
        while (in.nextToken() != JsonToken.END_ARRAY) {
          pair();
        }
      } else if (name.equals("value") && value == JsonToken.START_ARRAY) {
        pair();
      } else {
        histograms += name.equals("histograms") ? 1 : 0;
        in.skipChildren();
      }
    }
    sink.series(labels, millis, values, count);
  }

  private void labels(Map<String, String> labels) {
    while (in.nextToken() == JsonToken.PROPERTY_NAME) {
      String name = in.currentName();
      if (in.nextToken() == JsonToken.VALUE_STRING) {
        labels.put(name, in.getString());
      } else {
        in.skipChildren();
      }
    }
  }

  /**
   * A time in seconds and a value as text; one that is no later than the one before is left out.
   */
  private void pair() {
    if (in.currentToken() != JsonToken.START_ARRAY) {
      in.skipChildren();
      return;
    }
    double seconds = Double.NaN;
    double value = Double.NaN;
    int place = 0;
    for (JsonToken token = in.nextToken(); token != JsonToken.END_ARRAY; token = in.nextToken()) {
      if (place == 0 && token.isNumeric()) {
        seconds = in.getDoubleValue();
      } else if (place == 1 && token == JsonToken.VALUE_STRING) {
        value = number(in.getString());
      } else {
        in.skipChildren();
      }
      place++;
    }
    long at = Math.round(1e3 * seconds);
    if (Math.abs(seconds) < LATEST_SECONDS && (count == 0 || at > millis[count - 1])) {
      add(at, value);
    }
  }

  private void add(long at, double value) {
    if (count == millis.length) {
      if (count == MOST_SAMPLES) {
        throw new PullException(
            Reason.TOO_LARGE,
            "expected at most " + MOST_SAMPLES + " samples of a series, found more",
            null);
      }
      millis = Arrays.copyOf(millis, 2 * count);
      values = Arrays.copyOf(values, 2 * count);
    }
    millis[count] = at;
    values[count++] = value;
  }

  /** As Prometheus writes numbers; NaN for what is none. */
  private static double number(String text) {
    return switch (text) {
      case "+Inf" -> Double.POSITIVE_INFINITY;
      case "-Inf" -> Double.NEGATIVE_INFINITY;
      default -> {
        try {
          yield Double.parseDouble(text);
        } catch (NumberFormatException e) {
          yield Double.NaN;
        }
      }
    };
  }
}
