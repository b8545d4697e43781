package dev.aegis.culprit;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * A made-up production whose physics is known: every call takes its component's own time and then
 * that of each callee in turn, and fails when the component or a callee fails.
 */
final class Shop {
  static final double CALLS = 10;

  private final Map<String, List<String>> callees = new HashMap<>();
  private final Map<String, Double> own = new HashMap<>();
  private final Map<String, Double> slower = new HashMap<>();
  private final Map<String, Double> failing = new HashMap<>();
  private final Random random;

  Shop(long seed) {
    this.random = new Random(seed);
  }

  Shop component(String name, double ownSeconds, String... calls) {
    callees.put(name, List.of(calls));
    own.put(name, ownSeconds);
    return this;
  }

  /** From the onset on each call to it takes so much longer. */
  Shop slow(String name, double seconds) {
    slower.put(name, seconds);
    return this;
  }

  /** From the onset on it fails so large a share of calls. */
  Shop failing(String name, double share) {
    failing.put(name, share);
    return this;
  }

  Calls calls() {
    return new Calls(callees.keySet(), callees);
  }

  Scene scene(String symptom, Loss loss) {
    List<Served> served = new ArrayList<>();
    for (String name : calls().components()) {
      double before = loss == Loss.TIME ? seconds(name, false) : 0;
      double since = loss == Loss.TIME ? seconds(name, true) : failures(name);
      served.add(new Served(name, "", rate(name, symptom), course(before, since, loss)));
    }
    return new Scene(calls(), symptom, loss, served, List.of(), List.of(), List.of());
  }

  private Course course(double before, double since, Loss loss) {
    double noise = loss == Loss.TIME ? 0.01 : 0;
    return new Course(around(before, noise, 50), around(before, noise, 2), around(since, noise, 3));
  }

  private double[] around(double level, double noise, int points) {
    double[] values = new double[points];
    Arrays.setAll(values, i -> level * (1 + noise * random.nextGaussian()));
    return values;
  }

  private double seconds(String name, boolean since) {
    double seconds = own.getOrDefault(name, 0.0);
    if (since) {
      seconds += slower.getOrDefault(name, 0.0);
    }
    for (String callee : callees.getOrDefault(name, List.of())) {
      seconds += seconds(callee, since);
    }
    return seconds;
  }

  private double failures(String name) {
    double works = 1 - failing.getOrDefault(name, 0.0);
    for (String callee : callees.getOrDefault(name, List.of())) {
      works *= 1 - failures(callee);
    }
    return 1 - works;
  }

  /** Each caller calls each callee once. */
  private double rate(String name, String entry) {
    double rate = name.equals(entry) ? CALLS : 0;
    for (Map.Entry<String, List<String>> each : callees.entrySet()) {
      if (each.getValue().contains(name)) {
        rate += rate(each.getKey(), entry);
      }
    }
    return rate;
  }
}
