package dev.aegis.app.band.wire;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A text that somebody wants to post.
 *
 * @param content as it was written
 * @param targets whom it names
 */
public record NewMessage(String content, List<Target> targets) {
  /** The longest text. */
  public static final int MOST_CHARACTERS = 16_384;

  /** The most mentions. */
  public static final int MOST_MENTIONS = 1_000;

  /**
   * Somebody who is named; the id outranks the handle.
   *
   * @param delivers whether they shall receive it; a mere reference does not
   */
  public record Target(@Nullable UUID id, @Nullable String handle, boolean delivers) {}

  public NewMessage {
    targets = List.copyOf(targets);
  }

  /**
   * From the body of a request.
   *
   * @throws ApiError 422
   */
  public static NewMessage read(String body) {
    return Body.in(
        body,
        "message",
        message -> {
          String content = message.text("content");
          if (isInvisible(content)) {
            throw ApiError.invalid("/message/content", "expected something to read, found nothing");
          }
          if (content.length() > MOST_CHARACTERS) {
            throw ApiError.invalid(
                "/message/content", "expected at most " + MOST_CHARACTERS + " characters");
          }
          return new NewMessage(content, targets(message.optional("mentions")));
        });
  }

  /** Whether a person would see nothing. */
  static boolean isInvisible(String text) {
    return text.codePoints()
        .allMatch(c ->
            Character.isWhitespace(c)
                || Character.isSpaceChar(c)
                || Character.isISOControl(c)
                || Character.getType(c) == Character.FORMAT
                || Character.getType(c) == Character.UNASSIGNED);
  }

  private static List<Target> targets(@Nullable JsonNode mentions) {
    if (mentions == null) {
      return List.of();
    }
    if (!mentions.isArray() || mentions.size() > MOST_MENTIONS) {
      throw ApiError.invalid(
          "/message/mentions", "expected a list of at most " + MOST_MENTIONS + " mentions");
    }
    List<Target> targets = new ArrayList<>();
    for (JsonNode each : mentions) {
      targets.add(Body.all("/message/mentions/" + targets.size(), each, NewMessage::target));
    }
    return targets;
  }

  private static Target target(Body mention) {
    UUID id = mention.optionalId("id");
    String handle = mention.optionalText("handle");
    mention.optionalText("name");
    if (mention.isNull("kind")) {
      throw badKind();
    }
    String kind = mention.optionalText("kind");
    if (kind != null && !kind.equals("mention") && !kind.equals("reference")) {
      throw badKind();
    }
    if (id == null && handle == null) {
      throw ApiError.unprocessable(
          "mention_missing_identifier", "expected the id or the handle of who is mentioned");
    }
    return new Target(id, handle, !"reference".equals(kind));
  }

  private static ApiError badKind() {
    return ApiError.unprocessable(
        "invalid_mention_kind", "expected the kind mention or reference, found another");
  }

  /** The content with a token for each who is mentioned; one that is absent goes first. */
  public static String withTokens(String content, List<Mention> mentions) {
    StringBuilder missing = new StringBuilder();
    for (Mention mention : mentions) {
      if (!content.contains(mention.token())) {
        missing.append(mention.token()).append(' ');
      }
    }
    return missing.append(content).toString();
  }
}
