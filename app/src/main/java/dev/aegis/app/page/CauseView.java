package dev.aegis.app.page;

import dev.aegis.app.terminal.Said;
import dev.aegis.incident.Incident;
import dev.aegis.room.Diagnosis;
import dev.aegis.room.Evidence;
import dev.aegis.room.Hypothesis;
import dev.aegis.room.RoomMessage;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A possible cause with what speaks for and against it.
 *
 * @param rank from 1
 * @param statement in the words of this incident
 * @param certainty in words and as a probability
 * @param weight the share of belief, 0 to 1
 * @param speaksFor strongest first
 * @param speaksAgainst strongest first
 */
public record CauseView(
    int rank,
    String statement,
    String certainty,
    double weight,
    List<Finding> speaksFor,
    List<Finding> speaksAgainst) {
  /** Of each side are shown so many. */
  private static final int MOST = 6;

  private static final double SLIGHT = 0.01;

  /**
   * One thing that was seen.
   *
   * @param text with its figures
   * @param evidence id of what it was read from; empty where that is not known
   * @param address of the page of that; empty where the room has none of that name
   */
  public record Finding(String text, String evidence, String address) {}

  /** The same in percent. */
  public long percent() {
    return Math.round(100 * weight);
  }

  public CauseView {
    speaksFor = List.copyOf(speaksFor);
    speaksAgainst = List.copyOf(speaksAgainst);
  }

  /** Whether it has hardly any weight. */
  public boolean slight() {
    return weight < SLIGHT;
  }

  /** Of the newest diagnosis, the likeliest first. */
  public static List<CauseView> of(Incident incident) {
    List<CauseView> causes = new ArrayList<>();
    Map<String, String> addresses = addresses(incident);
    for (Hypothesis h : incident.diagnosis().map(Diagnosis::hypotheses).orElse(List.of())) {
      causes.add(
          new CauseView(
              causes.size() + 1,
              Said.inert(h.statement()),
              Certainty.words(h.weight()),
              h.weight(),
              findings(h, 1, addresses),
              findings(h, -1, addresses)));
    }
    return List.copyOf(causes);
  }

  /** The page of each piece of evidence, where it was cited first. */
  private static Map<String, String> addresses(Incident incident) {
    Map<String, String> addresses = new HashMap<>();
    for (RoomMessage message : incident.log()) {
      for (Evidence evidence : Evidence.of(message.payload())) {
        addresses.putIfAbsent(
            evidence.id(), EvidenceView.address(evidence, incident, message.seq()));
      }
    }
    return addresses;
  }

  private static List<Finding> findings(
      Hypothesis hypothesis, int sign, Map<String, String> addresses) {
    return hypothesis.findings().stream()
        .filter(f -> f.decibans() * sign > 0)
        .limit(MOST)
        .map(f ->
            new Finding(
                Said.inert(f.text()),
                Said.inert(f.evidence()),
                addresses.getOrDefault(f.evidence(), "")))
        .toList();
  }
}
