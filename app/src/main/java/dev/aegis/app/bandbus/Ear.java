package dev.aegis.app.bandbus;

import dev.aegis.app.band.wire.ChatMessage;
import dev.aegis.room.Handle;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Listens for one of our agents: a socket that rings, and after each ring, each reconnect and each
 * heartbeat all that the agent has not processed. A message is processed once what became of it is
 * durable here; so one that is cut off comes again. Its thread is its own.
 */
final class Ear implements AutoCloseable {
  private static final int NOT_FOUND = 404;

  private final Handle agent;
  private final BandSettings settings;
  private final BandChats chats;
  private final HttpClient http;
  private final Rhythm rhythm;
  private final Heard heard;
  private final Consumer<String> notices;
  private final List<UUID> listened = new CopyOnWriteArrayList<>();
  private final Set<UUID> joined = new HashSet<>();
  private final Semaphore bell = new Semaphore(0);
  private final Thread thread;
  private volatile boolean closed;
  private @Nullable PhoenixLine line;
  private int failures;
  private boolean said;

  Ear(
      Handle agent,
      BandSettings settings,
      BandChats chats,
      HttpClient http,
      Rhythm rhythm,
      Heard heard,
      Consumer<String> notices) {
    this.agent = agent;
    this.settings = settings;
    this.chats = chats;
    this.http = http;
    this.rhythm = rhythm;
    this.heard = heard;
    this.notices = notices;
    this.thread = Thread.ofVirtual().name("ear-" + agent).unstarted(this::run);
  }

  void start() {
    thread.start();
  }

  /** From now on hears this chat as well. */
  void listen(UUID chat) {
    if (!listened.contains(chat)) {
      listened.add(chat);
      bell.release();
    }
  }

  private void run() {
    while (!closed) {
      try {
        beConnected();
        listened.forEach(this::hear);
        failures = 0;
        said = false;
        await();
      } catch (BandFailure e) {
        hangUp();
        failures++;
        say(e);
        pause(rhythm.retry(failures, e.askedWait()));
      } catch (RuntimeException e) {
        if (!closed) {
          notices.accept(agent + " no longer hears Band: " + e);
        }
        closed = true;
      }
    }
    hangUp();
  }

  private void beConnected() {
    PhoenixLine open = line;
    if (open != null && open.isSuperseded()) {
      notices.accept(
          agent + " is used by another process, which hears Band in the place of this one");
      closed = true;
      return;
    }
    if (open == null || open.hasEnded()) {
      hangUp();
      open =
          PhoenixLine.open(
              http, settings.socket(), settings.of(agent), rhythm.answer(), this::ring);
      line = open;
    }
  }

  /**
   * Hears a chat, and joins its topic once it is let in: until it is recruited it is not there, and
   * the topic of its rooms will ring.
   */
  private void hear(UUID chat) {
    PhoenixLine open = line;
    try {
      drain(chat);
      if (open != null && joined.add(chat)) {
        open.join("chat_room:" + chat);
        drain(chat);
      }
    } catch (BandFailure e) {
      if (e.status() != NOT_FOUND) {
        throw e;
      }
      joined.remove(chat);
    }
  }

  private void ring() {
    bell.release();
  }

  /** Until somebody rings; a heartbeat where nobody does. */
  private void await() {
    if (!closed && !pause(rhythm.heartbeat())) {
      PhoenixLine open = line;
      if (open != null && !open.heartbeat()) {
        hangUp();
      }
    }
  }

  private boolean pause(Duration most) {
    try {
      boolean rung = bell.tryAcquire(most.toMillis(), TimeUnit.MILLISECONDS);
      bell.drainPermits();
      return rung;
    } catch (InterruptedException e) {
      closed = true;
      return true;
    }
  }

  private void drain(UUID chat) {
    UUID before = null;
    for (Optional<JsonNode> next = next(chat); next.isPresent(); next = next(chat)) {
      UUID id = BandChats.idIn(next.get());
      if (closed || id.equals(before)) {
        return;
      }
      chats.processing(agent, chat, id);
      Optional<ChatMessage> message = BandChats.read(next.get());
      message.filter(m -> m.chat().equals(chat)).ifPresent(m -> heard.hear(chat, m));
      chats.processed(agent, chat, id);
      before = id;
    }
  }

  private Optional<JsonNode> next(UUID chat) {
    return closed ? Optional.empty() : chats.next(agent, chat);
  }

  private void say(BandFailure e) {
    if (!said && !closed) {
      said = true;
      notices.accept(agent + " cannot hear Band, and tries again: " + e.getMessage());
    }
  }

  private void hangUp() {
    joined.clear();
    PhoenixLine open = line;
    line = null;
    if (open != null) {
      open.close();
    }
  }

  @Override
  public void close() {
    closed = true;
    bell.release();
    thread.interrupt();
  }
}
