package dev.aegis.twin;

import dev.aegis.telemetry.ServiceProfile;
import dev.aegis.telemetry.Telemetry;
import java.time.Instant;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What one judgement computed and the next about the same moment can use again: the fit, the
 * replayed past, the future in which nothing is done. It never changes a result. Owned by one
 * thread at a time.
 */
public final class ReplayMemory {
  private record Moment(
      Telemetry telemetry,
      ServiceProfile profile,
      Instant now,
      ReplaySettings settings,
      long seed,
      List<Applied> applied) {}

  private @Nullable Moment moment;
  private final Map<CallFit.Course, Calibration.Outcome> outcomes =
      new EnumMap<>(CallFit.Course.class);
  private CallFit.@Nullable Course course;
  private @Nullable List<Path> nothing;
  private final Map<Set<String>, List<Rewound>> rewound = new HashMap<>();

  void at(
      Telemetry telemetry,
      ServiceProfile profile,
      Instant now,
      ReplaySettings settings,
      long seed,
      List<Applied> applied) {
    Moment next = new Moment(telemetry, profile, now, settings, seed, List.copyOf(applied));
    if (!next.equals(moment)) {
      moment = next;
      outcomes.clear();
      course = null;
      nothing = null;
      rewound.clear();
    }
  }

  Calibration.Outcome outcome(CallFit.Course of, Supplier<Calibration.Outcome> compute) {
    Calibration.Outcome known = outcomes.get(of);
    if (known == null) {
      known = compute.get();
      outcomes.put(of, known);
    }
    return known;
  }

  /** From here on it is about this course of the calls. */
  void follow(CallFit.Course of) {
    if (of != course) {
      course = of;
      nothing = null;
      rewound.clear();
    }
  }

  List<Path> nothing(Supplier<List<Path>> compute) {
    List<Path> known = nothing;
    if (known == null) {
      known = compute.get();
      nothing = known;
    }
    return known;
  }

  List<Rewound> rewound(Set<String> regions, Supplier<List<Rewound>> compute) {
    List<Rewound> known = rewound.get(regions);
    if (known == null) {
      known = compute.get();
      rewound.put(regions, known);
    }
    return known;
  }
}
