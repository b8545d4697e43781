package dev.aegis.postmortem;

import java.util.List;
import java.util.Objects;

/** A section of a report. */
public record Section(Kind kind, List<Block> blocks) {

  /** What a section is about, in the order in which they are read. */
  public enum Kind {
    SUMMARY("summary", "Summary"),
    IMPACT("impact", "Impact"),
    DETECTION("detection", "How it was noticed"),
    CAUSE("cause", "Root cause"),
    REJECTED("rejected", "What was considered and not done"),
    DONE("done", "What was done"),
    FORECAST("forecast", "What was foreseen and what came"),
    WENT_WELL("went_well", "What went well"),
    FOLLOW_UPS("follow_ups", "What to do next"),
    TIMELINE("timeline", "Timeline"),
    TERMS("terms", "Words in the citations"),
    EVIDENCE("evidence", "Evidence");

    private final String key;
    private final String title;

    Kind(String key, String title) {
      this.key = key;
      this.title = title;
    }

    /** Names it for machines. */
    public String key() {
      return key;
    }

    /** Names it for people. */
    public String title() {
      return title;
    }
  }

  public Section {
    Objects.requireNonNull(kind);
    blocks = List.copyOf(blocks);
  }
}
