package dev.aegis.app.page;

import dev.aegis.app.terminal.Said;
import dev.aegis.incident.Incident;
import dev.aegis.postmortem.Figures;
import dev.aegis.room.Challenge;
import dev.aegis.room.Claim;
import dev.aegis.room.Evidence;
import dev.aegis.room.Handle;
import dev.aegis.room.MemoryMark;
import dev.aegis.room.Payload;
import dev.aegis.room.Question;
import dev.aegis.room.Recheck;
import dev.aegis.room.Remark;
import dev.aegis.room.RoomMessage;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * One message of a room as people read it.
 *
 * @param seq its place in the room
 * @param said when, UTC
 * @param at the same, ISO 8601
 * @param sender its handle
 * @param voice whose glyph and colour it has: an agent's name, or {@code person}
 * @param kind its intent in words
 * @param to the handles that are asked to act
 * @param lines what it says
 * @param evidence what that rests on
 * @param claim whether an agent claims something here that people may challenge
 * @param figures of a claim that was looked at again: name, then, now
 */
public record MessageView(
    long seq,
    String said,
    String at,
    String sender,
    String voice,
    String kind,
    String to,
    List<Said.Line> lines,
    List<EvidenceView> evidence,
    boolean claim,
    List<List<String>> figures) {
  public MessageView {
    figures = List.copyOf(figures);
    lines = List.copyOf(lines);
    evidence = List.copyOf(evidence);
  }

  /**
   * A message as it reads after those before it.
   *
   * @param record the incident up to and with it
   */
  public static MessageView of(RoomMessage message, Incident record) {
    return new MessageView(
        message.seq(),
        Figures.time(message.ts()),
        message.ts().toString(),
        who(message),
        voice(message.sender()),
        message.intent().wire().replace('_', ' '),
        message.mentions().stream().map(Handle::name).collect(Collectors.joining(" ")),
        lines(message, record),
        Evidence.of(message.payload()).stream()
            .map(e -> EvidenceView.of(e, record, message.seq(), EvidenceView.MOST_ROWS))
            .toList(),
        Claim.isMadeIn(message),
        figures(message.payload()));
  }

  /** The figures of a recheck stand in a table of their own. */
  private static List<Said.Line> lines(RoomMessage message, Incident record) {
    List<Said.Line> all = Said.of(message, record).lines();
    return message.payload() instanceof Recheck ? all.subList(0, 1) : all;
  }

  /** A person by their name, everybody else by their handle. */
  static String who(RoomMessage message) {
    String name =
        switch (message.payload()) {
          case Question q -> q.by();
          case Remark r -> r.by();
          case Challenge c -> c.by();
          case MemoryMark m -> m.by();
          default -> "";
        };
    return name.isBlank() ? message.sender().name() : Said.inert(name);
  }

  private static List<List<String>> figures(Payload payload) {
    return payload instanceof Recheck recheck
        ? recheck.checked().stream()
            .flatMap(c -> c.figures().stream())
            .map(f -> Stream.of(f.name(), f.was(), f.now()).map(Said::inert).toList())
            .toList()
        : List.of();
  }

  private static String voice(Handle handle) {
    String name = handle.name().substring(1);
    return switch (name) {
      case "observer", "diagnostician", "remediator", "validator", "commander", "security" -> name;
      case "aegis" -> "aegis";
      default -> "person";
    };
  }
}
