package dev.aegis.app.model.langchain;

import dev.aegis.app.model.Conversation.Said;
import dev.aegis.app.model.Endpoint;
import dev.aegis.app.model.Refusal;
import dev.aegis.room.Advice.Exchange;
import dev.langchain4j.exception.HttpException;
import dev.langchain4j.http.client.HttpClient;
import dev.langchain4j.http.client.HttpClientBuilder;
import dev.langchain4j.http.client.HttpRequest;
import dev.langchain4j.http.client.SuccessfulHttpResponse;
import dev.langchain4j.http.client.sse.ServerSentEventListener;
import dev.langchain4j.http.client.sse.ServerSentEventParser;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * The requests of one conversation: its deadline, sizes, key, what a provider's refusals mean, and
 * the record of what was said. A status of 2xx is an answer, 201 as well. Nothing that a provider
 * says of an error is repeated anywhere. Used by one thread.
 */
final class ProviderHttp implements HttpClient {
  static final int MOST_BYTES = 256 << 10;
  private static final int MOST_TRIES = 3;

  private static final java.net.http.HttpClient CLIENT =
      java.net.http.HttpClient.newBuilder()
          .followRedirects(java.net.http.HttpClient.Redirect.NEVER)
          .connectTimeout(Duration.ofSeconds(10))
          .version(java.net.http.HttpClient.Version.HTTP_1_1)
          .build();

  private final Endpoint endpoint;
  private final Lanes lanes;
  private final long deadline;
  private final List<Exchange> exchanges = new ArrayList<>();
  private final Spending spending;
  private String failure = "";
  private boolean lasting;
  private boolean ours;

  ProviderHttp(Endpoint endpoint, Duration within, Lanes lanes) {
    this.endpoint = endpoint;
    this.lanes = lanes;
    this.deadline = System.nanoTime() + within.toNanos();
    this.spending = new Spending(endpoint.dollarsPerMillionTokens());
  }

  /** What came of the conversation. */
  Said said(String last) {
    String reason = failure.isEmpty() && last.isBlank() ? "it answered nothing" : failure;
    return new Said(
        reason.isEmpty() ? last : "",
        reason,
        lasting,
        ours,
        exchanges,
        spending.tokens(),
        spending.dollars());
  }

  /** A reason of ours, unless there is one already. */
  void failed(String why) {
    if (failure.isEmpty()) {
      failure = why;
    }
  }

  @Override
  public SuccessfulHttpResponse execute(HttpRequest request) {
    for (int attempt = 1; ; attempt++) {
      Refusal refusal;
      try {
        HttpResponse<String> response = answer(request);
        if (response.statusCode() / 100 == 2) {
          return taken(request, response);
        }
        refusal =
            Refusal.of(
                endpoint.provider(),
                response.statusCode(),
                response.headers().firstValue("retry-after"),
                response.body());
      } catch (TimeoutException e) {
        throw gaveUp("no answer in time", false);
      } catch (IOException e) {
        refusal = new Refusal.Again("the connection failed", Refusal.PAUSE);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw gaveUp("interrupted", false);
      }
      again(refusal, attempt);
    }
  }

  private SuccessfulHttpResponse taken(HttpRequest request, HttpResponse<String> response) {
    exchanges.add(new Exchange(request.body(), response.body()));
    spending.add(request.body(), response);
    return SuccessfulHttpResponse.builder()
        .statusCode(200)
        .headers(response.headers().map())
        .body(response.body())
        .build();
  }

  /** Waits where it is worth while. */
  private void again(Refusal refusal, int attempt) {
    switch (refusal) {
      case Refusal.Again again -> {
        long pause = again.after().toNanos() * attempt;
        if (attempt >= MOST_TRIES || pause >= left()) {
          throw gaveUp(again.why(), false);
        }
        try {
          TimeUnit.NANOSECONDS.sleep(pause);
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
          throw gaveUp("interrupted", false);
        }
      }
      case Refusal.Elsewhere elsewhere -> throw gaveUp(elsewhere.why(), true);
      case Refusal.Never never -> {
        ours = true;
        throw gaveUp(never.why(), false);
      }
    }
  }

  private HttpResponse<String> answer(HttpRequest request)
      throws IOException, InterruptedException, TimeoutException {
    int units = endpoint.unitsOfACall();
    if (!lanes.take(units, Duration.ofNanos(Math.max(0, left())))) {
      throw new TimeoutException();
    }
    CompletableFuture<HttpResponse<String>> call =
        CLIENT.sendAsync(
            of(request),
            HttpResponse.BodyHandlers.limiting(
                HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8), MOST_BYTES));
    try {
      return call.get(Math.max(0, left()), TimeUnit.NANOSECONDS);
    } catch (ExecutionException e) {
      throw new IOException(e.getCause());
    } finally {
      call.cancel(true);
      lanes.giveBack(units);
    }
  }

  private java.net.http.HttpRequest of(HttpRequest request) {
    java.net.http.HttpRequest.Builder builder =
        java.net.http.HttpRequest.newBuilder(URI.create(request.url()))
            .header("Content-Type", "application/json")
            .POST(java.net.http.HttpRequest.BodyPublishers.ofString(request.body()));
    Optional.of(endpoint.key().secret())
        .filter(key -> !key.isEmpty())
        .ifPresent(key -> builder.header("Authorization", "Bearer " + key));
    return builder.build();
  }

  private long left() {
    return deadline - System.nanoTime();
  }

  private HttpException gaveUp(String why, boolean goesOn) {
    failed(why);
    lasting = goesOn;
    return new HttpException(0, why);
  }

  @Override
  public void execute(
      HttpRequest request, ServerSentEventParser parser, ServerSentEventListener listener) {
    throw new UnsupportedOperationException("answers are taken whole, never as a stream");
  }

  /** Gives LangChain4j the client of one conversation. */
  record Builder(ProviderHttp client) implements HttpClientBuilder {
    @Override
    public Duration connectTimeout() {
      return Duration.ofSeconds(10);
    }

    @Override
    public HttpClientBuilder connectTimeout(Duration timeout) {
      return this;
    }

    @Override
    public Duration readTimeout() {
      return Duration.ofMinutes(1);
    }

    @Override
    public HttpClientBuilder readTimeout(Duration timeout) {
      return this;
    }

    @Override
    public HttpClient build() {
      return client;
    }
  }
}
