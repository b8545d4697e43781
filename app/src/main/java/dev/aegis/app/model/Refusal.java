package dev.aegis.app.model;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * How a provider's answer without a result is taken. Its own words are never repeated: they may
 * quote a key.
 */
public sealed interface Refusal {
  /** What happened, in words of ours. */
  String why();

  /**
   * Worth asking again.
   *
   * @param after not before this
   */
  record Again(String why, Duration after) implements Refusal {}

  /** This model cannot be had for a while; another one may. */
  record Elsewhere(String why) implements Refusal {}

  /** The request itself is at fault; nobody would answer it. */
  record Never(String why) implements Refusal {}

  /** The longest pause that a provider can ask for. */
  Duration LONGEST_PAUSE = Duration.ofMinutes(1);

  /** The pause where it asks for none. */
  Duration PAUSE = Duration.ofMillis(500);

  /**
   * What a status other than 2xx means at this provider.
   *
   * @param retryAfter the header of that name
   * @param body for what a gateway wraps into its own status
   */
  static Refusal of(Provider provider, int status, Optional<String> retryAfter, String body) {
    return switch (status) {
      case 400 ->
          provider == Provider.FEATHERLESS
              ? new Elsewhere("the model is cold at featherless (400), which takes minutes")
              : new Never("the provider refuses the request (400)");
      case 401 -> new Elsewhere("the provider refuses the key (401)");
      case 402 -> new Elsewhere("the provider wants to be paid (402)");
      case 403 ->
          new Elsewhere(
              switch (provider) {
                case AIML -> "out of credits at aiml (403)";
                case FEATHERLESS -> "the model is gated at featherless (403), unlock it there";
                case OPENAI -> "the provider forbids the model (403)";
              });
      case 404, 410 -> new Elsewhere("the provider does not have the model (" + status + ")");
      case 408 -> new Again("the provider gave up waiting (408)", PAUSE);
      case 429 -> new Again("too many requests at once (429)", pause(retryAfter));
      case 500, 502, 503, 504 ->
          isWrapped(body)
              ? new Elsewhere("the provider cannot reach the model (" + status + ")")
              : new Again("the provider is out of order (" + status + ")", pause(retryAfter));
      default ->
          status >= 300 && status < 400
              ? new Elsewhere("the address redirects (" + status + "), which is not followed")
              : new Never("the provider answers " + status);
    };
  }

  /** A gateway that hides the refusal of the one behind it in a 500. */
  private static boolean isWrapped(String body) {
    return List.of("400 ", "401 ", "403 ", "404 ").stream()
        .anyMatch(s -> body.contains("\"message\":\"" + s) || body.contains("\"message\": \"" + s));
  }

  private static Duration pause(Optional<String> retryAfter) {
    try {
      Duration asked =
          retryAfter
              .map(String::strip)
              .map(s -> Duration.ofMillis((long) (1_000 * Double.parseDouble(s))))
              .orElse(PAUSE);
      return asked.isNegative() || asked.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : asked;
    } catch (NumberFormatException e) {
      return PAUSE;
    }
  }
}
