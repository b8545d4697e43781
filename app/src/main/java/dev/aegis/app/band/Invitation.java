package dev.aegis.app.band;

import dev.aegis.app.intake.YamlSection;
import dev.aegis.room.Severity;
import dev.aegis.room.Signal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/**
 * Which incidents an outside agent is brought into.
 *
 * @param agent its name
 * @param services of which; empty for all
 * @param severities of which; empty for all
 */
public record Invitation(String agent, Set<String> services, Set<Severity> severities) {
  /** The key of the list in {@code aegis.yaml}. */
  public static final String KEY = "invite";

  private static final List<String> KEYS = List.of("agent", "services", "severities");
  private static final int MOST = 100;

  public Invitation {
    services = Set.copyOf(services);
    severities = Set.copyOf(severities);
  }

  /** Whether an incident that begins so is one of them. */
  public boolean matches(Signal signal) {
    return (services.isEmpty() || services.contains(signal.service()))
        && (severities.isEmpty() || severities.contains(signal.severity()));
  }

  /**
   * Those of a file.
   *
   * @throws dev.aegis.app.intake.IntakeException where one breaks its form
   */
  public static List<Invitation> all(YamlSection top) {
    List<Invitation> all = new ArrayList<>();
    for (YamlSection section : top.list(KEY, KEYS)) {
      String agent = section.required("agent");
      if (!Key.isName(agent)) {
        throw section.wrong("agent", "the name of an agent, as aegis agent add takes it");
      }
      List<Severity> severities = new ArrayList<>();
      for (String word : section.words("severities")) {
        severities.add(
            Arrays.stream(Severity.values())
                .filter(each -> each.name().equals(word))
                .findFirst()
                .orElseThrow(
                    () -> section.wrongWord("severities", "SEV1, SEV2, SEV3 or SEV4", word)));
      }
      all.add(new Invitation(agent, Set.copyOf(section.words("services")), Set.copyOf(severities)));
    }
    if (all.size() > MOST) {
      throw top.wrong(KEY, "at most " + MOST + " invitations");
    }
    return all;
  }
}
