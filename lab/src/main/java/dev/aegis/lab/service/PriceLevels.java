package dev.aegis.lab.service;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The price level of each category, kept once it was computed. Everybody who finds nothing computes
 * it, unless those who ask for the same are joined.
 */
final class PriceLevels {
  private final InventoryDatabase database;
  private final Map<Integer, Double> kept = new ConcurrentHashMap<>();
  private final Map<Integer, ReentrantLock> locks = new ConcurrentHashMap<>();

  PriceLevels(InventoryDatabase database) {
    this.database = database;
  }

  double level(int category, Settings settings) throws SQLException {
    Double known = settings.on("inventory_cache") ? kept.get(category) : null;
    if (known != null) {
      return known;
    }
    return settings.on("coalesce") ? joined(category) : computed(category);
  }

  private double joined(int category) throws SQLException {
    ReentrantLock lock = locks.computeIfAbsent(category, _ -> new ReentrantLock());
    lock.lock();
    try {
      Double found = kept.get(category);
      return found == null ? computed(category) : found;
    } finally {
      lock.unlock();
    }
  }

  private double computed(int category) throws SQLException {
    try (Connection connection = database.connection()) {
      double level = database.priceLevel(connection, category);
      connection.commit();
      kept.put(category, level);
      return level;
    }
  }

  void forget() {
    kept.clear();
  }
}
