package dev.aegis.lab.service;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.HikariPoolMXBean;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Locale;

/** The stock in PostgreSQL, and the pool of connections to it. */
final class InventoryDatabase implements AutoCloseable {
  /** How many items there are. */
  static final int SKUS = 4_000;

  /** How many categories they fall into: so few that many requests ask for the same one at once. */
  static final int CATEGORIES = 2;

  /** So many that the price level of a category takes the database a seventh of a second. */
  private static final int SALES = 96_000;

  private static final long SETUP_LOCK = 7_301;
  private static final String[] SETUP = {
    "create table if not exists stock (sku text primary key, category int not null,"
        + " quantity bigint not null, price_cents int not null) with (fillfactor = 50)",
    "create table if not exists sale (id int primary key, category int not null,"
        + " price_cents int not null, sold int not null)",
    "create table if not exists ledger (id int primary key, total bigint not null)",
    "insert into ledger values (1, 0) on conflict do nothing",
    "insert into stock select 'SKU-' || lpad(i::text, 5, '0'), i % "
        + CATEGORIES
        + ", 1000000000, 100 + i % 9900 from generate_series(0, "
        + (SKUS - 1)
        + ") i on conflict do nothing",
    "insert into sale select i, i % "
        + CATEGORIES
        + ", 100 + (i * 7919::bigint) % 9900, i % 13"
        + " from generate_series(1, "
        + SALES
        + ") i on conflict do nothing",
    "analyze stock",
    "analyze sale"
  };

  private final HikariDataSource pool;

  private InventoryDatabase(HikariDataSource pool) {
    this.pool = pool;
  }

  /** Connects and brings the tables in place, whoever is first. */
  static InventoryDatabase open(String url, Settings settings) throws SQLException {
    HikariConfig config = new HikariConfig();
    config.setJdbcUrl(url);
    config.setPoolName("database");
    config.setMaximumPoolSize((int) settings.number("pool.size"));
    config.setMinimumIdle(2);
    config.setConnectionTimeout(settings.nanos("pool.timeout") / 1_000_000);
    config.setAutoCommit(false);
    // What the disk of a small machine does is not what this lab is about.
    config.setConnectionInitSql("set synchronous_commit = off");
    config.addDataSourceProperty("socketTimeout", "30");
    config.addDataSourceProperty("options", "-c statement_timeout=10000");
    InventoryDatabase database = new InventoryDatabase(new HikariDataSource(config));
    database.prepare();
    return database;
  }

  private void prepare() throws SQLException {
    try (Connection connection = connection();
        Statement statement = connection.createStatement()) {
      statement.execute("select pg_advisory_xact_lock(" + SETUP_LOCK + ")");
      try (ResultSet there = statement.executeQuery("select to_regclass('ledger')")) {
        if (there.next() && there.getString(1) != null) {
          connection.commit();
          return;
        }
      }
      for (String sql : SETUP) {
        statement.execute(sql);
      }
      connection.commit();
    }
  }

  static String sku(int number) {
    return String.format(Locale.ROOT, "SKU-%05d", number);
  }

  /** A connection of the pool, in a transaction; throws when none is free in time. */
  Connection connection() throws SQLException {
    return pool.getConnection();
  }

  /** The price level of a category, from all its sales: a query that costs the database a lot. */
  double priceLevel(Connection connection, int category) throws SQLException {
    try (PreparedStatement query =
        connection.prepareStatement(
            "select percentile_cont(0.5) within group (order by price_cents * (1 + sold / 10.0))"
                + " from sale where category = ?")) {
      query.setInt(1, category);
      try (ResultSet rows = query.executeQuery()) {
        return rows.next() ? rows.getDouble(1) : 0;
      }
    }
  }

  /** The price of an item; empty where there is no such item. */
  static int price(Connection connection, String sku) throws SQLException {
    try (PreparedStatement query =
        connection.prepareStatement("select price_cents from stock where sku = ?")) {
      query.setString(1, sku);
      try (ResultSet rows = query.executeQuery()) {
        return rows.next() ? rows.getInt(1) : -1;
      }
    }
  }

  /**
   * Takes so many of an item, locking its row until the transaction ends, and tells its price in
   * the same round trip; negative where there is no such item.
   */
  static int take(Connection connection, String sku, long count) throws SQLException {
    try (PreparedStatement update =
        connection.prepareStatement(
            "update stock set quantity = quantity - ? where sku = ? returning price_cents")) {
      update.setLong(1, count);
      update.setString(2, sku);
      try (ResultSet rows = update.executeQuery()) {
        return rows.next() ? rows.getInt(1) : -1;
      }
    }
  }

  /** Books in the one ledger, locking its row until the transaction ends. */
  static void book(Connection connection) throws SQLException {
    try (PreparedStatement update =
        connection.prepareStatement("update ledger set total = total + 1 where id = 1")) {
      update.executeUpdate();
    }
  }

  /** Follows the settings while it runs. */
  void follow(Settings settings) {
    int size = (int) settings.number("pool.size");
    long timeoutMillis = Math.max(250, settings.nanos("pool.timeout") / 1_000_000);
    if (pool.getHikariConfigMXBean().getMaximumPoolSize() != size) {
      pool.getHikariConfigMXBean().setMinimumIdle(Math.min(2, size));
      pool.getHikariConfigMXBean().setMaximumPoolSize(size);
    }
    if (pool.getHikariConfigMXBean().getConnectionTimeout() != timeoutMillis) {
      pool.getHikariConfigMXBean().setConnectionTimeout(timeoutMillis);
    }
  }

  void write(MetricText text) {
    HikariPoolMXBean state = pool.getHikariPoolMXBean();
    String label = MetricText.label("pool", "database");
    text.metric("pool_connections_in_use", "gauge", "Connections that are taken.")
        .sample("pool_connections_in_use", label, state.getActiveConnections());
    text.metric("pool_connections_limit", "gauge", "Connections that may be taken.")
        .sample("pool_connections_limit", label, pool.getHikariConfigMXBean().getMaximumPoolSize());
    text.metric("pool_waiting", "gauge", "Who waits for a connection.")
        .sample("pool_waiting", label, state.getThreadsAwaitingConnection());
  }

  @Override
  public void close() {
    pool.close();
  }
}
