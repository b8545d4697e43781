package dev.aegis.app.band;

import dev.aegis.app.band.wire.ApiError;
import dev.aegis.app.band.wire.Party;
import dev.aegis.app.band.wire.PartyType;
import dev.aegis.app.host.StateDirectory;
import dev.aegis.app.journal.Journal;
import dev.aegis.app.mask.Masking;
import dev.aegis.room.AgentBus;
import dev.aegis.room.RoomId;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Our rooms for agents and scripts outside, over Band's agent protocol: answers requests, and holds
 * the sockets. Whoever serves HTTP hands over what came. Used by many threads.
 */
public final class Band implements AutoCloseable {
  /** Where the API lies. */
  public static final String AGENTS = "/api/v1/agent/";

  public static final String PEOPLE = "/api/v1/me/";

  /** Where the socket lies. */
  public static final String SOCKET = "/api/v1/socket/websocket";

  /** The largest body of a request, in bytes. */
  public static final int BODY_BYTES = 256 << 10;

  /** A client speaks another serializer. */
  public static final int WRONG_VERSION = 1011;

  /** The newest rooms that get a chat at the start. */
  private static final int MOST_ROOMS = 200;

  private static final int RETRY_SECONDS = 1;
  private static final long SWEEP_SECONDS = 5;

  private final Directory directory;
  private final ChatDesk desk;
  private final Sockets sockets = new Sockets();
  private final Greetings greetings;
  private final AgentApi agents;
  private final HumanApi people;
  private final Rooms rooms;
  private final Pace pace = new Pace(Pace.BURST, Pace.A_SECOND);
  private final Pace framePace = new Pace(Pace.FRAMES, Pace.FRAMES_A_SECOND);
  private final InstantSource clock;
  private final Consumer<RuntimeException> failures;
  private final ScheduledExecutorService sweeper =
      Executors.newSingleThreadScheduledExecutor(Thread.ofVirtual().name("band-sweep").factory());

  private Band(
      Journal journal,
      AgentBus bus,
      StateDirectory home,
      Masking masking,
      List<Invitation> invitations,
      InstantSource clock,
      Consumer<RuntimeException> failures) {
    this.directory = new Directory(new Keys(home));
    this.clock = clock;
    this.failures = failures;
    this.desk =
        new ChatDesk(
            journal.chats(),
            directory,
            new IncidentBridge(bus, directory),
            new Announcer(sockets),
            clock);
    this.greetings = new Greetings(desk);
    Membership membership = new Membership(desk, UUID::randomUUID);
    Posting posting = new Posting(desk, UUID::randomUUID, masking::text);
    Deliveries deliveries = new Deliveries(desk);
    this.agents = new AgentApi(desk, membership, posting, deliveries, sockets);
    this.people = new HumanApi(desk, membership, posting, deliveries);
    this.rooms = new Rooms(desk, membership, invitations);
    List<RoomId> known = journal.rooms();
    known
        .subList(Math.max(0, known.size() - MOST_ROOMS), known.size())
        .forEach(room -> desk.chatOf(room, clock.instant()));
    posting.catchUp();
    var _ =
        sweeper.scheduleWithFixedDelay(this::sweep, SWEEP_SECONDS, SWEEP_SECONDS, TimeUnit.SECONDS);
  }

  /**
   * Takes up the chats of a journal.
   *
   * @param failures hears of what should not have happened
   */
  public static Band open(
      Journal journal,
      AgentBus bus,
      StateDirectory home,
      Masking masking,
      List<Invitation> invitations,
      InstantSource clock,
      Consumer<RuntimeException> failures) {
    return new Band(journal, bus, home, masking, invitations, clock, failures);
  }

  /** Whether an agent of this name has a key. */
  public static boolean hasAgent(StateDirectory home, String name) {
    return new Directory(new Keys(home))
        .outside(name)
        .filter(party -> party.type() == PartyType.AGENT)
        .isPresent();
  }

  /** From now on what is said in the room of an incident reaches its chat at once. */
  public void opened(RoomId room) {
    rooms.opened(room, clock.instant());
  }

  /** Answers a request, whatever it is. */
  public ApiReply answer(ApiRequest request) {
    try {
      return answered(request);
    } catch (ApiError e) {
      int retry = e.status() == 429 ? RETRY_SECONDS : 0;
      return new ApiReply(e.status(), e.json(UUID.randomUUID().toString()), retry);
    }
  }

  private ApiReply answered(ApiRequest request) {
    Party caller = directory.whose(request.key()).orElseThrow(ApiError::unauthorized);
    boolean forAgents = request.path().startsWith(AGENTS);
    if ((caller.type() == PartyType.AGENT) != forAgents) {
      throw ApiError.forbidden(
          forAgents
              ? "expected the key of an agent, found that of a user"
              : "expected the key of a user, found that of an agent");
    }
    requirePace(caller);
    String path = request.path().substring((forAgents ? AGENTS : PEOPLE).length());
    List<String> words = Arrays.stream(path.split("/")).filter(word -> !word.isEmpty()).toList();
    Asked asked = new Asked(caller, request.method(), words, request.parameters(), request.body());
    return forAgents ? agents.answer(asked) : people.answer(asked);
  }

  /**
   * Lets a request to something else than this API pass, with the key of a user. It counts as one.
   *
   * @throws ApiError 401, 403 or 429
   */
  public void requireUser(String key) {
    Party caller = directory.whose(key).orElseThrow(ApiError::unauthorized);
    if (caller.type() != PartyType.USER) {
      throw ApiError.forbidden("expected the key of a user, found that of an agent");
    }
    requirePace(caller);
  }

  private void requirePace(Party caller) {
    if (!pace.allows(caller.id(), clock.instant())) {
      throw ApiError.tooMany(
          "expected at most " + Pace.A_SECOND + " requests a second, after " + Pace.BURST);
    }
  }

  /**
   * Somebody who may open a socket.
   *
   * @param supported whether they speak our version; if not the socket is ended at once
   */
  public record Admitted(Party party, boolean supported) {}

  /**
   * Looks whether a socket may be opened.
   *
   * @param header the key in the header; empty where there is none, outranks the one in the query
   * @throws ApiError 400, 403, 409 or 429
   */
  public Admitted admit(String header, String query) {
    Map<String, String> parameters = ApiRequest.parameters(query);
    String key = header.isEmpty() ? parameters.getOrDefault("api_key", "") : header;
    Party party =
        directory
            .whose(key)
            .orElseThrow(() -> ApiError.forbidden("expected a key that is known, found another"));
    String agent = parameters.getOrDefault("agent_id", "");
    if (!agent.isEmpty() && !agent.equalsIgnoreCase(party.id().toString())) {
      throw ApiError.forbidden("expected the agent_id of the key, found another");
    }
    sockets.require(party, conflict(parameters.getOrDefault("on_conflict", "supersede")));
    return new Admitted(party, "2.0.0".equals(parameters.get("vsn")));
  }

  private static Sockets.Conflict conflict(String word) {
    return switch (word) {
      case "supersede" -> Sockets.Conflict.SUPERSEDE;
      case "reject" -> Sockets.Conflict.REJECT;
      default ->
          throw ApiError.refusedUpgrade(
              400, "invalid_on_conflict", "expected supersede or reject in on_conflict");
    };
  }

  /** Takes in a socket that is open. */
  public Connection connect(Admitted admitted, Line line) {
    Party party = admitted.party();
    Connection connection =
        new Connection(
            party,
            UUID.randomUUID(),
            line,
            greetings,
            () -> framePace.allows(party.id(), clock.instant()),
            clock,
            sockets.isFresh(party));
    sockets.open(connection);
    return connection;
  }

  /** Forgets a socket that has ended. */
  public void disconnected(Connection connection) {
    sockets.closed(connection);
  }

  /** How many sockets are open. */
  public int connected() {
    return sockets.count();
  }

  private void sweep() {
    try {
      Keys.Held held = directory.held();
      sockets.sweep(clock.instant(), party -> held.find(party.id()).isPresent());
    } catch (RuntimeException e) {
      failures.accept(e);
    }
  }

  /** Ends all sockets, so that those at the other end come again. */
  @Override
  public void close() {
    sweeper.shutdownNow();
    rooms.close();
    sockets.close();
  }
}
