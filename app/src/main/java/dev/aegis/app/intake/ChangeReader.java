package dev.aegis.app.intake;

import dev.aegis.app.intake.IntakeException.Kind;
import dev.aegis.app.intake.IntakeReport.FileReport;
import dev.aegis.app.intake.JsonReader.Fields;
import dev.aegis.telemetry.Change;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads a file of change events: JSON, one object a line, YAML or a table. */
final class ChangeReader {
  private static final Pattern EMPTY_LIST =
      Pattern.compile(
          "\\s*(?:\\{\\s*\"?\\w+\"?\\s*:\\s*)?\\[\\s*\\]\\s*}?\\s*|\\w+:\\s*\\[\\s*\\]\\s*");

  private final Path path;
  private final IntakeLimits limits;
  private final Tally tally = new Tally();
  private final ChangeFields fields = new ChangeFields(tally);
  private final List<Change> changes = new ArrayList<>();
  private final List<String> kinds = new ArrayList<>();
  private long rows;

  ChangeReader(Path path, IntakeLimits limits) {
    this.path = path;
    this.limits = limits;
  }

  /**
   * All changes of the file, into the list.
   *
   * @throws IntakeException when it holds none
   */
  FileReport read(List<Change> into) {
    String text = TextFile.readAll(path, limits.declaredBytes());
    String format = read(text);
    if (changes.isEmpty() && !(rows == 0 && listed(text))) {
      throw new IntakeException(
          Kind.MALFORMED,
          path
              + ", row 1: expected change events with a time and a kind, service or version, found "
              + (rows == 0 ? "none" : rows + " rows without them")
              + "; see docs/input-formats.md");
    }
    into.addAll(changes);
    List<String> notes = new ArrayList<>();
    if (changes.isEmpty()) {
      notes.add("no changes recorded");
    }
    if (!fields.unknown().isEmpty()) {
      notes.add(
          "fields not used ("
              + fields.unknown().size()
              + "): "
              + String.join(", ", fields.unknown().stream().limit(12).toList()));
    }
    return new FileReport(path.toString(), format, rows, changes.size(), tally.problems(), notes);
  }

  /** Of each change that was read, its kind in the words of the file. */
  List<String> kinds() {
    return kinds;
  }

  /** A list without entries, such as {@code []}: nothing was changed, which is worth knowing. */
  private static boolean listed(String text) {
    return EMPTY_LIST.matcher(text).matches();
  }

  private String read(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    Sniffer.Finding finding =
        Sniffer.sniff(java.util.Arrays.copyOf(bytes, Math.min(bytes.length, Lines.BLOCK)));
    return switch (finding.format()) {
      case JSON -> {
        new JsonReader(this::record).document(new ByteArrayInputStream(bytes), tally);
        yield "changes, JSON";
      }
      case JSON_LINES -> {
        try {
          Lines lines = new Lines(new ByteArrayInputStream(bytes), limits.lineCharacters());
          new JsonReader(this::record).lines(lines, tally);
        } catch (IOException e) {
          throw TextFile.unreadable(path, e);
        }
        yield "changes, JSON lines";
      }
      case TABLE -> {
        table(text, finding.delimiter());
        yield "changes, table";
      }
      case LOG -> {
        yaml(YamlText.parse(text, path.toString()));
        yield "changes, YAML";
      }
      case EMPTY, BINARY, UTF_16 ->
          throw new IntakeException(
              Kind.NOT_TEXT, path + ": expected text in UTF-8, found " + finding.format().title());
    };
  }

  private boolean record(Fields found, @Nullable Fields parent, long row) {
    if (found.names.isEmpty()) {
      return true;
    }
    rows++;
    if (changes.size() >= limits.changes()) {
      tally.count("changes beyond those kept (" + limits.changes() + ")", row);
      return true;
    }
    Change change = fields.change(found, row);
    if (change != null) {
      changes.add(change);
      kinds.add(ChangeFields.saidKind(found));
    }
    return true;
  }

  private void table(String text, char delimiter) {
    CsvRow row = new CsvRow(delimiter);
    List<String> names = new ArrayList<>();
    long number = 0;
    for (String line : text.split("\r\n|\n|\r", -1)) {
      number++;
      if (line.isBlank() || line.startsWith("#")) {
        continue;
      }
      row.split(line);
      Fields found = new Fields();
      for (int i = 0; i < row.size(); i++) {
        if (i < names.size()) {
          found.add(names.get(i), row.text(i));
        }
      }
      if (names.isEmpty()) {
        for (int i = 0; i < row.size(); i++) {
          names.add(row.text(i).strip());
        }
      } else {
        record(found, null, number);
      }
    }
  }

  private void yaml(YamlNode node) {
    switch (node) {
      case YamlNode.Sequence sequence -> sequence.items().forEach(this::yaml);
      case YamlNode.Mapping mapping -> {
        YamlNode only =
            mapping.entries().size() == 1 ? mapping.entries().firstEntry().getValue() : null;
        if (only instanceof YamlNode.Sequence list) {
          yaml(list);
        } else {
          Fields found = new Fields();
          mapping.entries().forEach((key, value) -> addScalar(found, key, value));
          record(found, null, mapping.line());
        }
      }
      case YamlNode.Scalar scalar -> {
        rows++;
        tally.count("entries that are no change", scalar.line());
      }
    }
  }

  private static void addScalar(Fields found, String key, YamlNode value) {
    if (value instanceof YamlNode.Scalar scalar) {
      found.add(key, scalar.text());
    }
  }
}
