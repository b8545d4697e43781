package dev.aegis.room;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Exactly what shall be done, what it was proved by, and how it is taken back. An approval is bound
 * to its hash: change anything and the approval is void.
 *
 * @param action what is done
 * @param undo what takes it back; {@code null} where nothing does
 * @param whyUndo why it can or cannot be taken back, one sentence
 * @param expectedDuration from the first step to the last effect
 * @param blastRadius what is touched when it goes wrong
 * @param dollarsPerHour what the cloud costs more while it lasts
 * @param observedState the state of the targets the plan was made for, such as {@code pods=6
 *     version=v2.3.1}; it is read again before anything is done
 * @param validation id of the message that proved it
 */
public record Plan(
    Action action,
    @Nullable Action undo,
    String whyUndo,
    Duration expectedDuration,
    BlastRadius blastRadius,
    double dollarsPerHour,
    String observedState,
    MessageId validation) {
  public Plan {
    Objects.requireNonNull(action);
    Objects.requireNonNull(whyUndo);
    Objects.requireNonNull(expectedDuration);
    Objects.requireNonNull(blastRadius);
    Objects.requireNonNull(observedState);
    Objects.requireNonNull(validation);
    if (!Double.isFinite(dollarsPerHour)) {
      throw new IllegalArgumentException("expected a finite price");
    }
  }

  public boolean undoable() {
    return undo != null;
  }

  /** SHA-256 over every field in a fixed order, each with its length before it, in hex. */
  public String hash() {
    List<String> fields =
        List.of(
            action.kind().wire(),
            action.toString(),
            String.valueOf(undo),
            whyUndo,
            expectedDuration.toString(),
            blastRadius.name(),
            Double.toString(dollarsPerHour),
            observedState,
            validation.value());
    try {
      MessageDigest sha = MessageDigest.getInstance("SHA-256");
      for (String field : fields) {
        byte[] bytes = field.getBytes(StandardCharsets.UTF_8);
        sha.update((bytes.length + ":").getBytes(StandardCharsets.UTF_8));
        sha.update(bytes);
      }
      return HexFormat.of().formatHex(sha.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
