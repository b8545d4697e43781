package dev.aegis.app.journal;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.aegis.room.RoomException;
import dev.aegis.room.RoomId;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Alerts, kept from the moment they are acknowledged, before there is a room for them. Safe for use
 * by several threads.
 */
public final class Inbox {
  /** The largest alert, in bytes of UTF-8: 1 MiB. */
  public static final int MAX_BYTES = 1 << 20;

  private static final String SELECT =
      "SELECT id, source, received, body, room, digest FROM inbox ";

  /**
   * Those that came first go first, in the order of their arrival, not of a clock that may jump.
   */
  private static final String REMOVE =
      """
      DELETE FROM inbox WHERE entry IN (
        SELECT entry FROM inbox WHERE source <> ? AND received < ? ORDER BY entry LIMIT ?)
      """;

  private static final String INSERT = "INSERT INTO inbox VALUES (NULL, ?, ?, ?, ?, ?, NULL)";

  private final Store store;
  private final InstantSource clock;

  Inbox(Store store, InstantSource clock) {
    this.store = store;
    this.clock = clock;
  }

  /**
   * An alert as it came.
   *
   * @param id names it at its source, so that it is recognised when it is sent again
   * @param source who sent it, such as {@code alertmanager}
   * @param received when it was accepted
   * @param body word for word: untrusted text
   * @param room the room that took it; {@code null} while it waits
   */
  public record Alert(
      String id, String source, Instant received, String body, @Nullable RoomId room) {
    /** The room that took it; empty while it waits. */
    public Optional<RoomId> assigned() {
      return Optional.ofNullable(room);
    }
  }

  /**
   * Keeps an alert: it is durable when this returns. The same alert again is recognised by its id
   * and the one that is kept is returned.
   *
   * @throws RoomException CONFLICTING_ID for a known id with another source or body, MALFORMED for
   *     one that is too large, NOT_DURABLE when it could not be kept
   */
  public Alert accept(String id, String source, String body) {
    requireSmall(body);
    return store.write(connection -> {
      Optional<Alert> known = find(connection, id);
      if (known.isEmpty()) {
        return insert(connection, new Alert(id, source, clock.instant(), body, null));
      }
      if (!known.get().source().equals(source) || !known.get().body().equals(body)) {
        throw new RoomException(
            RoomException.Code.CONFLICTING_ID,
            "expected the alert that is known as \""
                + id
                + "\", found another under that id; give it an id of its own");
      }
      return known.get();
    });
  }

  /**
   * An alert that arrives.
   *
   * @param id as that of {@link Alert}
   */
  public record Arrival(String id, String source, String body) {}

  /**
   * Keeps all of them, or none, with one sync: they are durable when this returns. One whose id is
   * known already is left as it is, whatever it says now.
   *
   * @return the ids of those that were new
   * @throws RoomException MALFORMED for one that is too large, NOT_DURABLE when they could not be
   *     kept
   */
  public Set<String> acceptAll(List<Arrival> arrivals) {
    for (Arrival arrival : arrivals) {
      requireSmall(arrival.body());
    }
    return store.write(connection -> {
      Set<String> fresh = new LinkedHashSet<>();
      try (PreparedStatement insert =
          connection.prepareStatement(INSERT + " ON CONFLICT (id) DO NOTHING")) {
        for (Arrival each : arrivals) {
          bind(insert, new Alert(each.id(), each.source(), clock.instant(), each.body(), null));
          if (insert.executeUpdate() > 0) {
            fresh.add(each.id());
          }
        }
      }
      return fresh;
    });
  }

  private static void requireSmall(String body) {
    int bytes = body.getBytes(UTF_8).length;
    if (bytes > MAX_BYTES) {
      throw new RoomException(
          RoomException.Code.MALFORMED,
          "expected an alert of at most " + MAX_BYTES + " bytes, found " + bytes);
    }
  }

  /**
   * Gives an alert to a room; giving it to the same room again changes nothing.
   *
   * @throws RoomException CONFLICTING_ID when another room has it
   * @throws IllegalArgumentException when no such alert was accepted
   */
  public void assign(String id, RoomId room) {
    store.write(connection -> assign(connection, id, room));
  }

  /**
   * Opens a room for an alert, in one step: an alert that has a room keeps it, so that a crash
   * between the two can neither lose the alert nor open two rooms for it.
   *
   * @throws IllegalArgumentException when no such alert was accepted
   */
  public RoomId openRoom(String id, Instant now) {
    return store.write(connection -> {
      Optional<RoomId> taken = require(connection, id).assigned();
      return taken.isPresent() ? taken.get() : assign(connection, id, Rooms.open(connection, now));
    });
  }

  /**
   * The alerts that no room has taken, in the order in which they came.
   *
   * @throws RoomException UNREADABLE when one was changed on disk
   */
  public List<Alert> pending() {
    return all().stream().filter(alert -> alert.assigned().isEmpty()).toList();
  }

  /** All alerts, in the order in which they came. Throws what {@link #pending} throws. */
  public List<Alert> all() {
    List<Alert> all = new ArrayList<>();
    each(all::add);
    return all;
  }

  /** Those of one source, in the order in which they came. Throws what {@link #pending} throws. */
  public List<Alert> from(String source) {
    return store.read(connection -> {
      try (PreparedStatement select =
          connection.prepareStatement(SELECT + "WHERE source = ? ORDER BY entry")) {
        select.setString(1, source);
        return alerts(select);
      }
    });
  }

  /**
   * Shows every alert, in the order in which they came, without all of them in memory. Throws what
   * {@link #pending} throws.
   */
  public void each(Consumer<Alert> visitor) {
    store.read(connection -> {
      try (PreparedStatement select = connection.prepareStatement(SELECT + "ORDER BY entry");
          ResultSet row = select.executeQuery()) {
        while (row.next()) {
          visitor.accept(alert(row));
        }
      }
      return true;
    });
  }

  /** How many there are. */
  public long count() {
    return store.read(connection -> Store.number(connection, "SELECT count(*) FROM inbox"));
  }

  /**
   * Removes the oldest alerts of others, some at a time so that nobody waits long for it.
   *
   * @param own the source whose alerts stay, as the rooms that they opened do
   * @param before those received earlier may go
   * @param most to remove now
   * @return how many were
   * @throws RoomException NOT_DURABLE when it could not be written
   */
  public int removeOldest(String own, Instant before, int most) {
    return store.write(connection -> {
      try (PreparedStatement delete = connection.prepareStatement(REMOVE)) {
        delete.setString(1, own);
        delete.setString(2, before.toString());
        delete.setInt(3, most);
        return delete.executeUpdate();
      }
    });
  }

  private static RoomId assign(Connection connection, String id, RoomId room) throws SQLException {
    Alert alert = require(connection, id);
    Optional<RoomId> taken = alert.assigned();
    if (taken.isPresent() && !taken.get().equals(room)) {
      throw new RoomException(
          RoomException.Code.CONFLICTING_ID,
          "expected the alert \"" + id + "\" to be free, found it in " + taken.get());
    }
    if (taken.isEmpty()) {
      Alert given = new Alert(id, alert.source(), alert.received(), alert.body(), room);
      try (PreparedStatement update =
          connection.prepareStatement("UPDATE inbox SET room = ?, digest = ? WHERE id = ?")) {
        update.setString(1, room.value());
        update.setBytes(2, digest(given));
        update.setString(3, id);
        update.executeUpdate();
      }
    }
    return room;
  }

  private static Alert require(Connection connection, String id) throws SQLException {
    return find(connection, id)
        .orElseThrow(
            () -> new IllegalArgumentException("expected an accepted alert, found \"" + id + "\""));
  }

  private static Optional<Alert> find(Connection connection, String id) throws SQLException {
    try (PreparedStatement select = connection.prepareStatement(SELECT + "WHERE id = ?")) {
      select.setString(1, id);
      return alerts(select).stream().findFirst();
    }
  }

  private static List<Alert> alerts(PreparedStatement select) throws SQLException {
    List<Alert> alerts = new ArrayList<>();
    try (ResultSet row = select.executeQuery()) {
      while (row.next()) {
        alerts.add(alert(row));
      }
    }
    return alerts;
  }

  private static Alert alert(ResultSet row) throws SQLException {
    String[] fields = new String[5];
    for (int i = 0; i < fields.length; i++) {
      fields[i] = Objects.requireNonNullElse(row.getString(i + 1), "");
    }
    if (!Arrays.equals(row.getBytes(6), digest(fields))) {
      throw new RoomException(
          RoomException.Code.UNREADABLE,
          "expected the alert \"" + fields[0] + "\" as it came, found it changed on disk");
    }
    return new Alert(
        fields[0],
        fields[1],
        Instant.parse(fields[2]),
        fields[3],
        fields[4].isEmpty() ? null : new RoomId(fields[4]));
  }

  private static Alert insert(Connection connection, Alert alert) throws SQLException {
    try (PreparedStatement insert = connection.prepareStatement(INSERT)) {
      bind(insert, alert);
      insert.executeUpdate();
    }
    return alert;
  }

  private static void bind(PreparedStatement insert, Alert alert) throws SQLException {
    insert.setString(1, alert.id());
    insert.setString(2, alert.source());
    insert.setString(3, alert.received().toString());
    insert.setString(4, alert.body());
    insert.setBytes(5, digest(alert));
  }

  private static byte[] digest(Alert alert) {
    return digest(
        alert.id(),
        alert.source(),
        alert.received().toString(),
        alert.body(),
        alert.assigned().map(RoomId::value).orElse(""));
  }

  private static byte[] digest(String... fields) {
    return Chain.digest(Arrays.stream(fields).map(f -> f.getBytes(UTF_8)).toArray(byte[][]::new));
  }
}
