package dev.aegis.agent;

import dev.aegis.room.Action;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Which kind of fix a person's words mean. */
final class ActionWords {
  private static final Map<Action.Kind, Pattern> WORDS = new EnumMap<>(Action.Kind.class);

  static {
    for (Action.Kind kind : Action.Kind.values()) {
      WORDS.put(kind, Pattern.compile("\\b(?:" + kind.wire() + "|" + words(kind) + ")"));
    }
  }

  private ActionWords() {}

  private static String words(Action.Kind kind) {
    return switch (kind) {
      case SCALE_PODS -> "scal(?:e|ing)|(?:more|add(?:ing)?) pods";
      case RESTART_PODS -> "re-?start";
      case ROLLBACK_DEPLOY -> "roll(?:ing)?[ -]?back|revert";
      case FAILOVER_REGION -> "fail(?:ing)?[ -]?over|(?:other|another) region";
      case ROLLBACK_AND_FAILOVER -> "roll(?:ing)?[ -]?back and (?:a )?fail(?:ing)?[ -]?over";
      case SHED_LOAD -> "shed|refus(?:e|ing) (?:some )?(?:load|requests)";
      case SET_FLAG -> "(?:feature )?flag";
      case SET_CONFIG -> "config|setting";
    };
  }

  /** The kind that is named first; of two that begin there the longer; empty for none. */
  static Optional<Action.Kind> kind(String question) {
    String text = question.toLowerCase(Locale.ROOT);
    record Found(Action.Kind kind, int start, int length) {}
    List<Found> found = new ArrayList<>();
    WORDS.forEach((kind, pattern) -> {
      var matcher = pattern.matcher(text);
      if (matcher.find()) {
        found.add(new Found(kind, matcher.start(), matcher.end() - matcher.start()));
      }
    });
    return found.stream()
        .min(Comparator.comparingInt(Found::start).thenComparingInt(f -> -f.length()))
        .map(Found::kind);
  }
}
