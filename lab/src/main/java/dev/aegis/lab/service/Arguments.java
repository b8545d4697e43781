package dev.aegis.lab.service;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The command line of a process. */
record Arguments(PodIdentity pod, int slots, int queue, Path log, String database) {
  private static final List<String> KNOWN =
      List.of(
          "--service",
          "--region",
          "--pod",
          "--version",
          "--slots",
          "--queue",
          "--log",
          "--database");

  static Arguments of(String... args) {
    Map<String, String> given = new TreeMap<>();
    for (int i = 0; i < args.length; i += 2) {
      if (!KNOWN.contains(args[i]) || i + 1 == args.length) {
        throw new RefusedException(
            "expected " + String.join(" X ", KNOWN) + " X, found " + args[i]);
      }
      given.put(args[i], args[i + 1]);
    }
    String service = required(given, "--service");
    PodIdentity pod =
        new PodIdentity(
            service,
            required(given, "--region"),
            required(given, "--version"),
            required(given, "--pod"));
    return new Arguments(
        pod,
        count(given, "--slots", 1),
        count(given, "--queue", 0),
        Path.of(required(given, "--log")),
        service.equals("inventory") ? required(given, "--database") : "");
  }

  private static String required(Map<String, String> given, String name) {
    String value = given.get(name);
    if (value == null || value.isBlank()) {
      throw new RefusedException("expected " + name + ", found none");
    }
    return value;
  }

  private static int count(Map<String, String> given, String name, int least) {
    String value = required(given, name);
    if (!value.matches("[0-9]{1,5}") || Integer.parseInt(value) < least) {
      throw new RefusedException(
          name + ": expected a whole number from " + least + " to 99999, found " + value);
    }
    return Integer.parseInt(value);
  }
}
