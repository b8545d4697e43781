package dev.aegis.suspect;

import dev.aegis.telemetry.LogLine;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What breaks services without anybody having changed them: more clients, the machine below,
 * somebody else's service, data, and the calendar. Each speaks for the answer that no change did
 * it.
 */
final class Rivals {
  private static final double STRONG = 20;
  private static final double FAIR = 13;
  private static final double SLIGHT = 5;
  private static final double SURGE = 1.6;
  private static final int FEWEST_REPEATS = 5;
  private static final double NEARLY_ALL = 0.8;

  private static final Pattern TRAFFIC =
      Pattern.compile(
          "requests?_(per_sec\\w*|rate\\w*|total|count)|\\b(rps|qps)\\b|_rps|_qps|throughput_in|http_requests");
  private static final Pattern HOST =
      Pattern.compile("^(node|host|machine|instance|vm|nic)_|_(steal|iowait)|steal");
  private static final Pattern USE =
      Pattern.compile("cpu|memory|working_set|disk|_io_|iops|network|bytes");
  private static final Pattern MACHINE =
      Pattern.compile(
          "node .*(pressure|load|contended|not ?ready|unhealthy|down)|co.?tenant|noisy"
              + " neighbo|steal time|preempt|spot (instance|termination)|hardware|\\becc\\b|i/o"
              + " error|kernel|disk (fail|error)|nvme|cpu contended|runqueue|evicted|memory"
              + " ?pressure|disk ?pressure|hypervisor|host (down|unreachable)");
  private static final Pattern NETWORK =
      Pattern.compile(
          "availability zone|\\baz\\b.*(outage|down|impair)|network partition|packet loss|bgp|link"
              + " (down|flap)|split.?brain|region .*(outage|down)|nxdomain|servfail|dns"
              + " .*(timeout|outage)|cross.?zone");
  private static final Pattern OUTSIDE =
      Pattern.compile(
          "third.?party|external (api|service|provider|dependency)|vendor|partner api|provider"
              + " (outage|unavailable|error"
              + "|returned|timeout|degraded)|\\b(stripe|paypal|adyen|braintree|twilio|sendgrid|mailgun|okta|auth0|cloudflare"
              + "|fastly|akamai|plaid|openai|anthropic|salesforce|shopify|dynamodb|s3|sqs|kinesis|bigquery|azure|gcs)\\b|status"
              + " page|upstream provider|api\\.[a-z0-9-]+\\.(com|io|net)");
  private static final Pattern DOWN =
      Pattern.compile(
          "\\b50[0-4]\\b|timeout|timed out|unavailable|outage|degraded|refused|error|fail|slow");
  private static final Pattern CALENDAR =
      Pattern.compile(
          "certificate (has )?(expired|is not valid)|cert(ificate)?.*(expir|not"
              + " ?after)|x509.*expired|(licen[cs]e|subscription|domain|contract|password|secret|api"
              + " key|service account.*) (has )?expired|leap second|quota"
              + " (exceeded|exhausted)|ntp|clock (jump|unsynchron|step)|transaction id"
              + " wraparound|integer out of range|sequence .*exhaust|max(imum)? value");
  private static final Pattern FULL = Pattern.compile("disk full|no space left|storage full");
  private static final Pattern DATA =
      Pattern.compile(
          "poison|redeliver\\w* same|same (offset|record|message)|malformed"
              + " (record|message|row|event)|corrupt|bad (record|row|data)|invalid record|out of"
              + " range .*got|schema violation by producer");
  private static final Pattern ABUSE =
      Pattern.compile(
          "\\bbots?\\b|ddos|scrap(er|ing)|crawler|credential stuffing|brute.?force|abus|hot"
              + " (key|partition|tenant|shard)|single (client|tenant|customer|ip)|one"
              + " (client|tenant|customer)|flood|attack");
  private static final Pattern HANDS =
      Pattern.compile(
          "kubectl|manual(ly)?|operator (deleted|scaled|ran)|maintenance|ad.?hoc|backup"
              + " (job|started|running)|batch (job|export)|vacuum|reindex|analytics job|failover"
              + " (started|completed|triggered)");
  private static final Pattern RECORD =
      Pattern.compile(
          "\\b((?:record|message|event|msg|entity|row|document|order)_?id|offset|key)[=:"
              + " ]+([\\w\\-:.]{3,60})");

  private final Predicate<String> known;
  private final Symptoms symptoms;
  private final FailingPath path;
  private final List<Set<String>> paths = new ArrayList<>();
  private final List<Finding> load;
  private final Scene scene;

  Rivals(Scene scene, Symptoms symptoms, FailingPath path, Predicate<String> known) {
    this.known = known;
    this.scene = scene;
    this.symptoms = symptoms;
    this.path = path;
    scene
        .commits()
        .forEach(commit -> commit.files().forEach(file -> paths.add(ServiceName.segments(file))));
    load = List.copyOf(loads());
  }

  List<Finding> findings() {
    List<Finding> found = new ArrayList<>(load);
    sameRecord(found);
    said(
        found,
        "outside provider",
        OUTSIDE,
        DOWN,
        FAIR,
        "a service of somebody else is said to fail");
    said(found, "network", NETWORK, NETWORK, FAIR, "the network or a whole zone is said to fail");
    said(
        found,
        "calendar",
        CALENDAR,
        CALENDAR,
        STRONG,
        "something is said to have run out or expired by itself");
    said(found, "full", FULL, FULL, SLIGHT, "something is said to have run full");
    said(
        found,
        "few clients",
        ABUSE,
        ABUSE,
        FAIR,
        "a few clients or keys are said to make the load");
    said(found, "operators", HANDS, HANDS, SLIGHT, "work of operators or a job is said to run");
    outsider(found);
    found.removeIf(finding -> !known.test(finding.about()));
    return found;
  }

  /** What makes load from outside, measured or said; overload needs no other reason then. */
  List<Finding> load() {
    return load;
  }

  private List<Finding> loads() {
    List<Finding> found = new ArrayList<>();
    surge(found);
    machine(found);
    found.removeIf(finding -> !known.test(finding.about()));
    return found;
  }

  private void said(
      List<Finding> found, String about, Pattern what, Pattern how, double decibans, String words) {
    for (Symptoms.Text text : symptoms.texts()) {
      Matcher matcher = what.matcher(text.spread());
      if (text.said() && matcher.find() && how.matcher(text.spread()).find()) {
        found.add(
            finding(about, decibans, words + ": \"" + Vocabulary.shown(matcher.group()) + "\""));
        return;
      }
    }
  }

  /** More is asked at the entries, no later than it began to fail, and by no service of ours. */
  private void surge(List<Finding> found) {
    List<Move> traffic =
        symptoms.moves().stream()
            .filter(move -> TRAFFIC.matcher(move.measure()).find() && move.factor() >= SURGE)
            .toList();
    List<String> entries =
        traffic.stream().map(Move::service).filter(path::isEntry).distinct().toList();
    if (entries.isEmpty()) {
      return;
    }
    boolean inTime =
        traffic.stream()
            .filter(move -> path.isEntry(move.service()))
            .anyMatch(
                move -> !move.at().isAfter(symptoms.onset().plus(symptoms.step().multipliedBy(2))));
    if (inTime) {
      found.add(
          finding(
              "surge",
              path.hasGraph() || traffic.size() > 1 ? STRONG : FAIR,
              "clients ask more of " + Vocabulary.shown(entries.getFirst()) + " since it began"));
    }
  }

  /** The machine is in need, or a workload that nobody calls takes its time. */
  private void machine(List<Finding> found) {
    double before = found.stream().mapToDouble(Finding::decibans).sum();
    said(found, "machine", MACHINE, MACHINE, FAIR, "the machine below is said to be in need");
    boolean said = found.stream().mapToDouble(Finding::decibans).sum() > before;
    symptoms.moves().stream()
        .filter(move -> move.up() && HOST.matcher(move.measure()).find())
        .findFirst()
        .ifPresent(move ->
            found.add(
                finding(
                    "machine",
                    said ? SLIGHT : FAIR,
                    Vocabulary.shown(move.measure()) + " of a machine rises")));
    symptoms.moves().stream()
        .filter(
            move -> move.up() && USE.matcher(move.measure()).find() && isStranger(move.service()))
        .filter(move -> move.factor() >= 2 && !HOST.matcher(move.measure()).find())
        .findFirst()
        .ifPresent(move ->
            found.add(
                finding(
                    "machine",
                    SLIGHT + 3,
                    Vocabulary.shown(move.service())
                        + ", which no request touches and nobody changed, takes more")));
  }

  private boolean isStranger(String service) {
    return scene.spans().stream().noneMatch(span -> span.service().equals(service))
        && !symptoms.failure().service().equals(service)
        && isUntouched(service);
  }

  private boolean isUntouched(String service) {
    ServiceName name = ServiceName.of(service);
    return scene.telemetry().changes().stream()
            .noneMatch(change -> change.service().equals(service))
        && paths.stream().noneMatch(name::isIn);
  }

  /** Nearly all failures are about one and the same record. */
  private void sameRecord(List<Finding> found) {
    Map<String, Integer> times = new HashMap<>();
    int lines = 0;
    for (LogLine line : scene.telemetry().logs()) {
      if (Set.of("ERROR", "FATAL", "CRITICAL").contains(line.level().toUpperCase(Locale.ROOT))) {
        lines++;
        Set<String> names = new TreeSet<>();
        RECORD.matcher(line.text()).results().forEach(each -> names.add(each.group()));
        names.forEach(name -> times.merge(name, 1, Integer::sum));
      }
    }
    int most = times.values().stream().mapToInt(Integer::intValue).max().orElse(0);
    if (most >= FEWEST_REPEATS && most >= NEARLY_ALL * lines) {
      found.add(
          finding("broken data", STRONG, "nearly every failure is about one and the same record"));
    } else {
      said(found, "broken data", DATA, DATA, FAIR, "data from outside are said to be broken");
    }
  }

  /** Requests fail first in a service that nobody here changes or deploys. */
  private void outsider(List<Finding> found) {
    Set<String> first = path.origins();
    boolean traced = scene.spans().stream().anyMatch(span -> first.contains(span.service()));
    if (traced && first.stream().allMatch(this::isUntouched)) {
      found.add(
          finding(
              "outsider",
              FAIR,
              "requests fail first in "
                  + Vocabulary.shown(first.iterator().next())
                  + ", which no change touches"));
    }
  }

  private static Finding finding(String about, double decibans, String words) {
    return new Finding(decibans, words, Finding.Kind.RIVAL, about);
  }
}
