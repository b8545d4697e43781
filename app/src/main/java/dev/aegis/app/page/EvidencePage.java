package dev.aegis.app.page;

import dev.aegis.app.terminal.Said;
import dev.aegis.incident.Incident;
import dev.aegis.postmortem.Figures;
import dev.aegis.room.Diagnosis;
import dev.aegis.room.Evidence;
import dev.aegis.room.RoomMessage;
import java.util.List;

/**
 * A piece of evidence on a page of its own.
 *
 * @param room its room
 * @param seq the place in the room of whoever cites it
 * @param sender who that is
 * @param kind what they said, by its intent
 * @param at when, UTC
 * @param piece the evidence
 * @param rests what was said to rest on it
 */
public record EvidencePage(
    String room,
    long seq,
    String sender,
    String kind,
    String at,
    EvidenceView piece,
    List<Rests> rests) {
  private static final int MOST_ROWS = 1_000;

  /**
   * What rests on a piece of evidence.
   *
   * @param pro whether it speaks for the cause
   * @param finding what it shows
   * @param cause which cause that is
   */
  public record Rests(boolean pro, String finding, String cause) {}

  public EvidencePage {
    rests = List.copyOf(rests);
  }

  /** Of a message that cites it. */
  public static EvidencePage of(Incident incident, RoomMessage message, Evidence evidence) {
    return new EvidencePage(
        incident.room().map(Object::toString).orElse(""),
        message.seq(),
        MessageView.who(message),
        message.intent().wire().replace('_', ' '),
        Figures.dateTime(message.ts()) + " UTC",
        EvidenceView.of(evidence, incident, message.seq(), MOST_ROWS),
        message.payload() instanceof Diagnosis d ? rests(d, evidence.id()) : List.of());
  }

  private static List<Rests> rests(Diagnosis diagnosis, String evidence) {
    return diagnosis.hypotheses().stream()
        .flatMap(h ->
            h.findings().stream()
                .filter(f -> f.evidence().equals(evidence))
                .map(f ->
                    new Rests(f.decibans() > 0, Said.inert(f.text()), Said.inert(h.statement()))))
        .toList();
  }
}
