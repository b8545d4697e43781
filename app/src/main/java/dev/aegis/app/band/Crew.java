package dev.aegis.app.band;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.aegis.app.band.wire.Party;
import dev.aegis.app.band.wire.PartyType;
import dev.aegis.room.Handle;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Those who are in the room of every incident, as parties of its chat. */
final class Crew {
  /** In whose name everything runs. */
  static final UUID OWNER = named("owner");

  /** The slug before the handles of all agents here. */
  static final String HOUSE = "aegis";

  private static final Map<Handle, String> WORDS =
      Map.of(
          Handle.OBSERVER, "Sees that a service is in trouble and opens the room.",
          Handle.DIAGNOSTICIAN, "Finds the cause, and answers questions about telemetry.",
          Handle.REMEDIATOR, "Proposes fixes.",
          Handle.VALIDATOR, "Judges fixes in a replay of the incident.",
          Handle.COMMANDER, "Decides, asks for approval, executes and verifies.",
          Handle.SECURITY, "Reviews fixes with a large blast radius.",
          Handle.HUMAN, "The person on call.",
          Handle.POLICY, "What the owners have allowed in writing.",
          Handle.AEGIS, "Deadlines, and what targets reported.");

  private static final Map<UUID, Party> BY_ID =
      WORDS.keySet().stream().map(Crew::made).collect(Collectors.toMap(Party::id, p -> p));

  private Crew() {}

  private static UUID named(String name) {
    return UUID.nameUUIDFromBytes(("aegis crew " + name).getBytes(UTF_8));
  }

  private static Party made(Handle handle) {
    String slug = handle.name().substring(1);
    return new Party(
        named(slug),
        handle.equals(Handle.HUMAN) ? PartyType.USER : PartyType.AGENT,
        slug,
        HOUSE + "/" + slug,
        WORDS.getOrDefault(handle, ""),
        false,
        Instant.EPOCH);
  }

  /** One of them as a party; a stranger to this version as somebody of that name. */
  static Party of(Handle handle) {
    return BY_ID.getOrDefault(named(handle.name().substring(1)), made(handle));
  }

  static Map<UUID, Party> byId() {
    return BY_ID;
  }

  static List<Party> all() {
    return BY_ID.values().stream().sorted(byHandle()).toList();
  }

  private static java.util.Comparator<Party> byHandle() {
    Function<Party, String> handle = Party::handle;
    return java.util.Comparator.comparing(handle);
  }

  /** Names that nobody outside can have. */
  static Set<String> names() {
    return BY_ID.values().stream().map(Party::name).collect(Collectors.toSet());
  }
}
