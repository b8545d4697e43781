package dev.aegis.twin;

import dev.aegis.room.Action;
import dev.aegis.telemetry.Change;

/**
 * A flag or a configuration value that was changed.
 *
 * @param kind flag or configuration
 * @param setting its name
 * @param from the value before
 * @param to the value after
 * @param atSeconds in the history's seconds
 */
record Turn(Change.Kind kind, String setting, String from, String to, double atSeconds) {
  /** The setting's name in the model, whatever its value. */
  String name() {
    return (kind == Change.Kind.FLAG ? "flag " : "config ") + setting;
  }

  /** The key of a value in {@link ServiceModel#effects}. */
  String key(String value) {
    return kind == Change.Kind.FLAG
        ? ServiceModel.flag(setting, value)
        : ServiceModel.config(setting, value);
  }

  Action action(String service) {
    return kind == Change.Kind.FLAG
        ? new Action.SetFlag(service, setting, from, to)
        : new Action.SetConfig(service, setting, from, to);
  }
}
