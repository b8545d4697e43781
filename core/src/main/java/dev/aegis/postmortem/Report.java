package dev.aegis.postmortem;

import dev.aegis.incident.Incident;
import dev.aegis.room.RoomMessage;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The report on an incident as a value: computed from the room's log and from nothing else, in
 * words for people who were not there. What the log does not hold is said to be missing or left
 * out; text of the log stands in citations. Pure: the same log gives the same report.
 *
 * @param incident such as {@code INC-2026-0001}; empty when nothing was said
 * @param title in one line
 * @param draft whether the incident is not over, so that the report will change
 * @param sections in the order in which they are read; only those that have something to say
 */
public record Report(String incident, String title, boolean draft, List<Section> sections) {
  public Report {
    Objects.requireNonNull(incident);
    Objects.requireNonNull(title);
    sections = List.copyOf(sections);
  }

  /** Reads the messages of one room, given in order. */
  public static Report of(List<RoomMessage> log) {
    return ReportWriter.write(Incident.of(log));
  }

  /** The same with what people changed in it, in order; each change is marked and told. */
  public Report with(List<Edit> edits) {
    return EditedReport.of(this, edits);
  }

  /** A section; empty where the report does not have it. */
  public Optional<Section> section(Section.Kind kind) {
    return sections.stream().filter(s -> s.kind() == kind).findFirst();
  }

  /** All sentences of a section that has any. */
  public Stream<Block.Sentence> sentences(Section.Kind kind) {
    return sections.stream()
        .filter(s -> s.kind() == kind)
        .flatMap(s -> s.blocks().stream())
        .filter(Block.Sentences.class::isInstance)
        .flatMap(b -> ((Block.Sentences) b).all().stream());
  }
}
