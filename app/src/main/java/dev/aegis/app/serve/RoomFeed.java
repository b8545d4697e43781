package dev.aegis.app.serve;

import dev.aegis.app.page.Pages;
import dev.aegis.app.page.Part;
import dev.aegis.incident.Incident;
import dev.aegis.room.AgentBus;
import dev.aegis.room.RoomId;
import dev.aegis.room.RoomMessage;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * One room as it is shown: its log, rendered once for all who look on. A viewer reads from a place
 * of their own, so a slow one delays nobody and nothing waits in memory for them. While anybody
 * looks on, it hears each message as soon as it is durable.
 */
final class RoomFeed {
  /** After so long without a message a viewer hears that the connection lives. */
  static final long HEARTBEAT_SECONDS = 15;

  /** After so long it is looked whether what stands around the room has changed. */
  private static final long LOOK_SECONDS = 1;

  private final RoomId room;
  private final AgentBus.Seat seat;
  private final Pages pages;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition said = lock.newCondition();
  private final List<RoomMessage> log = new ArrayList<>();
  private final List<String> html = new ArrayList<>();
  private List<Part> parts = List.of();
  private int partsOf;
  private int viewers;
  private boolean closed;
  private AgentBus.@Nullable Subscription subscription;

  RoomFeed(RoomId room, AgentBus.Seat seat, Pages pages) {
    this.room = room;
    this.seat = seat;
    this.pages = pages;
  }

  /**
   * A room as of one message.
   *
   * @param incident its state
   * @param messages each message as HTML, by place; empty where one says nothing new
   * @param parts the rest of its page
   */
  record Shown(Incident incident, List<String> messages, List<Part> parts) {}

  /** What stands around a room on the page of one viewer. */
  @FunctionalInterface
  interface Around {
    /**
     * Its parts as of now.
     *
     * @throws IOException when the viewer may see no more
     */
    List<Part> parts() throws IOException;
  }

  /** The state of the room as of now. */
  Incident incident() {
    lock.lock();
    try {
      refresh();
      return Incident.of(log);
    } finally {
      lock.unlock();
    }
  }

  /** The room as of now. */
  Shown shown() {
    lock.lock();
    try {
      refresh();
      return rendered();
    } finally {
      lock.unlock();
    }
  }

  private void refresh() {
    long last = log.isEmpty() ? 0 : log.getLast().seq();
    log.addAll(seat.history(room, last));
  }

  private Shown rendered() {
    while (html.size() < log.size()) {
      html.add(pages.message(log.subList(0, html.size()), log.get(html.size())));
    }
    Incident incident = Incident.of(log);
    if (partsOf < log.size()) {
      parts = pages.parts(incident, log.getLast().ts());
      partsOf = log.size();
    }
    return new Shown(incident, List.copyOf(html), parts);
  }

  /**
   * Sends each message after a place once and in order, and each part of the page when it has
   * changed, until the viewer is gone or the feed is closed.
   */
  void follow(long after, Around around, Outgoing.Sink out) throws IOException {
    enter();
    try {
      Map<String, String> sent = new HashMap<>();
      out.send("retry: 2000\n\n");
      for (long seq = after; ; ) {
        List<Part> beside = around.parts();
        Shown now = shown();
        long size = now.messages().size();
        for (; seq < size; seq++) {
          out.send(Events.message(seq + 1, now.messages().get((int) seq)));
        }
        if (size > 0) {
          out.send(Events.clock(now.incident().log().getLast().ts()));
        }
        changed(now.parts(), sent, out);
        changed(beside, sent, out);
        if (!awaitNews(size, around, sent, out)) {
          out.send(Events.ended());
          return;
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      leave();
    }
  }

  private static void changed(List<Part> parts, Map<String, String> sent, Outgoing.Sink out)
      throws IOException {
    for (Part part : parts) {
      if (!part.version().equals(sent.put(part.id(), part.version()))) {
        out.send(Events.part(part));
      }
    }
  }

  /** Waits for the next message, with an eye on what is around; false when none will come. */
  private boolean awaitNews(long size, Around around, Map<String, String> sent, Outgoing.Sink out)
      throws IOException, InterruptedException {
    for (long waited = LOOK_SECONDS; !awaitBeyond(size); waited += LOOK_SECONDS) {
      if (isClosed()) {
        return false;
      }
      changed(around.parts(), sent, out);
      if (waited % HEARTBEAT_SECONDS == 0) {
        out.send(Events.HEARTBEAT);
      }
    }
    return true;
  }

  /** Waits until there are more messages; false when none came for a while, or none will. */
  private boolean awaitBeyond(long size) throws InterruptedException {
    lock.lock();
    try {
      long left = TimeUnit.SECONDS.toNanos(LOOK_SECONDS);
      while (log.size() <= size && left > 0 && !closed) {
        left = said.awaitNanos(left);
      }
      return log.size() > size;
    } finally {
      lock.unlock();
    }
  }

  private void enter() {
    lock.lock();
    try {
      viewers++;
      if (subscription == null) {
        refresh();
        long last = log.isEmpty() ? 0 : log.getLast().seq();
        subscription = seat.subscribe(room, last, _ -> heard());
      }
    } finally {
      lock.unlock();
    }
  }

  private void heard() {
    lock.lock();
    try {
      refresh();
      said.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private void leave() {
    AgentBus.Subscription ended = null;
    lock.lock();
    try {
      viewers--;
      if (viewers == 0) {
        ended = subscription;
        subscription = null;
      }
    } finally {
      lock.unlock();
    }
    if (ended != null) {
      ended.close();
    }
  }

  private boolean isClosed() {
    lock.lock();
    try {
      return closed;
    } finally {
      lock.unlock();
    }
  }

  /** Lets everybody who looks on go. */
  void close() {
    lock.lock();
    try {
      closed = true;
      said.signalAll();
    } finally {
      lock.unlock();
    }
  }
}
