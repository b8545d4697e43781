package dev.aegis.lab.service;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The price level of each category, kept once it was computed. Everybody who finds nothing computes
 * it, unless those who ask for the same are joined.
 */
final class PriceLevels {
  private final InventoryDatabase database;
  private final Map<Integer, Level> kept = new ConcurrentHashMap<>();
  private final Map<Integer, ReentrantLock> locks = new ConcurrentHashMap<>();

  PriceLevels(InventoryDatabase database) {
    this.database = database;
  }

  /** A computed level, and when. */
  private record Level(double value, long atNanos) {}

  double level(int category, Settings settings) throws SQLException {
    Level known = known(category, settings);
    if (known != null) {
      return known.value();
    }
    return settings.on("coalesce") ? joined(category, settings) : computed(category);
  }

  private @Nullable Level known(int category, Settings settings) {
    Level level = settings.on("inventory_cache") ? kept.get(category) : null;
    boolean fresh =
        level != null && System.nanoTime() - level.atNanos() < settings.nanos("cache.ttl");
    return fresh ? level : null;
  }

  /** Whoever comes first computes; the others wait for it. */
  private double joined(int category, Settings settings) throws SQLException {
    ReentrantLock lock = locks.computeIfAbsent(category, _ -> new ReentrantLock());
    lock.lock();
    try {
      Level found = known(category, settings);
      return found == null ? computed(category) : found.value();
    } finally {
      lock.unlock();
    }
  }

  private double computed(int category) throws SQLException {
    try (Connection connection = database.connection()) {
      double level = database.priceLevel(connection, category);
      connection.commit();
      kept.put(category, new Level(level, System.nanoTime()));
      return level;
    }
  }

  /** Computes all, so that the first requests do not have to. */
  void fill() throws SQLException {
    for (int category = 0; category < InventoryDatabase.CATEGORIES; category++) {
      computed(category);
    }
  }

  void forget() {
    kept.clear();
  }
}
