package dev.aegis.app.journal;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What waits to be sent to others, a queue a channel, in the same file as the rooms. What is in a
 * queue is known by its key: the same again changes nothing, whether it was sent or waits. Safe for
 * use by several threads.
 */
public final class Outbox {
  /** What waits in one channel; beyond that the oldest that wakes nobody makes room. */
  public static final int MOST_WAITING = 200;

  private static final List<String> TABLES =
      List.of(
          """
          CREATE TABLE IF NOT EXISTS outbox_channels (
            channel TEXT PRIMARY KEY,
            since INTEGER NOT NULL) STRICT
          """,
          """
          CREATE TABLE IF NOT EXISTS outbox (
            entry INTEGER PRIMARY KEY,
            channel TEXT NOT NULL,
            key TEXT NOT NULL,
            urgent INTEGER NOT NULL,
            body TEXT NOT NULL,
            at INTEGER NOT NULL,
            state TEXT NOT NULL,
            attempts INTEGER NOT NULL,
            UNIQUE (channel, key)) STRICT
          """);
  private static final String WAITING = "waiting";

  private final Store store;

  Outbox(Store store) {
    this.store = store;
  }

  /** What became of an entry. */
  public enum State {
    /** The other side took it. */
    SENT,
    /** Another one said what it says, and more. */
    FOLDED,
    /** The other side will never take it. */
    REFUSED,
    /** It was not taken in time, or there was no room for it. */
    DROPPED;

    private String wire() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * Something to be sent.
   *
   * @param key names it within its channel
   * @param urgent goes before what is not
   * @param body a text that this class does not look into
   * @param at when what it tells happened; in whole milliseconds
   */
  public record Draft(String key, boolean urgent, String body, Instant at) {}

  /**
   * Something that waits.
   *
   * @param number its place in the queue
   * @param attempts how often it was tried
   */
  public record Entry(long number, Draft draft, int attempts) {}

  /** Makes a queue. One that is there keeps its beginning. */
  public void open(String channel, Instant now) {
    store.write(connection -> {
      for (String table : TABLES) {
        Store.execute(connection, table);
      }
      try (PreparedStatement insert =
          connection.prepareStatement("INSERT OR IGNORE INTO outbox_channels VALUES (?, ?)")) {
        insert.setString(1, channel);
        insert.setLong(2, now.toEpochMilli());
        return insert.executeUpdate();
      }
    });
  }

  /**
   * Puts into an open queue what is not known there. What happened before the queue was made is not
   * put. Durable when this returns.
   *
   * @return how many are new
   */
  public int put(String channel, List<Draft> drafts) {
    if (drafts.isEmpty()) {
      return 0;
    }
    return store.write(connection -> {
      int fresh = 0;
      try (PreparedStatement insert =
          connection.prepareStatement(
              "INSERT INTO outbox SELECT NULL, ?1, ?2, ?3, ?4, ?5, 'waiting', 0 FROM"
                  + " outbox_channels WHERE channel = ?1 AND since <= ?5"
                  + " ON CONFLICT (channel, key) DO NOTHING")) {
        for (Draft draft : drafts) {
          insert.setString(1, channel);
          insert.setString(2, draft.key());
          insert.setInt(3, draft.urgent() ? 1 : 0);
          insert.setString(4, draft.body());
          insert.setLong(5, draft.at().toEpochMilli());
          fresh += insert.executeUpdate();
        }
      }
      makeRoom(connection, channel);
      return fresh;
    });
  }

  private static void makeRoom(Connection connection, String channel) throws SQLException {
    try (PreparedStatement drop =
        connection.prepareStatement(
            "UPDATE outbox SET state = 'dropped' WHERE entry IN (SELECT entry FROM outbox WHERE"
                + " channel = ?1 AND state = 'waiting' ORDER BY urgent DESC, entry DESC LIMIT -1"
                + " OFFSET ?2)")) {
      drop.setString(1, channel);
      drop.setInt(2, MOST_WAITING);
      drop.executeUpdate();
    }
  }

  /** What waits, in the order in which it is tried: what wakes somebody, what was tried least. */
  public List<Entry> waiting(String channel) {
    return store.read(connection -> {
      List<Entry> entries = new ArrayList<>();
      try (PreparedStatement select =
          connection.prepareStatement(
              "SELECT entry, key, urgent, body, at, attempts FROM outbox WHERE channel = ? AND"
                  + " state = 'waiting' ORDER BY urgent DESC, attempts, entry")) {
        select.setString(1, channel);
        ResultSet row = select.executeQuery();
        while (row.next()) {
          entries.add(
              new Entry(
                  row.getLong(1),
                  new Draft(
                      row.getString(2),
                      row.getInt(3) != 0,
                      row.getString(4),
                      Instant.ofEpochMilli(row.getLong(5))),
                  row.getInt(6)));
        }
      }
      return entries;
    });
  }

  /** An entry was tried, and waits on. */
  public void tried(long number) {
    store.write(connection -> {
      try (PreparedStatement update =
          connection.prepareStatement(
              "UPDATE outbox SET attempts = attempts + 1 WHERE entry = ? AND state = ?")) {
        update.setLong(1, number);
        update.setString(2, WAITING);
        return update.executeUpdate();
      }
    });
  }

  /** These wait no more. */
  public void settle(List<Long> numbers, State state) {
    store.write(connection -> {
      try (PreparedStatement update =
          connection.prepareStatement("UPDATE outbox SET state = ? WHERE entry = ?")) {
        for (long number : numbers) {
          update.setString(1, state.wire());
          update.setLong(2, number);
          update.executeUpdate();
        }
      }
      return numbers.size();
    });
  }

  /** How many of a channel are in this state, of those that are remembered. */
  public long count(String channel, State state) {
    return store.read(connection -> {
      try (PreparedStatement select =
          connection.prepareStatement(
              "SELECT count(*) FROM outbox WHERE channel = ? AND state = ?")) {
        select.setString(1, channel);
        select.setString(2, state.wire());
        ResultSet row = select.executeQuery();
        row.next();
        return row.getLong(1);
      }
    });
  }

  /** Forgets what happened before, and waits no more. */
  public void forget(Instant before) {
    store.write(connection -> {
      try (PreparedStatement delete =
          connection.prepareStatement("DELETE FROM outbox WHERE state <> ? AND at < ?")) {
        delete.setString(1, WAITING);
        delete.setLong(2, before.toEpochMilli());
        return delete.executeUpdate();
      }
    });
  }
}
