package dev.aegis.lab.fault;

import java.util.List;
import java.util.regex.Pattern;

/**
 * Something that goes wrong in the lab.
 *
 * @param id the word people type
 * @param title what happened, in a few words
 * @param changes what somebody did; empty when nobody did anything
 * @param effects what really happens
 * @param fixes what is expected to end it; measured, not believed
 * @param tempting what looks right and does not end it, or makes it worse
 * @param heldOut whether it is kept out of all tuning of the replay, so that its error rates are
 *     those of faults never seen before
 */
public record Fault(
    String id,
    String title,
    List<FaultChange> changes,
    List<Effect> effects,
    List<Remedy> fixes,
    List<Remedy> tempting,
    boolean heldOut) {
  private static final Pattern ID = Pattern.compile("[a-z][a-z0-9-]{0,39}");

  public Fault {
    if (!ID.matcher(id).matches()) {
      throw new FaultException("id: expected small letters, digits and -, found " + id);
    }
    if (title.isBlank()) {
      throw new FaultException("title: expected a few words, found none");
    }
    if (changes.isEmpty() && effects.isEmpty()) {
      throw new FaultException("expected changes or effects, found neither");
    }
    changes = List.copyOf(changes);
    effects = List.copyOf(effects);
    fixes = List.copyOf(fixes);
    tempting = List.copyOf(tempting);
  }
}
