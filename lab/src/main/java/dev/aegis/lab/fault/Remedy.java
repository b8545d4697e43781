package dev.aegis.lab.fault;

import java.util.List;

/**
 * An action that is expected to end a fault, or that only looks right. Written {@code set_flag
 * NAME=VALUE} where an action needs a setting, else as the action's name alone.
 *
 * @param setting empty where the action takes none
 * @param value empty where the action takes none
 */
public record Remedy(String action, String setting, String value) {
  /** The names of all actions. */
  public static final List<String> ACTIONS =
      List.of(
          "scale_pods",
          "restart_pods",
          "rollback_deploy",
          "failover_region",
          "rollback_and_failover",
          "shed_load",
          "set_flag",
          "set_config");

  public Remedy {
    if (!ACTIONS.contains(action)) {
      throw new FaultException(
          "expected one of " + String.join(", ", ACTIONS) + ", found " + action);
    }
    if (action.startsWith("set_") == (setting.isEmpty() || value.isEmpty())) {
      throw new FaultException(
          "expected NAME=VALUE after set_flag and set_config and after no other action, found "
              + action
              + " "
              + setting);
    }
  }

  /**
   * Reads what {@link #text} writes.
   *
   * @throws FaultException when it is no action, or lacks its setting
   */
  public static Remedy of(String text) {
    int space = text.indexOf(' ');
    int equals = text.indexOf('=');
    if (space < 0) {
      return new Remedy(text, "", "");
    }
    if (equals < space) {
      throw new FaultException("expected ACTION or ACTION NAME=VALUE, found " + text);
    }
    return new Remedy(
        text.substring(0, space),
        text.substring(space + 1, equals).strip(),
        text.substring(equals + 1).strip());
  }

  /** As written in files. */
  public String text() {
    return setting.isEmpty() ? action : action + " " + setting + "=" + value;
  }
}
