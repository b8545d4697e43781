package dev.aegis.app.bandbus;

import dev.aegis.app.band.wire.WireJson;
import dev.aegis.app.cli.CommandFailure;
import dev.aegis.app.cli.ExitCode;
import dev.aegis.app.scrape.Outbound;
import dev.aegis.room.Handle;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * Where Band is and who we are there, from environment variables.
 *
 * @param rest address of the REST API, without its path
 * @param socket address of the socket, with its path
 * @param agents our agents there
 * @param human the person whose answers count
 * @param chat where all rooms are carried to; empty where each gets a chat of its own
 */
public record BandSettings(
    URI rest, URI socket, Map<Handle, Identity> agents, UUID human, Optional<UUID> chat) {
  static final String REST = "https://app.band.ai";
  static final String SOCKET = "wss://app.band.ai/api/v1/socket/websocket";

  private static final List<Handle> AGENTS =
      List.of(
          Handle.OBSERVER,
          Handle.DIAGNOSTICIAN,
          Handle.REMEDIATOR,
          Handle.VALIDATOR,
          Handle.COMMANDER,
          Handle.SECURITY);

  public BandSettings {
    agents = Map.copyOf(agents);
  }

  /**
   * From the environment. Everything that is missing or wrong is named in one message.
   *
   * @throws CommandFailure usage
   */
  public static BandSettings of(Map<String, String> environment) {
    Reading reading = new Reading(environment);
    Map<Handle, Identity> agents = new LinkedHashMap<>();
    for (Handle handle : AGENTS) {
      String name = "BAND_" + handle.name().substring(1).toUpperCase(Locale.ROOT);
      agents.put(handle, new Identity(reading.id(name + "_ID"), reading.text(name + "_KEY")));
    }
    UUID human = reading.id("BAND_HUMAN_ID");
    Optional<UUID> chat =
        reading.given("BAND_CHAT_ID").isEmpty()
            ? Optional.empty()
            : Optional.of(reading.id("BAND_CHAT_ID"));
    URI rest = reading.address("BAND_REST_URL", REST, "https", "http");
    URI socket = reading.address("BAND_WS_URL", SOCKET, "wss", "ws");
    reading.require(agents, human);
    return new BandSettings(rest, socket, agents, human, chat);
  }

  /** Who speaks for a sender that Band does not know: the commander. */
  Handle voiceOf(Handle sender) {
    return agents.containsKey(sender) ? sender : Handle.COMMANDER;
  }

  Identity of(Handle agent) {
    Identity identity = agents.get(agent);
    if (identity == null) {
      throw new IllegalArgumentException("expected one of our agents, found " + agent);
    }
    return identity;
  }

  /** Which of our agents has this id there. */
  Optional<Handle> agent(UUID id) {
    return agents.entrySet().stream()
        .filter(each -> each.getValue().id().equals(id))
        .map(Map.Entry::getKey)
        .findFirst();
  }

  /** Collects what is wrong. */
  private static final class Reading {
    private static final UUID NONE = new UUID(0, 0);

    private final Map<String, String> environment;
    private final List<String> missing = new ArrayList<>();
    private final List<String> wrong = new ArrayList<>();

    Reading(Map<String, String> environment) {
      this.environment = environment;
    }

    String given(String name) {
      return environment.getOrDefault(name, "").strip();
    }

    String text(String name) {
      String text = given(name);
      if (text.isEmpty()) {
        missing.add(name);
      } else if (!text.matches("[\\x21-\\x7e]{1,512}")) {
        wrong.add(name + ": expected a key without spaces, found something else");
      }
      return text;
    }

    UUID id(String name) {
      String text = given(name);
      if (text.isEmpty()) {
        missing.add(name);
        return NONE;
      }
      return WireJson.uuid(text)
          .orElseGet(() -> {
            wrong.add(name + ": expected a UUID, found something else");
            return NONE;
          });
    }

    URI address(String name, String usual, String secret, String open) {
      String text = given(name).isEmpty() ? usual : given(name);
      try {
        URI address = URI.create(text);
        String scheme = String.valueOf(address.getScheme()).toLowerCase(Locale.ROOT);
        boolean loopback = scheme.equals(open) && isLoopback(address);
        if (address.getUserInfo() != null || address.getQuery() != null) {
          wrong.add(name + ": expected an address without a user and a query");
        } else if (!scheme.equals(secret) && !loopback) {
          wrong.add(name + ": expected " + secret + "://, or " + open + ":// on this machine");
        } else {
          Outbound.whyNot(address).ifPresent(why -> wrong.add(name + ": " + why));
        }
        return address;
      } catch (IllegalArgumentException e) {
        wrong.add(name + ": expected an address, found something else");
        return URI.create(usual);
      }
    }

    private static boolean isLoopback(URI address) {
      try {
        return address.getHost() != null
            && InetAddress.getByName(address.getHost()).isLoopbackAddress();
      } catch (UnknownHostException e) {
        return false;
      }
    }

    void require(Map<Handle, Identity> agents, UUID human) {
      long different = agents.values().stream().map(Identity::id).distinct().count();
      boolean humanToo = agents.values().stream().anyMatch(each -> each.id().equals(human));
      if (missing.isEmpty() && wrong.isEmpty() && (different < agents.size() || humanToo)) {
        wrong.add("BAND_*_ID: expected each id once, found one twice");
      }
      if (missing.isEmpty() && wrong.isEmpty()) {
        return;
      }
      List<String> said = new ArrayList<>();
      if (!missing.isEmpty()) {
        said.add("expected " + String.join(", ", missing) + ", found none");
      }
      said.addAll(wrong);
      throw new CommandFailure(
          ExitCode.USAGE,
          "BUS=band: " + String.join("; ", said) + "; see docs/band.md, or set BUS=local");
    }
  }
}
