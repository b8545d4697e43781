package dev.aegis.app.serve;

import dev.aegis.app.band.wire.ChatMessage;
import dev.aegis.app.band.wire.WireJson;
import dev.aegis.app.bandbus.BandSettings;
import dev.aegis.app.testkit.Ran;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import tools.jackson.databind.JsonNode;

/**
 * A running {@code serve} that plays Band's part: our agents have keys there, and so has a person.
 */
public final class CrewOnBand implements AutoCloseable {
  private static final List<String> AGENTS =
      List.of("observer", "diagnostician", "remediator", "validator", "commander", "security");

  private final Served served;
  private final Path user;
  private final Map<String, String> environment = new HashMap<>();
  private final BandClient anna;
  private final BandClient stranger;

  private CrewOnBand(Path user, Served served) {
    this.user = user;
    this.served = served;
    for (String name : AGENTS) {
      JsonNode made = made("agent", "add", "our-" + name, "--description", "Ours", "--json");
      String variable = "BAND_" + name.toUpperCase(Locale.ROOT);
      environment.put(variable + "_ID", made.path("id").asString());
      environment.put(variable + "_KEY", made.path("key").asString());
    }
    anna = client(made("user", "key", "anna", "--json"));
    environment.put("BAND_HUMAN_ID", anna.id);
    stranger = client(made("agent", "add", "cost-watch", "--description", "Knows costs", "--json"));
    environment.put("BAND_REST_URL", address().toString());
    environment.put("BAND_WS_URL", socket().toString());
  }

  /** Starts it. */
  public static CrewOnBand start(Path user) throws Exception {
    Files.createDirectories(user.resolve(".aegis"));
    return new CrewOnBand(
        user, Served.start(user.resolve(".aegis"), "services: [checkout.yaml]\n"));
  }

  private JsonNode made(String... command) {
    return WireJson.parse(Ran.aegis(user, command).out()).orElseThrow();
  }

  private BandClient client(JsonNode made) {
    return new BandClient(address(), made.path("id").asString(), made.path("key").asString());
  }

  /** Where it is. */
  public URI address() {
    return served.onDuty.address();
  }

  /** Where its socket is. */
  public URI socket() {
    return URI.create(address().toString().replaceFirst("http", "ws") + "/api/v1/socket/websocket");
  }

  /** Our settings, with other addresses in the place of its own. */
  public BandSettings settings(URI rest, URI socket) {
    Map<String, String> other = new HashMap<>(environment);
    other.put("BAND_REST_URL", rest.toString());
    other.put("BAND_WS_URL", socket.toString());
    return BandSettings.of(other);
  }

  /** Our settings. */
  public BandSettings settings() {
    return settings(address(), socket());
  }

  /** The environment of a process that uses it. */
  public Map<String, String> environment() {
    return Map.copyOf(environment);
  }

  /** The id of one of our agents there, such as {@code commander}. */
  public String id(String agent) {
    return environment.getOrDefault("BAND_" + agent.toUpperCase(Locale.ROOT) + "_ID", "");
  }

  /** Ends the key of one of our agents. */
  public void revoke(String agent) {
    Ran.aegis(user, "agent", "remove", "our-" + agent);
  }

  /** The newest chat that the person is in. */
  public UUID chat() throws Exception {
    JsonNode chats = anna.get("me/chats?limit=1").data();
    return UUID.fromString(chats.path(0).path("id").asString());
  }

  /** All messages of a chat, oldest first. */
  public List<ChatMessage> messages(UUID chat) throws Exception {
    List<ChatMessage> all = new ArrayList<>();
    String cursor = "";
    do {
      JsonNode page =
          anna.get(
                  "me/chats/"
                      + chat
                      + "/messages?limit=100"
                      + (cursor.isEmpty() ? "" : "&cursor=" + cursor))
              .json();
      page.path("data").forEach(each -> all.add(ChatMessage.read(each)));
      cursor = page.path("metadata").path("next_cursor").asString("");
    } while (!cursor.isEmpty());
    return all.reversed();
  }

  /** The names of those in a chat. */
  public List<String> members(UUID chat) throws Exception {
    List<String> names = new ArrayList<>();
    anna.get("me/chats/" + chat + "/participants")
        .data()
        .forEach(each -> names.add(each.path("name").asString()));
    return names;
  }

  /** The person says something to one of our agents. */
  public void says(UUID chat, String to, String words) throws Exception {
    post(anna, "me", chat, to, words);
  }

  /** An agent of somebody else comes into a chat, and says something. */
  public void strangerSays(UUID chat, String to, String words) throws Exception {
    var _ =
        anna.post(
            "me/chats/" + chat + "/participants",
            "{\"participant\":{\"participant_id\":\"" + stranger.id + "\"}}");
    post(stranger, "agent", chat, to, words);
  }

  private void post(BandClient by, String api, UUID chat, String to, String words)
      throws Exception {
    var body = WireJson.object();
    body.putObject("message")
        .put("content", words)
        .putArray("mentions")
        .addObject()
        .put("id", id(to));
    BandClient.Answer answer = by.post(api + "/chats/" + chat + "/messages", body.toString());
    if (answer.status() != 201) {
      throw new AssertionError("expected 201, found " + answer.status() + " " + answer.json());
    }
  }

  @Override
  public void close() {
    anna.close();
    stranger.close();
    served.close();
  }
}
