package dev.aegis.question;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A point in time as it was said, not yet looked up: which deploy is meant may be said later. */
sealed interface Anchor {
  /** How a person says it. */
  String words();

  /** A moment that needs nothing else. */
  record At(Instant at, String words) implements Anchor {}

  /** A time of day, on a day that may have been said. */
  record Of(LocalTime time, @Nullable LocalDate day, ZoneId zone, String words) implements Anchor {}

  /**
   * A change.
   *
   * @param kind in the words of {@link Lexicon}
   * @param names services and versions that it has
   * @param which 1 for the first, -1 for the last, 0 for the only one
   */
  record Change(String kind, List<String> names, int which, String words) implements Anchor {
    public Change {
      names = List.copyOf(names);
    }
  }

  /** So long before or after another one. */
  record Shifted(Anchor anchor, Duration by, String words) implements Anchor {}

  /** Looks anchors up in the data at hand. */
  final class Finder {
    private final Schema schema;
    private final Set<String> services;

    /**
     * @param services that were asked about, in lower case; empty when none was named
     */
    Finder(Schema schema, Set<String> services) {
      this.schema = schema;
      this.services = Set.copyOf(services);
    }

    Instant find(Anchor anchor) {
      return switch (anchor) {
        case At at -> at.at();
        case Of of -> clock(of);
        case Change change -> change(change).at();
        case Shifted shifted -> find(shifted.anchor()).plus(shifted.by());
      };
    }

    private Instant clock(Of of) {
      if (of.day() != null) {
        return of.day().atTime(of.time()).atZone(of.zone()).toInstant();
      }
      List<Instant> possible = new ArrayList<>();
      LocalDate last = schema.to().atZone(of.zone()).toLocalDate();
      for (LocalDate day = schema.from().atZone(of.zone()).toLocalDate();
          !day.isAfter(last) && possible.size() < 3;
          day = day.plusDays(1)) {
        Instant at = day.atTime(of.time()).atZone(of.zone()).toInstant();
        if (!at.isBefore(schema.from()) && !at.isAfter(schema.to())) {
          possible.add(at);
        }
      }
      if (possible.size() == 1) {
        return possible.getFirst();
      }
      if (possible.isEmpty()) {
        return last.atTime(of.time()).atZone(of.zone()).toInstant();
      }
      LocalDate first = possible.getFirst().atZone(ZoneOffset.UTC).toLocalDate();
      throw new NotUnderstood(
          of.words(),
          "the data have "
              + of.words()
              + " on more than one day; say which, such as "
              + first
              + " "
              + of.time());
    }

    Schema.Event change(Change wanted) {
      List<Schema.Event> found = matching(wanted);
      if (found.isEmpty()) {
        throw none(wanted);
      }
      if (wanted.which() != 0) {
        return wanted.which() > 0 ? found.getFirst() : found.getLast();
      }
      Map<String, Schema.Event> different = new LinkedHashMap<>();
      for (Schema.Event event : found) {
        different.putIfAbsent(event.service() + "\n" + event.version(), event);
      }
      if (different.size() == 1) {
        return found.getFirst();
      }
      List<String> said = new ArrayList<>();
      for (Schema.Event event : different.values()) {
        String name = event.version().isEmpty() ? event.service() : event.version();
        said.add(kindWord(wanted) + " of " + name);
      }
      said.add("last " + kindWord(wanted));
      throw new NotUnderstood(
          wanted.words(),
          "there are " + different.size() + " of them; say " + String.join(", or ", said),
          said);
    }

    private List<Schema.Event> matching(Change wanted) {
      List<Schema.Event> found = new ArrayList<>();
      for (Schema.Event event : schema.events()) {
        boolean named =
            wanted.names().stream()
                .allMatch(n ->
                    n.equalsIgnoreCase(event.service()) || n.equalsIgnoreCase(event.version()));
        if (is(wanted.kind(), event.kind()) && named) {
          found.add(event);
        }
      }
      if (wanted.names().isEmpty()) {
        found = narrowed(found, services);
        found = narrowed(found, measured());
      }
      return found;
    }

    /** Those of the services, where there are any. */
    private static List<Schema.Event> narrowed(List<Schema.Event> events, Set<String> services) {
      List<Schema.Event> of =
          events.stream()
              .filter(e -> services.contains(e.service().toLowerCase(Locale.ROOT)))
              .toList();
      return services.isEmpty() || of.isEmpty() ? events : of;
    }

    private Set<String> measured() {
      Names names = new Names(schema);
      Set<String> measured = new LinkedHashSet<>();
      for (Schema.Dimension dimension : schema.dimensions()) {
        if (dimension.inMetrics() && names.labels("service").contains(dimension.column())) {
          dimension.values().forEach(v -> measured.add(v.toLowerCase(Locale.ROOT)));
        }
      }
      return measured;
    }

    private NotUnderstood none(Change wanted) {
      String kind = kindWord(wanted);
      long any = schema.events().stream().filter(e -> is(wanted.kind(), e.kind())).count();
      String what =
          wanted.names().isEmpty()
              ? "no " + kind + " is recorded in the data"
              : "no " + kind + " of " + String.join(" and ", wanted.names()) + " is recorded";
      return new NotUnderstood(
          wanted.words(), what + (any > 0 ? "; others are" : "") + "; name a time instead");
    }

    private static String kindWord(Change wanted) {
      return wanted.kind().equals("config") || wanted.kind().equals("flag")
          ? wanted.kind() + " change"
          : wanted.kind();
    }
  }

  /** Whether a kind in the words of the data is the kind that was asked for. */
  static boolean is(String asked, String kind) {
    String plain = kind.toLowerCase(Locale.ROOT).replaceAll("[^a-z]", "");
    return switch (asked) {
      case "deploy" ->
          plain.isEmpty()
              || plain.startsWith("deploy")
              || Set.of("release", "rollout", "upgrade", "build", "version").contains(plain);
      case "rollback" -> plain.startsWith("rollback") || plain.startsWith("revert");
      case "config" ->
          plain.startsWith("config") || plain.startsWith("setting") || plain.equals("parameter");
      case "flag" ->
          plain.contains("flag") || Set.of("feature", "toggle", "experiment").contains(plain);
      case "scale" -> plain.contains("scal") || plain.equals("resize") || plain.equals("replicas");
      default -> false;
    };
  }
}
