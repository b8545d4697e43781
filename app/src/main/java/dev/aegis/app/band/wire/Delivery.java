package dev.aegis.app.band.wire;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * How far one agent is with one message that mentions it. What is not processed stays to be done:
 * delivered, processing and failed alike.
 *
 * @param deliveredAt when it was posted
 * @param processedAt when it was done; {@code null} before
 * @param attempts in order; at most the last one is active
 */
public record Delivery(
    Status status, Instant deliveredAt, @Nullable Instant processedAt, List<Attempt> attempts) {
  /** Attempts that one agent has at one message. */
  public static final int MOST_ATTEMPTS = 100;

  /** Where it stands. */
  public enum Status {
    DELIVERED,
    PROCESSING,
    PROCESSED,
    FAILED;

    public String wire() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * One attempt.
   *
   * @param completedAt {@code null} while it is active
   * @param error what the agent said; {@code null} where it did not fail
   */
  public record Attempt(Instant startedAt, @Nullable Instant completedAt, @Nullable String error) {
    boolean isActive() {
      return completedAt == null;
    }

    private String status() {
      return isActive() ? "processing" : error == null ? "success" : "failed";
    }
  }

  public Delivery {
    attempts = List.copyOf(attempts);
  }

  /** Of a message that nobody has begun. */
  public static Delivery at(Instant posted) {
    return new Delivery(Status.DELIVERED, posted, null, List.of());
  }

  /** Whether it still has to be done. */
  public boolean isOpen() {
    return status != Status.PROCESSED;
  }

  /** Whether an attempt is under way. */
  public boolean isActive() {
    return !attempts.isEmpty() && attempts.getLast().isActive();
  }

  /**
   * A new attempt begins; one that is under way ends as it is.
   *
   * @throws ApiError 422 when it is done, 403 when there were too many
   */
  public Delivery begin(Instant now) {
    if (!isOpen()) {
      throw ApiError.unprocessable("already_processed", "expected a message that is not processed");
    }
    if (attempts.size() >= MOST_ATTEMPTS) {
      throw ApiError.limitReached("expected at most " + MOST_ATTEMPTS + " attempts at a message");
    }
    List<Attempt> all = new ArrayList<>(attempts);
    if (isActive()) {
      Attempt left = all.removeLast();
      all.add(new Attempt(left.startedAt(), now, "begun again"));
    }
    all.add(new Attempt(now, null, null));
    return new Delivery(Status.PROCESSING, deliveredAt, null, all);
  }

  /**
   * The active attempt succeeded.
   *
   * @throws ApiError 422 where none is active
   */
  public Delivery complete(Instant now) {
    return new Delivery(Status.PROCESSED, deliveredAt, now, ended(now, null));
  }

  /**
   * The active attempt failed.
   *
   * @throws ApiError 422 where none is active
   */
  public Delivery fail(Instant now, String error) {
    return new Delivery(Status.FAILED, deliveredAt, null, ended(now, error));
  }

  private List<Attempt> ended(Instant now, @Nullable String error) {
    if (!isActive()) {
      throw ApiError.unprocessable(
          "no_active_attempt", "expected an attempt that POST .../processing began, found none");
    }
    List<Attempt> all = new ArrayList<>(attempts);
    Attempt last = all.removeLast();
    all.add(new Attempt(last.startedAt(), now, error));
    return all;
  }

  /** What an agent is answered when it moved on. */
  public ObjectNode answer(String messageId) {
    ObjectNode json = WireJson.object().put("id", messageId).put("success", true);
    return json.put("status", status.wire()).put("attempt_number", attempts.size());
  }

  /** As it stands in the metadata of a message. */
  public ObjectNode json() {
    ObjectNode json = WireJson.object().put("status", status.wire());
    json.put("delivered_at", deliveredAt.toString());
    if (processedAt != null) {
      json.put("processed_at", processedAt.toString());
    }
    if (isActive()) {
      json.put("current_attempt", attempts.size());
    }
    ArrayNode all = json.putArray("attempts");
    for (int i = 0; i < attempts.size(); i++) {
      Attempt each = attempts.get(i);
      ObjectNode attempt = all.addObject().put("attempt_number", i + 1);
      attempt.put("status", each.status()).put("started_at", each.startedAt().toString());
      if (each.completedAt() != null) {
        attempt.put("completed_at", each.completedAt().toString());
      }
      if (each.error() != null) {
        attempt.put("error", each.error());
      }
    }
    return json;
  }
}
