package dev.aegis.app.replay;

import dev.aegis.app.cli.CommandFailure;
import dev.aegis.app.cli.ExitCode;
import dev.aegis.app.cli.Nearest;
import dev.aegis.room.Action;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A fix in the words of a person: {@code scale_pods}, {@code scale_pods=12}, {@code
 * rollback_deploy=v41}, {@code failover_region=us-west-2}, {@code shed_load=20%}, {@code set_flag
 * retries=off}. What is left out is completed from the incident.
 *
 * @param kind what is done
 * @param setting the flag's or the key's name; empty where none was named
 * @param value how many, how much, which; empty where it is left open
 */
record AskedFix(Action.Kind kind, String setting, String value) {
  private static final Pattern FORM =
      Pattern.compile("(?s)([A-Za-z_]+)(?:\\s+([^=]*?))?(?:=(.*))?");
  private static final int MOST_PODS = 10_000;

  /**
   * Reads it.
   *
   * @throws CommandFailure USAGE when it is no fix
   */
  static AskedFix of(String text) {
    Matcher parts = FORM.matcher(text.strip());
    if (!parts.matches()) {
      throw wrong("a fix such as scale_pods or \"set_flag retries=off\"", text);
    }
    Action.Kind kind = kind(parts.group(1));
    String setting = parts.group(2) == null ? "" : parts.group(2).strip();
    String value = parts.group(3) == null ? "" : parts.group(3).strip();
    AskedFix fix = new AskedFix(kind, setting, value);
    if ((parts.group(3) != null && value.isEmpty()) || !fix.isInForm()) {
      throw wrong(fix.form(), text);
    }
    return fix;
  }

  private static Action.Kind kind(String word) {
    List<String> known = Arrays.stream(Action.Kind.values()).map(Action.Kind::wire).toList();
    return Action.Kind.fromWire(word)
        .orElseThrow(() ->
            wrong(
                "one of " + String.join(", ", known),
                word,
                Nearest.to(word, known).map(w -> "; did you mean " + w + "?").orElse(".")));
  }

  private boolean isInForm() {
    return switch (kind) {
      case SCALE_PODS -> setting.isEmpty() && (value.isEmpty() || isPods());
      case SHED_LOAD -> setting.isEmpty() && (value.isEmpty() || isShare());
      case ROLLBACK_DEPLOY, FAILOVER_REGION -> setting.isEmpty();
      case RESTART_PODS, ROLLBACK_AND_FAILOVER -> setting.isEmpty() && value.isEmpty();
      case SET_FLAG, SET_CONFIG -> setting.isEmpty() == value.isEmpty();
    };
  }

  private boolean isPods() {
    return value.matches("\\d{1,5}") && pods() >= 1 && pods() <= MOST_PODS;
  }

  private boolean isShare() {
    return value.matches("\\d{1,2}(\\.\\d+)?%|0?\\.\\d+") && share() > 0 && share() < 1;
  }

  int pods() {
    return Integer.parseInt(value);
  }

  /** 0 to 1. */
  double share() {
    return value.endsWith("%")
        ? Double.parseDouble(value.substring(0, value.length() - 1)) / 100
        : Double.parseDouble(value);
  }

  private String form() {
    return switch (kind) {
      case SCALE_PODS -> "scale_pods, or scale_pods=N with 1 to " + MOST_PODS + " pods";
      case SHED_LOAD -> "shed_load, or shed_load=20% with a share above 0 and below 100 %";
      case ROLLBACK_DEPLOY -> "rollback_deploy, or rollback_deploy=VERSION";
      case FAILOVER_REGION -> "failover_region, or failover_region=REGION";
      case RESTART_PODS, ROLLBACK_AND_FAILOVER -> kind.wire() + " alone";
      case SET_FLAG, SET_CONFIG -> kind.wire() + ", or \"" + kind.wire() + " NAME=VALUE\"";
    };
  }

  private static CommandFailure wrong(String expected, String found) {
    return wrong(expected, found, ".");
  }

  private static CommandFailure wrong(String expected, String found, String meant) {
    return new CommandFailure(
        ExitCode.USAGE,
        "expected "
            + expected
            + " for --fix, found "
            + found
            + meant
            + " See 'aegis replay --help'.");
  }
}
