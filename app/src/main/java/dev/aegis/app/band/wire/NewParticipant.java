package dev.aegis.app.band.wire;

import java.util.Arrays;
import java.util.UUID;

/** Somebody who shall be in a chat. */
public record NewParticipant(UUID id, ChatRole role) {
  /**
   * From the body of a request.
   *
   * @throws ApiError 422
   */
  public static NewParticipant read(String body) {
    return Body.in(
        body,
        "participant",
        participant -> {
          UUID id = participant.id("participant_id");
          String role = participant.optionalText("role");
          return new NewParticipant(id, role == null ? ChatRole.MEMBER : role(role));
        });
  }

  private static ChatRole role(String wire) {
    return Arrays.stream(ChatRole.values())
        .filter(each -> each.wire().equals(wire))
        .findFirst()
        .orElseThrow(
            () -> ApiError.invalid("/participant/role", "expected owner, admin or member"));
  }
}
