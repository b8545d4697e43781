package dev.aegis.app.page;

import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * The report on an incident, section by section, and what can be changed in it.
 *
 * @param room the incident's
 * @param draft whether it still follows the record and cannot be edited yet
 * @param asRecorded whether what people changed is left out
 * @param problem why the last edit was not taken; empty where there is none
 */
public record PostmortemView(
    String room,
    String title,
    boolean draft,
    boolean asRecorded,
    String problem,
    List<SectionView> sections) {
  public PostmortemView {
    Objects.requireNonNull(room);
    Objects.requireNonNull(title);
    Objects.requireNonNull(problem);
    sections = List.copyOf(sections);
  }

  /** Whether edits are offered. */
  public boolean editable() {
    return !draft && !asRecorded;
  }

  /**
   * A section.
   *
   * @param html what it says, escaped already
   * @param edited who replaced its text and when; empty where nobody did
   * @param recorded what the record says, escaped already; empty where it was not edited
   * @param text the same as {@code html} as plain text; empty where it cannot be replaced
   * @param version names what stands there
   * @param yours a text that came too late, beside what stands there now
   */
  public record SectionView(
      String key,
      String title,
      String html,
      String edited,
      String recorded,
      String text,
      String version,
      Optional<String> yours,
      List<TaskView> tasks,
      List<MomentChoice> moments) {
    public SectionView {
      tasks = List.copyOf(tasks);
      moments = List.copyOf(moments);
    }
  }

  /**
   * A task and who does it until when.
   *
   * @param version names owner and day as they are
   */
  public record TaskView(String what, String owner, String due, String version) {}

  /**
   * A moment of the timeline.
   *
   * @param value its key and its present time, as a form sends them
   */
  public record MomentChoice(String value, String label) {}
}
