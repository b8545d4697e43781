package dev.aegis.app.band.wire;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A chat that somebody wants to open, or the new title of one.
 *
 * @param title empty where none was given
 */
public record NewChat(String title, @Nullable UUID taskId) {
  /** The longest title. */
  public static final int MOST_CHARACTERS = 120;

  /**
   * From the body of a request.
   *
   * @throws ApiError 422
   */
  public static NewChat read(String body) {
    return Body.in(
        body,
        "chat",
        chat -> {
          String title = chat.optionalText("title");
          return new NewChat(title == null ? "" : checked(title), chat.optionalId("task_id"));
        });
  }

  /**
   * The title in the body of a request that changes it.
   *
   * @throws ApiError 422
   */
  public static String readTitle(String body) {
    return Body.in(body, "chat", chat -> checked(chat.text("title")));
  }

  private static String checked(String title) {
    boolean broken = title.codePoints().anyMatch(c -> c == '\r' || c == '\n' || c == 0);
    if (broken || title.length() > MOST_CHARACTERS) {
      throw ApiError.invalid(
          "/chat/title", "expected one line of at most " + MOST_CHARACTERS + " characters");
    }
    return title;
  }
}
