package dev.aegis.app.serve;

import dev.aegis.app.access.Accounts;
import dev.aegis.app.journal.Journal;
import dev.aegis.app.mask.Masking;
import dev.aegis.app.notify.Answers;
import dev.aegis.app.notify.Channel;
import dev.aegis.app.notify.ChannelKind;
import dev.aegis.app.notify.Messenger;
import dev.aegis.app.notify.Outside;
import dev.aegis.app.notify.Pulse;
import dev.aegis.app.page.HealthView;
import dev.aegis.app.report.UpdateDesk;
import dev.aegis.notice.Notice;
import dev.aegis.room.RoomMessage;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What a running {@code serve} tells others, and how that goes. */
final class Notifying implements AutoCloseable {
  /** How long the past may be read before the first round. */
  static final Duration FIRST_ROUND = Duration.ofMinutes(30);

  /** Bytes of an answer. */
  private static final int ANSWER_BYTES = 64 << 10;

  private final Outside outside = new Outside();
  private final ServeConfig config;
  private final InstantSource clock;
  private final Consumer<String> notices;
  private final Instant started;
  private final Messenger messenger;
  private volatile @Nullable URI here;
  private @Nullable Pulse pulse;

  Notifying(
      ServeConfig config,
      Journal journal,
      Masking masking,
      InstantSource clock,
      Consumer<String> notices) {
    this.config = config;
    this.clock = clock;
    this.notices = notices;
    this.started = clock.instant();
    this.messenger =
        new Messenger(
            config.messages().channels(),
            journal,
            masking,
            this::page,
            room -> UpdateDesk.last(journal, room),
            clock,
            notices);
  }

  /** The room on a page: at the address that others know, or else on this machine. */
  private Optional<URI> page(Notice notice) {
    Listen listen = config.listen();
    URI base = listen == null ? here : listen.url();
    boolean incident = !notice.about().equals(Notice.OWN);
    return Optional.ofNullable(base)
        .map(url -> url.resolve(incident ? "/rooms/" + notice.about() : "/health"));
  }

  /**
   * Begins to send.
   *
   * @param address of this machine at which pages are shown
   * @param lastRound when everybody had a round last
   */
  void start(URI address, Supplier<Instant> lastRound) {
    here = address;
    messenger.start();
    Pulse beating =
        new Pulse(
            config.messages().beat(),
            now -> goesRound(lastRound.get(), now),
            messenger,
            clock,
            notices);
    pulse = beating;
    beating.start();
  }

  /** Whether the loop on call goes round, as far as can be seen. */
  boolean goesRound(Instant lastRound, Instant now) {
    return lastRound.equals(Instant.MIN)
        ? !started.plus(FIRST_ROUND).isBefore(now)
        : !lastRound.plus(OnDuty.STUCK).isBefore(now);
  }

  /** What takes the answers of people in channels that prove who they are. */
  List<Route> routes(
      ShownRooms rooms, Accounts accounts, Leaders leaders, Supplier<Optional<String>> stopped) {
    ChannelAnswers people =
        new ChannelAnswers(
            rooms::newest,
            name -> rooms.room(name).map(RoomFeed::incident),
            accounts,
            new ApprovalDoor(leaders::of, stopped, clock));
    List<Route> routes = new ArrayList<>();
    for (Channel channel : config.messages().channels()) {
      channel
          .answering()
          .map(answers -> endpoint(channel, answers, people))
          .ifPresent(endpoint ->
              routes.add(Route.sent(SlackAnswers.path(channel), ANSWER_BYTES, endpoint)));
    }
    return routes;
  }

  private Route.Endpoint endpoint(Channel channel, Answers answers, ChannelAnswers people) {
    return channel.kind() == ChannelKind.SLACK
        ? new SlackAnswers(channel, answers, people, outside, clock)::answer
        : new TelegramAnswers(channel, answers, people, clock)::answer;
  }

  /** A room has grown. */
  void heard(RoomMessage message) {
    messenger.heard(message);
  }

  /** For the metrics, by name and label. */
  Map<String, Long> values() {
    Map<String, Long> values = new TreeMap<>();
    for (Messenger.ChannelState state : messenger.states()) {
      String channel = "{channel=\"" + state.channel().name() + "\"";
      String total = "aegis_messages_total" + channel + ",what=\"";
      values.put("aegis_channel_down" + channel + "}", state.down() ? 1L : 0L);
      values.put("aegis_messages_waiting" + channel + "}", state.waiting());
      values.put(total + "sent\"}", state.sent());
      values.put(total + "folded\"}", state.folded());
      values.put(total + "refused\"}", state.refused());
      values.put(total + "dropped\"}", state.dropped());
    }
    Pulse beating = pulse;
    if (beating != null && config.messages().beat() != null) {
      values.put("aegis_beats_total{what=\"taken\"}", beating.sent());
      values.put("aegis_beats_total{what=\"failed\"}", beating.failed());
    }
    return values;
  }

  /** For the page, a row a channel. */
  List<HealthView.Row> rows() {
    List<HealthView.Row> rows = new ArrayList<>();
    for (Messenger.ChannelState state : messenger.states()) {
      boolean off = state.down() || !state.why().isEmpty();
      rows.add(
          new HealthView.Row(
              "message to " + state.channel().name(),
              state.down() ? "bad" : off ? "warn" : "good",
              state.down() ? "not taken" : off ? "tried again" : "goes out",
              state.channel().kind().word()
                  + ", "
                  + state.waiting()
                  + " waiting"
                  + (off ? ", last: " + state.why() : "")));
    }
    return rows;
  }

  @Override
  public void close() {
    Pulse beating = pulse;
    if (beating != null) {
      beating.close();
    }
    messenger.close();
    outside.close();
  }
}
