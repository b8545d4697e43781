package dev.aegis.app.scenario;

import dev.aegis.app.scenario.Wire.Ask;
import dev.aegis.app.wire.RoomJson;
import dev.aegis.room.Action;
import dev.aegis.room.RoomMessage;
import dev.aegis.telemetry.Telemetry;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.List;

/** A world that lives in another process. Used by several threads, which ask in turn. */
final class FarWorld implements Outside {
  private final DataInputStream in;
  private final DataOutputStream out;
  private volatile Now now;

  FarWorld(DataInputStream in, DataOutputStream out) {
    this.in = in;
    this.out = out;
    this.now = ask(Ask.NOW, _ -> {}, FarWorld::readNow);
  }

  private record Now(Instant instant, boolean over) {}

  private static Now readNow(DataInputStream in) throws IOException {
    return new Now(Instant.parse(Wire.readText(in)), in.readBoolean());
  }

  private interface Question {
    void write(DataOutputStream out) throws IOException;
  }

  private interface Answer<T> {
    T read(DataInputStream in) throws IOException;
  }

  private synchronized <T> T ask(Ask ask, Question question, Answer<T> answer) {
    try {
      out.writeUTF(ask.name());
      question.write(out);
      out.flush();
      return answer.read(in);
    } catch (IOException e) {
      throw new UncheckedIOException("the world is gone", e);
    }
  }

  @Override
  public void tick() {
    now = ask(Ask.TICK, _ -> {}, FarWorld::readNow);
  }

  @Override
  public boolean over() {
    return now.over();
  }

  @Override
  public Instant instant() {
    return now.instant();
  }

  @Override
  public Telemetry telemetry() {
    return ask(Ask.TELEMETRY, _ -> {}, Wire::readTelemetry);
  }

  @Override
  public String state(Action action) {
    return ask(Ask.STATE, to -> Wire.writeAction(to, action), Wire::readText);
  }

  @Override
  public Rehearsal rehearse(Action action) {
    return ask(
        Ask.REHEARSE,
        to -> Wire.writeAction(to, action),
        from -> new Rehearsal(from.readBoolean(), Wire.readText(from)));
  }

  @Override
  public void dispatch(Order order) {
    String refusal =
        ask(
            Ask.DISPATCH,
            to -> {
              Wire.writeAction(to, order.action());
              Wire.writeText(to, order.key());
              to.writeLong(order.epoch());
            },
            Wire::readText);
    if (!refusal.isEmpty()) {
      throw new RefusedException(refusal);
    }
  }

  @Override
  public Sight look(Action action, String key) {
    return ask(
        Ask.LOOK,
        to -> {
          Wire.writeAction(to, action);
          Wire.writeText(to, key);
        },
        from -> Sight.valueOf(from.readUTF()));
  }

  @Override
  public void moment(String at) {
    tell(Ask.MOMENT, to -> Wire.writeText(to, at));
  }

  @Override
  public void acknowledged(List<RoomMessage> messages) {
    tell(
        Ask.ACKNOWLEDGED,
        to -> {
          to.writeInt(messages.size());
          for (RoomMessage message : messages) {
            Wire.writeText(to, RoomJson.write(message));
          }
        });
  }

  /** Returns when it was heard; never, when this process is to die of it. */
  private void tell(Ask ask, Question what) {
    if (!ask(ask, what, DataInputStream::readBoolean)) {
      throw new IllegalStateException("expected the world to hear of " + ask);
    }
  }
}
