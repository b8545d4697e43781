package dev.aegis.question;

import dev.aegis.question.Meaning.Particle;
import dev.aegis.question.Question.Source;
import java.util.Locale;

/** The part of the grammar that is about log lines and changes. */
final class RowGrammar {
  private final Cursor cursor;
  private final Draft draft;

  RowGrammar(Cursor cursor, Draft draft) {
    this.cursor = cursor;
    this.draft = draft;
  }

  boolean sample() {
    String text = cursor.peek().text().toLowerCase(Locale.ROOT);
    if (text.contains("line") || text.contains("message") || text.contains("log")) {
      draft.source = Source.LOGS;
    }
    cursor.next();
    draft.asked.add(Particle.SAMPLE);
    return true;
  }

  boolean logs(Particle key) {
    cursor.next();
    draft.source = Source.LOGS;
    if (key == Particle.PATTERNS) {
      draft.asked.add(Particle.PATTERNS);
    }
    return true;
  }

  boolean containing() {
    cursor.next();
    cursor.skipFiller();
    Segment what = cursor.peek();
    if (draft.source != Source.LOGS && !cursor.nothing(0)) {
      return false;
    }
    if (cursor.atEnd()) {
      return false;
    }
    cursor.next();
    draft.contained.add(what.text());
    return true;
  }

  boolean text() {
    Segment here = cursor.next();
    if (draft.source != Source.LOGS) {
      throw new NotUnderstood(here.text(), "no label of the data has this value");
    }
    draft.contained.add(here.text());
    return true;
  }

  boolean changesNoun() {
    Segment here = cursor.next();
    boolean what = here.text().toLowerCase(Locale.ROOT).startsWith("what");
    if (what && (cursor.nextIs(Meaning.Superlative.class) || cursor.nextIs(Particle.FAST))) {
      draft.asked.add(Particle.CHANGED);
      return true;
    }
    if (!draft.metrics.isEmpty()) {
      draft.asked.add(Particle.CHANGED);
      return true;
    }
    draft.source = Source.CHANGES;
    return true;
  }

  boolean changes(Meaning.Change change) {
    Segment here = cursor.next();
    if (!draft.metrics.isEmpty() || draft.source == Source.LOGS) {
      throw new NotUnderstood(
          here.text(), "say how it bears on the question, such as \"since the deploy\"");
    }
    draft.source = Source.CHANGES;
    if (draft.changeKind != null && !draft.changeKind.equals(change.kind())) {
      draft.changeKind = draft.changeKind + "|" + change.kind();
    } else {
      draft.changeKind = change.kind();
    }
    return true;
  }
}
