package dev.aegis.postmortem;

import dev.aegis.postmortem.Block.Sentence;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Applies what people changed to a report; each change is marked, and told at its end. */
final class EditedReport {
  private final Map<Section.Kind, Edit.Rewritten> texts = new LinkedHashMap<>();
  private final Map<String, Edit.Assigned> tasks = new LinkedHashMap<>();
  private final Map<String, Edit.Retimed> times = new LinkedHashMap<>();
  private final Set<String> dropped = new HashSet<>();

  /** What the record said when the text of a section was first replaced. */
  private final Map<Section.Kind, String> recordedThen = new LinkedHashMap<>();

  private EditedReport(List<Edit> edits) {
    for (Edit edit : edits) {
      switch (edit) {
        case Edit.Rewritten e -> {
          texts.put(e.section(), e);
          recordedThen.putIfAbsent(e.section(), e.before());
        }
        case Edit.Reverted e -> {
          texts.remove(e.section());
          recordedThen.remove(e.section());
        }
        case Edit.Assigned e -> {
          tasks.put(e.task(), e);
          dropped.remove(e.task());
        }
        case Edit.Dropped e -> {
          tasks.remove(e.task());
          dropped.add(e.task());
        }
        case Edit.Retimed e -> times.put(e.moment(), e);
      }
    }
  }

  static Report of(Report recorded, List<Edit> edits) {
    if (edits.isEmpty()) {
      return recorded;
    }
    EditedReport edited = new EditedReport(edits);
    List<Section> sections = new ArrayList<>();
    recorded.sections().stream()
        .filter(s -> s.kind() != Section.Kind.FOLLOW_UPS)
        .map(edited::section)
        .forEach(sections::add);
    edited.followUps(recorded).ifPresent(sections::add);
    sections.add(new Section(Section.Kind.EDITS, List.of(told(edits))));
    sections.sort(Comparator.comparing(Section::kind));
    return new Report(recorded.incident(), recorded.title(), recorded.draft(), sections);
  }

  private Section section(Section s) {
    Edit.Rewritten text = texts.get(s.kind());
    if (text != null) {
      List<Sentence> lines =
          text.text().lines().filter(l -> !l.isBlank()).map(Sentence::saying).toList();
      return new Section(
          s.kind(),
          List.of(new Block.Sentences(lines)),
          Optional.of(
              new Section.Edited(
                  text.by(),
                  text.at(),
                  s.blocks(),
                  !s.text().equals(recordedThen.getOrDefault(s.kind(), "")))));
    }
    return s.kind() == Section.Kind.TIMELINE
        ? new Section(s.kind(), s.blocks().stream().map(this::timed).toList())
        : s;
  }

  private Block timed(Block block) {
    return block instanceof Block.Moments m
        ? new Block.Moments(
            m.all().stream()
                .map(this::timed)
                .sorted(Comparator.comparing(Block.Moment::at))
                .toList())
        : block;
  }

  private Block.Moment timed(Block.Moment moment) {
    Edit.Retimed time = times.get(moment.key());
    return time == null || time.to().equals(moment.at())
        ? moment
        : new Block.Moment(
            time.to(),
            moment.who(),
            moment.what(),
            Optional.of(new Block.Correction(moment.at(), time.by(), time.at())));
  }

  /** Those of the record first; then those that people added, as long as somebody owns them. */
  private Optional<Section> followUps(Report recorded) {
    Map<String, Block.Task> all = new LinkedHashMap<>();
    recorded.sections().stream()
        .filter(s -> s.kind() == Section.Kind.FOLLOW_UPS)
        .flatMap(s -> s.blocks().stream())
        .filter(Block.Tasks.class::isInstance)
        .flatMap(b -> ((Block.Tasks) b).all().stream())
        .forEach(t -> all.put(t.what(), t));
    for (Edit.Assigned e : tasks.values()) {
      boolean known = all.containsKey(e.task());
      if (known || !e.owner().isEmpty() || e.due() != null) {
        all.put(
            e.task(),
            new Block.Task(
                e.task(),
                e.owner(),
                Optional.ofNullable(e.due()),
                Optional.of(new Block.Mark(e.by(), e.at(), !known))));
      }
    }
    dropped.forEach(all::remove);
    return all.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new Section(
                Section.Kind.FOLLOW_UPS, List.of(new Block.Tasks(List.copyOf(all.values())))));
  }

  private static Block.Moments told(List<Edit> edits) {
    return new Block.Moments(
        edits.stream().map(e -> new Block.Moment(e.at(), e.by(), told(e))).toList());
  }

  private static Sentence told(Edit edit) {
    return switch (edit) {
      case Edit.Rewritten e ->
          new Sentence("Wrote “" + e.section().title() + "” anew. Before it said:", e.before());
      case Edit.Reverted e ->
          new Sentence(
              "Gave “" + e.section().title() + "” the record's own text again. Before it said:",
              e.before());
      case Edit.Assigned e ->
          new Sentence(
              "Owner and day of a task: "
                  + owned(e.owner(), e.due())
                  + ", before "
                  + (e.before().isEmpty() ? "nobody" : e.before())
                  + ". The task:",
              e.task());
      case Edit.Dropped e ->
          new Sentence("Dropped a task, because " + e.reason() + ". The task:", e.task());
      case Edit.Retimed e ->
          Sentence.saying(
              "Gave a moment of the timeline the time "
                  + Figures.dateTime(e.to())
                  + " UTC; before it stood at "
                  + Figures.dateTime(e.before())
                  + " UTC.");
    };
  }

  /** Who owns a task until when, in words. */
  static String owned(String owner, @org.jspecify.annotations.Nullable LocalDate due) {
    String who = owner.isEmpty() ? "nobody" : owner;
    return due == null ? who : who + ", until " + due;
  }
}
