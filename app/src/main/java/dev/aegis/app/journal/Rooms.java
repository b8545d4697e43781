package dev.aegis.app.journal;

import dev.aegis.room.RoomException;
import dev.aegis.room.RoomId;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;

/** Which rooms there are. */
final class Rooms {
  private Rooms() {}

  /** Begins the room after the highest number of the year, in UTC. */
  static RoomId open(Connection connection, Instant now) throws SQLException {
    int year = now.atOffset(ZoneOffset.UTC).getYear();
    try (PreparedStatement select =
        connection.prepareStatement("SELECT ifnull(max(number), 0) FROM rooms WHERE year = ?")) {
      select.setInt(1, year);
      try (ResultSet row = select.executeQuery()) {
        row.next();
        RoomId room = RoomId.of(year, row.getInt(1) + 1);
        new RoomLog(connection, room).begin();
        return room;
      }
    }
  }

  /** All, by year and number. */
  static List<RoomId> all(Connection connection) throws SQLException {
    List<RoomId> rooms = new ArrayList<>();
    try (PreparedStatement select =
            connection.prepareStatement("SELECT room FROM rooms ORDER BY year, number");
        ResultSet row = select.executeQuery()) {
      while (row.next()) {
        rooms.add(new RoomId(row.getString(1)));
      }
    } catch (IllegalArgumentException e) {
      throw new RoomException(
          RoomException.Code.UNREADABLE,
          "expected the names of rooms, found one that was changed on disk: " + e.getMessage(),
          e);
    }
    return rooms;
  }
}
