package dev.aegis.app.model;

import dev.aegis.agent.Reply;
import dev.aegis.agent.Turn;
import dev.aegis.app.host.Adviser;
import dev.aegis.room.Advice;
import dev.aegis.room.Handle;
import dev.aegis.room.RoomId;
import dev.aegis.room.RoomMessage;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;

/**
 * Asks models where a thread leads several rooms, which no model may hold up: the question goes out
 * on a thread of its own, and what comes back is checked and posted in a later round of its room.
 * Nothing can be looked up meanwhile, since the room goes on. What comes when the room is over is
 * lost. Used by many threads.
 */
public final class LateAdviser implements Adviser {
  /** Conversations side by side; above it a message goes without words. */
  static final int AT_ONCE = 4;

  private static final int MOST_ROOMS = 16;

  private final ModelAdviser models;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final Semaphore free = new Semaphore(AT_ONCE);

  /** Rooms that are over take nothing any more; the oldest are forgotten. */
  private final Map<RoomId, List<Returned>> returned =
      new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<RoomId, List<Returned>> eldest) {
          return size() > MOST_ROOMS;
        }
      };

  private record Returned(ModelAdviser.Request request, ModelAdviser.Answered answered) {}

  public LateAdviser(ModelAdviser models) {
    this.models = models;
  }

  @Override
  public List<Advice> beside(Handle agent, Turn turn, List<Reply> said) {
    return switch (models.prepared(agent, turn, said)) {
      case ModelAdviser.Silent silent -> silent.why();
      case ModelAdviser.Request request -> {
        if (free.tryAcquire()) {
          threads.execute(() -> ask(request));
        }
        yield List.of();
      }
    };
  }

  private void ask(ModelAdviser.Request request) {
    try {
      keep(new Returned(request, models.asked(request, List.of())));
    } finally {
      free.release();
    }
  }

  private synchronized void keep(Returned answer) {
    returned
        .computeIfAbsent(answer.request().turn().trigger().room(), _ -> new ArrayList<>())
        .add(answer);
  }

  private synchronized List<Returned> taken(RoomId room) {
    return Objects.requireNonNullElse(returned.remove(room), List.of());
  }

  @Override
  public List<Late> late(RoomId room, List<RoomMessage> log) {
    List<Late> late = new ArrayList<>();
    for (Returned each : taken(room)) {
      for (Advice advice : models.concluded(each.request(), each.answered())) {
        boolean again =
            !advice.silence().isEmpty()
                && (ModelAdviser.isTold(log, advice.silence())
                    || late.stream().anyMatch(l -> l.advice().silence().equals(advice.silence())));
        if (!again) {
          late.add(new Late(each.request().agent(), each.request().turn().trigger().id(), advice));
        }
      }
    }
    return late;
  }

  /** Nobody waits for an answer that is on its way. */
  @Override
  public void close() {
    threads.shutdownNow();
  }
}
