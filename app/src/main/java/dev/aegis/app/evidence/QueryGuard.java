package dev.aegis.app.evidence;

import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;

/**
 * Decides whether a parsed query may run: one SELECT over the evidence tables, built from known
 * functions. Everything not named here is refused, so that what a later DuckDB adds is refused too.
 *
 * <p>Works on the tree that {@code json_serialize_sql} gives. That function alone is no boundary:
 * it accepts several statements, and DML inside WITH. Left out on purpose: recursion; sampling,
 * clocks and random numbers, for the same query gives the same rows; and every function that makes
 * long texts or lists out of short ones, because DuckDB counts those against its memory limit too
 * late ({@code repeat('x', 2000000000)} took 4 GB under a limit of 200 MB).
 */
final class QueryGuard {
  private static final Set<String> FUNCTIONS =
      Set.of(
          ("+ - * / // % ** ^ || ~~ !~~ ~~* !~~* ! abs sign round floor ceil ceiling trunc sqrt ln"
               + " log log2 log10 exp pow power greatest least mod isnan isfinite isinf count"
               + " count_star sum avg mean min max median mode mad quantile quantile_cont"
               + " quantile_disc percentile_cont percentile_disc stddev stddev_samp stddev_pop"
               + " var_samp var_pop variance corr covar_samp covar_pop regr_slope regr_intercept"
               + " regr_r2 regr_count regr_avgx regr_avgy regr_sxx regr_syy regr_sxy skewness"
               + " kurtosis entropy approx_count_distinct bool_and bool_or any_value arbitrary"
               + " first last arg_min arg_max argmin argmax min_by max_by lag lead row_number rank"
               + " dense_rank percent_rank cume_dist ntile first_value last_value nth_value epoch"
               + " epoch_ms date_trunc time_bucket datediff date_diff date_part datepart to_seconds"
               + " to_milliseconds to_minutes to_hours to_days strftime coalesce ifnull nullif if"
               + " lower upper length strlen trim ltrim rtrim substr substring left right contains"
               + " starts_with ends_with prefix suffix like_escape not_like_escape position strpos"
               + " instr")
              .split(" "));

  private static final Set<String> EXPRESSIONS =
      Set.of(
          "COLUMN_REF",
          "CONSTANT",
          "FUNCTION",
          "WINDOW",
          "COMPARISON",
          "CONJUNCTION",
          "CAST",
          "CASE",
          "OPERATOR",
          "BETWEEN",
          "STAR",
          "SUBQUERY",
          "TYPE");

  private static final Set<String> NODES =
      Set.of(
          "SELECT_NODE",
          "SET_OPERATION_NODE",
          "BASE_TABLE",
          "JOIN",
          "SUBQUERY",
          "EMPTY",
          "EXPRESSION_LIST",
          "ORDER_MODIFIER",
          "LIMIT_MODIFIER",
          "DISTINCT_MODIFIER",
          "ORDER_DEFAULT",
          "ASCENDING",
          "DESCENDING");

  /** Nested {@code s || s} doubles a text each time; this many doublings stay small. */
  private static final int MOST_CONCATENATIONS = 8;

  private final String tables;
  private final Set<String> known;
  private int concatenations;

  private QueryGuard(Set<String> tables) {
    this.tables = String.join(", ", new TreeSet<>(tables));
    this.known = new HashSet<>(tables);
  }

  /**
   * Checks what {@code json_serialize_sql} gave for a query.
   *
   * @param tables that may be read, in lower case
   * @throws RefusedQueryException when it may not run
   */
  static void check(JsonNode serialized, Set<String> tables) {
    if (serialized.path("error").asBoolean(true)) {
      throw new RefusedQueryException(
          "expected one SELECT statement, found: "
              + serialized.path("error_message").asString("an unreadable query"));
    }
    JsonNode statements = serialized.path("statements");
    if (statements.size() != 1) {
      throw new RefusedQueryException(
          "expected one SELECT statement, found " + statements.size() + "; send them one by one");
    }
    QueryGuard guard = new QueryGuard(tables);
    guard.learnNames(statements);
    guard.walk(statements);
  }

  /** Names given by WITH may be used like tables. */
  private void learnNames(JsonNode node) {
    for (JsonNode entry : node.path("cte_map").path("map")) {
      known.add(entry.path("key").asString("").toLowerCase(Locale.ROOT));
    }
    for (JsonNode child : node) {
      learnNames(child);
    }
  }

  private void walk(JsonNode node) {
    if (node.isObject()) {
      checkKind(node);
      checkFunction(node);
      checkTable(node);
      refuseWhenSet(node, "sample", "sampling, which gives other rows each time");
      refuseWhenSet(node, "at_clause", "AT");
    }
    for (Map.Entry<String, JsonNode> property : node.properties()) {
      walk(property.getValue());
    }
    if (node.isArray()) {
      node.forEach(this::walk);
    }
  }

  private static void checkKind(JsonNode node) {
    JsonNode kind = node.path("class");
    if (kind.isString()) {
      require(EXPRESSIONS, kind.asString(), "expression");
    } else if (node.path("type").isString()) {
      require(NODES, node.path("type").asString(), "clause");
    }
  }

  private static void require(Set<String> allowed, String found, String what) {
    if (!allowed.contains(found)) {
      throw new RefusedQueryException(
          "expected a plain SELECT over the tables, found the "
              + what
              + " "
              + found.toLowerCase(Locale.ROOT).replace('_', ' '));
    }
  }

  private void checkFunction(JsonNode node) {
    JsonNode name = node.path("function_name");
    if (!name.isString()) {
      return;
    }
    String function = name.asString().toLowerCase(Locale.ROOT);
    boolean plain = isEmpty(node.path("schema")) && isEmpty(node.path("catalog"));
    if (!plain || !FUNCTIONS.contains(function)) {
      throw new RefusedQueryException(
          "the function "
              + function
              + " is not among those allowed on evidence; allowed are"
              + " aggregates, window functions, arithmetic and simple text and time functions");
    }
    if (function.equals("||")) {
      concatenations++;
      if (concatenations > MOST_CONCATENATIONS) {
        throw new RefusedQueryException(
            "expected at most " + MOST_CONCATENATIONS + " concatenations, found more");
      }
    }
  }

  private void checkTable(JsonNode node) {
    JsonNode name = node.path("table_name");
    if (!name.isString()) {
      return;
    }
    boolean plain = isEmpty(node.path("schema_name")) && isEmpty(node.path("catalog_name"));
    if (!plain || !known.contains(name.asString().toLowerCase(Locale.ROOT))) {
      throw new RefusedQueryException(
          "expected the tables " + tables + ", found " + name.asString());
    }
  }

  private static void refuseWhenSet(JsonNode node, String property, String what) {
    JsonNode value = node.path(property);
    if (!value.isMissingNode() && !value.isNull()) {
      throw new RefusedQueryException("expected a plain SELECT, found " + what);
    }
  }

  private static boolean isEmpty(JsonNode node) {
    return node.isMissingNode() || node.isNull() || node.asString("").isEmpty();
  }
}
