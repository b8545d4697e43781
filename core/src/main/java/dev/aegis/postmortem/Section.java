package dev.aegis.postmortem;

import dev.aegis.postmortem.Block.Sentence;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A section of a report.
 *
 * @param edited where a person replaced its text
 */
public record Section(Kind kind, List<Block> blocks, Optional<Edited> edited) {

  /**
   * A person replaced the text of a section.
   *
   * @param by who did
   * @param at when they did
   * @param recorded what the record says
   * @param outdated whether the record said something else when they did
   */
  public record Edited(String by, Instant at, List<Block> recorded, boolean outdated) {
    public Edited {
      Objects.requireNonNull(by);
      Objects.requireNonNull(at);
      recorded = List.copyOf(recorded);
    }

    /** Who and when, in one sentence. */
    public String words() {
      return "Edited by "
          + by
          + " at "
          + Figures.dateTime(at)
          + " UTC."
          + (outdated ? " The record says something else now than it did then." : "");
    }
  }

  /** What a section is about, in the order in which they are read. */
  public enum Kind {
    SUMMARY("summary", "Summary"),
    IMPACT("impact", "Impact"),
    DETECTION("detection", "How it was noticed"),
    CAUSE("cause", "Root cause"),
    REJECTED("rejected", "What was considered and not done"),
    DONE("done", "What was done"),
    CHECKED("checked", "How it was checked"),
    FORECAST("forecast", "What was foreseen and what came"),
    WENT_WELL("went_well", "What went well"),
    FOLLOW_UPS("follow_ups", "What to do next"),
    TIMELINE("timeline", "Timeline"),
    TERMS("terms", "Words in the citations"),
    EDITS("edits", "What people changed in this report"),
    EVIDENCE("evidence", "Evidence");

    private final String key;
    private final String title;

    Kind(String key, String title) {
      this.key = key;
      this.title = title;
    }

    /** Whether its text can be replaced; the others are edited entry by entry, or not at all. */
    public boolean rewritable() {
      return switch (this) {
        case SUMMARY, IMPACT, DETECTION, CAUSE, REJECTED, DONE, CHECKED, FORECAST, WENT_WELL ->
            true;
        case FOLLOW_UPS, TIMELINE, TERMS, EDITS, EVIDENCE -> false;
      };
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
    Objects.requireNonNull(edited);
    blocks = List.copyOf(blocks);
  }

  /** One of the record's own. */
  public Section(Kind kind, List<Block> blocks) {
    this(kind, blocks, Optional.empty());
  }

  /** What it says, line by line, as plain text: what a person starts from who edits it. */
  public String text() {
    return blocks.stream().flatMap(Section::lines).collect(Collectors.joining("\n"));
  }

  private static Stream<String> lines(Block block) {
    return switch (block) {
      case Block.Sentences b -> b.all().stream().map(Sentence::line);
      case Block.Facts b -> b.all().stream().map(f -> f.label() + ": " + f.words());
      case Block.Moments b ->
          b.all().stream()
              .map(m -> Figures.dateTime(m.at()) + " " + m.who() + " " + m.what().line());
      case Block.Compared b ->
          b.all().stream()
              .map(p ->
                  p.label() + ": foreseen " + p.foreseenWords() + ", came " + p.measuredWords());
      case Block.Tasks b -> b.all().stream().map(Block.Task::what);
      case Block.Terms b -> b.all().stream().map(t -> t.word() + ": " + t.meaning());
      case Block.Cited b -> Stream.of(b.evidence().id() + " " + b.evidence().finding());
    };
  }
}
