package dev.aegis.app.cli;

import dev.aegis.incident.Status;
import java.util.LinkedHashMap;
import java.util.Map;

/** How every command ends. The help, the README and the code have this one table. */
public enum ExitCode {
  DONE(0, "done or resolved"),
  INTERNAL(1, "internal failure"),
  USAGE(2, "usage"),
  BAD_INPUT(3, "bad input"),
  ESCALATED(4, "escalated or abstained"),
  DENIED(5, "denied by a person"),
  UNKNOWN(6, "outcome UNKNOWN");

  private final int code;
  private final String words;

  ExitCode(int code, String words) {
    this.code = code;
    this.words = words;
  }

  public int code() {
    return code;
  }

  /** For people. */
  public String words() {
    return words;
  }

  /** How a command ends that has led an incident as far as this. */
  public static ExitCode of(Status status) {
    return switch (status) {
      case RESOLVED, WAITING, RECOMMENDED -> DONE;
      case NOT_EXECUTED, REVERTED, LEFT_IN_PLACE, EXPIRED, ESCALATED -> ESCALATED;
      case DENIED -> DENIED;
      case UNKNOWN -> UNKNOWN;
      // A room that comes to rest without a decision, a request or an escalation has a fault.
      case OPEN -> INTERNAL;
    };
  }

  /** Code and words in ascending order. */
  static Map<String, String> table() {
    Map<String, String> table = new LinkedHashMap<>();
    for (ExitCode each : values()) {
      table.put(String.valueOf(each.code), each.words);
    }
    return table;
  }
}
