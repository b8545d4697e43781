package dev.aegis.suspect;

import dev.aegis.telemetry.Change;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** Whether what was changed lies where it fails. */
final class Scope {
  private static final double ORIGIN = 7;
  private static final double FAILING = 4;
  private static final double NEXT = 2;
  private static final double ELSEWHERE = -9;
  private static final Pattern SHARED =
      Pattern.compile(
          "(^|/)(pkg|libs?|libraries|common|shared|internal|platform|core|proto|schemas?|modules|packages)/");

  private static final double BENEATH = -3;
  private static final Pattern BELOW =
      Pattern.compile(
          "(^|/)(infra\\w*|terraform|k8s|kubernetes|helm|charts|manifests|mesh|istio|envoy|nginx|gateway|proxy"
              + "|network|dns|ansible|migrations?|db)(/|$)|\\.(tf|hcl)$");

  private final FailingPath path;
  private final List<ServiceName> services;

  Scope(Scene scene, FailingPath path) {
    this.path = path;
    Set<String> names = new TreeSet<>(path.failing());
    scene.telemetry().changes().forEach(change -> names.add(change.service()));
    scene.spans().forEach(span -> names.add(span.service()));
    names.remove("");
    services = names.stream().map(ServiceName::of).toList();
  }

  Optional<Finding> of(Commit commit, List<Change> deploys) {
    Set<String> touched = new TreeSet<>();
    deploys.forEach(deploy -> touched.add(deploy.service()));
    for (String file : commit.files()) {
      Set<String> segments = ServiceName.segments(file);
      services.stream()
          .filter(service -> service.isIn(segments))
          .forEach(service -> touched.add(service.name()));
    }
    touched.remove("");
    if (!touched.isEmpty()) {
      Finding named = of(touched);
      boolean below =
          named.decibans() < 0
              && commit.files().stream().anyMatch(file -> BELOW.matcher(file).find());
      return Optional.of(
          below ? finding(BENEATH, "it changes what other services may stand on") : named);
    }
    boolean shared = commit.files().stream().anyMatch(file -> SHARED.matcher(file).find());
    boolean below = commit.files().stream().anyMatch(file -> BELOW.matcher(file).find());
    return shared || below || commit.files().isEmpty()
        ? Optional.empty()
        : Optional.of(finding(ELSEWHERE, "nothing that fails is named in its paths"));
  }

  Finding of(Set<String> touched) {
    String best = "";
    double most = ELSEWHERE;
    for (String service : touched) {
      double weight = weight(service);
      if (weight > most) {
        most = weight;
        best = service;
      }
    }
    String shown = Vocabulary.shown(best);
    if (most >= ORIGIN) {
      return finding(most, "it changes " + shown + ", where it fails first");
    }
    if (most >= FAILING) {
      return finding(most, "it changes " + shown + ", which fails");
    }
    return most >= NEXT
        ? finding(most, "it changes " + shown + ", next to what fails")
        : finding(ELSEWHERE, "it changes nothing that fails");
  }

  private double weight(String service) {
    if (path.isOrigin(service)) {
      return ORIGIN;
    }
    if (path.isFailing(service)) {
      return FAILING;
    }
    return path.isNextToFailing(service) ? NEXT : ELSEWHERE;
  }

  private static Finding finding(double decibans, String words) {
    return new Finding(decibans, words, Finding.Kind.SCOPE);
  }
}
