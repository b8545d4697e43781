package dev.aegis.lab.service;

import dev.aegis.lab.fault.EffectKind;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;

/** Reserves an item in the database. */
final class InventoryWork implements Work {
  private final InventoryDatabase database;
  private final Effects effects;
  private final Supplier<Settings> settings;
  private final LogFile log;
  private final PriceLevels levels;
  private final JoinedTakings joined = new JoinedTakings();
  private final List<Connection> leaked = new ArrayList<>();
  private final List<Connection> heldForAWhile = new ArrayList<>();

  InventoryWork(
      InventoryDatabase database, Effects effects, Supplier<Settings> settings, LogFile log)
      throws SQLException {
    this.database = database;
    this.effects = effects;
    this.settings = settings;
    this.log = log;
    this.levels = new PriceLevels(database);
    levels.fill();
  }

  @Override
  public String route() {
    return "/reserve";
  }

  @Override
  public Answer serve(Visit visit) throws InterruptedException {
    Optional<RunningEffect> hot = effects.striking(EffectKind.HOT_KEY, visit.route());
    String sku = hot.map(effect -> effect.word("key")).orElseGet(() -> sku(visit));
    try {
      leakConnection(visit);
      double level = levels.level(category(sku), settings.get());
      double hold = hot.map(effect -> effect.number("hold")).orElse(0.0);
      return reserve(visit, sku, level, hold);
    } catch (SQLException e) {
      log.warn("the database refused: " + e.getMessage());
      return new Answer(500, "the reservation failed\n");
    }
  }

  private static String sku(Visit visit) {
    return visit.sku().isEmpty()
        ? InventoryDatabase.sku(ThreadLocalRandom.current().nextInt(InventoryDatabase.SKUS))
        : visit.sku();
  }

  private static int category(String sku) {
    return Integer.parseInt(sku.substring(4)) % InventoryDatabase.CATEGORIES;
  }

  private Answer reserve(Visit visit, String sku, double level, double hold)
      throws SQLException, InterruptedException {
    if (!settings.get().on("coalesce")) {
      return transaction(visit, sku, level, hold, 1);
    }
    return joined.take(sku, count -> transaction(visit, sku, level, hold, count));
  }

  private Answer transaction(Visit visit, String sku, double level, double hold, long count)
      throws SQLException, InterruptedException {
    try (Connection connection = database.connection()) {
      Optional<RunningEffect> lock = effects.striking(EffectKind.HOLD_LOCK, visit.route());
      if (lock.isPresent()) {
        InventoryDatabase.book(connection);
        Waits.seconds(lock.get().amount(System.currentTimeMillis()));
      }
      queryMore(visit, connection);
      int price = InventoryDatabase.take(connection, sku, count);
      if (price < 0) {
        connection.rollback();
        return new Answer(404, "expected an item that exists, found " + sku + "\n");
      }
      Waits.seconds(hold);
      connection.commit();
      return Answer.ok("reserved at " + Math.round(price * bestOffer(price, level)) + "\n");
    }
  }

  /** One query for each item of a list that one query could have brought. */
  private void queryMore(Visit visit, Connection connection) throws SQLException {
    Optional<RunningEffect> more =
        effects
            .striking(EffectKind.EXTRA_CALLS, visit.route())
            .filter(effect -> effect.word("dependency").equals("database"));
    if (more.isPresent()) {
      for (int i = (int) more.get().amount(System.currentTimeMillis()); i > 0; i--) {
        int other = ThreadLocalRandom.current().nextInt(InventoryDatabase.SKUS);
        InventoryDatabase.price(connection, InventoryDatabase.sku(other));
      }
    }
  }

  /** A little arithmetic, as any service has some. */
  private static double bestOffer(int price, double level) {
    double best = 1;
    for (int discount = 1; discount < 2_000; discount++) {
      double offer = 1 - discount / 10_000.0;
      if (Math.abs(price * offer - level) < Math.abs(price * best - level)) {
        best = offer;
      }
    }
    return best;
  }

  /** The connection is kept from the collector too, as a pool would keep it. */
  private void leakConnection(Visit visit) throws SQLException {
    if (effects.striking(EffectKind.CONNECTION_LEAK, visit.route()).isPresent()) {
      Connection taken = database.connection();
      synchronized (leaked) {
        leaked.add(taken);
      }
    }
  }

  @Override
  public void tick() {
    Settings now = settings.get();
    database.follow(now);
    long millis = System.currentTimeMillis();
    for (RunningEffect effect : effects.running()) {
      if (effect.kind() == EffectKind.CACHE_FLUSH && effect.comesRound(now, millis)) {
        levels.forget();
      }
    }
    holdPool(
        effects.active(EffectKind.HOLD_POOL).map(effect -> (int) effect.amount(millis)).orElse(0));
  }

  private void holdPool(int wanted) {
    try {
      while (heldForAWhile.size() > wanted) {
        heldForAWhile.removeLast().close();
      }
      if (heldForAWhile.size() < wanted) {
        heldForAWhile.add(database.connection());
      }
    } catch (SQLException e) {
      log.warn("no connection is free to be held: " + e.getMessage());
    }
  }

  @Override
  public void write(MetricText text) {
    database.write(text);
  }

  @Override
  public void close() {
    database.close();
  }
}
