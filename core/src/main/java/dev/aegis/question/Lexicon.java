package dev.aegis.question;

import dev.aegis.question.Meaning.Direction;
import dev.aegis.question.Meaning.Extreme;
import dev.aegis.question.Meaning.Particle;
import dev.aegis.question.Measure.Comparison;
import java.time.DayOfWeek;
import java.time.Duration;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The words of the language itself, which every data set has. */
final class Lexicon {
  /** Words in the longest phrase. */
  static final int LONGEST = 6;

  private static final Map<String, Meaning> PHRASES = phrases();

  private Lexicon() {}

  static Optional<Meaning> find(String phrase) {
    return Optional.ofNullable(PHRASES.get(phrase));
  }

  /** Single words, to offer the one that was probably meant. */
  static List<String> words() {
    return PHRASES.keySet().stream().filter(p -> p.indexOf(' ') < 0 && p.length() > 3).toList();
  }

  private static Map<String, Meaning> phrases() {
    Map<String, Meaning> all = new HashMap<>();
    key(
        all,
        Particle.FILLER,
        "by how much|how much|the|a|an|is|are|was|were|be|been|please|show|show me|give|give"
            + " me|tell|tell me|list|get|find|display|print|what is|what's|whats|what are|what"
            + " was|what were|can you|could you|i want|i need|i want to know|i want to see|i would"
            + " like to see|do we"
            + " know|we|you|me|there|it|its|their|of|that|those|these|do|does|did|have|has|had|how|how"
            + " is|how are|how was|how were|how did|how does|how do|how high is|how high was|how"
            + " high are|how big is|how large is|our|my|data|in the data|overall|just|also|so"
            + " far|with|values|value|the value of|the values of|level"
            + " of|levels|figures|numbers|seen|observed|recorded|reached|reach|got|get|see|looking|look"
            + " like|looks like|experience|experienced|hi|hey|hello|ok|okay|please|thanks|aegis|for"
            + " me|exactly|actually|now please|know|who|having|showing|show"
            + " up|compute|calculate|plot|graph|chart|draw|report|return|fetch|query|in"
            + " general|then|happened|occurred|occur|happen|happening|were there|are there|is"
            + " there|was there|did we have|do we have|had the|whose|serving|running|incidents on|a"
            + " lot of|rows with|statistics|stats|measured|reported|reporting|report|reports|and"
            + " then|going|being"
            + "|serve|serves|served|handle|handles|handled|sees|receive|receives|received|process"
            + "|processed|consume|consumes|consumed|use|uses|make|makes|made|where|drive|drives"
            + "|take|takes|took|taking|come|comes|came|perform|performed|performing|behave|behaves|behaved|produce|produces|produced|suffer|suffered|suffers|show"
            + " me the|affected|run at|ran|running at|were seen|was seen");
    key(
        all,
        Particle.BY,
        "by|per|for each|for every|in each|in every|across|across all|across the|grouped by|group"
            + " by|grouped per|split by|split up by|split per|broken down by|break down"
            + " by|breakdown by|broken out by|broken up by|separately for|separated by|of each|of"
            + " every|on each|on every|from each|by each|as a function of|depending on|sliced by|at"
            + " each");
    key(
        all,
        Particle.COURSE,
        "over time|as a time series|time series|timeline|time series of|course of|the course of"
            + "|timeline of|through time|with time|by time|as a timeline");
    key(all, Particle.EACH, "each|every");
    key(
        all,
        Particle.RANKED,
        "ranked by|rank by|sorted by|sort by|ordered by|order by|according to|judged by|in terms of"
            + "|measured by");
    key(all, Particle.WHICH, "which|what|which of the|which of our|which one|which ones");
    key(all, Particle.AND, "and|,|as well as|plus|together with|along with");
    key(all, Particle.OR, "or");
    key(
        all,
        Particle.NOT,
        "not|except|except for|excluding|exclude|other than|besides|without|but not|apart from"
            + "|ignoring|ignore|outside|outside of|not in|not on|not from|not for|but|is not|isn't"
            + "|leaving out|!=");
    key(
        all,
        Particle.VERSUS,
        "vs|vs.|v.|versus|against|compared with|compared to|compare with|compare to|in comparison"
            + " with|in comparison to|relative to|as opposed to|in contrast to|comparing");
    key(all, Particle.COMPARE, "compare|contrast");
    key(
        all,
        Particle.DIFFERENCE,
        "difference between|the difference between|difference in|difference");
    key(all, Particle.THAN, "than");
    key(all, Particle.SINCE, "since|ever since|starting at|starting from|beginning at|starting");
    key(all, Particle.AFTER, "after|following|afterwards|once|as of");
    key(all, Particle.BEFORE, "before|prior to|ahead of|leading up to|earlier than|previous to");
    key(all, Particle.PREVIOUS, "previous|preceding|prior|the previous|the preceding");
    key(all, Particle.UNTIL, "until|till|up to|up until|through");
    key(all, Particle.BETWEEN, "between");
    key(all, Particle.FROM, "from");
    key(all, Particle.TO, "to|-|–|—");
    key(all, Particle.LAST, "last|past|latest|most recent|recent|the last|the past|trailing");
    key(all, Particle.FIRST, "first|initial|earliest|oldest|opening");
    key(all, Particle.AT, "at|around");
    key(all, Particle.IN, "in|within|during|over the|for|inside|throughout|for the|inside of");
    key(all, Particle.ON, "on");
    key(
        all,
        Particle.NOW,
        "now|right now|current|currently|latest value|last value|newest value|latest value of|last"
            + " value of|current value|current value of|the current|most recent value|at the"
            + " moment|at present|present|the present");
    key(
        all,
        Particle.START,
        "start|beginning|the start|the beginning|start of the data|beginning of the data"
            + "|start of the recording|the start of the data|start of the window");
    key(all, Particle.END, "the end|end of the data|end of the recording|the end of the data");
    key(all, Particle.YESTERDAY, "yesterday");
    key(all, Particle.TODAY, "today");
    key(all, Particle.AGO, "ago|earlier");
    key(
        all,
        Particle.SAME,
        "same hour|same time|same period|same window|the same hour|the same time|the same period"
            + "|the same window|same interval|same minutes|same day|the same day");
    key(
        all,
        Particle.WEEK_BEFORE,
        "last week|a week ago|a week earlier|one week ago|one week earlier|the week before"
            + "|week before|the previous week|previous week|7 days ago|7 days earlier|a week before"
            + "|week over week");
    key(
        all,
        Particle.DAY_BEFORE,
        "a day ago|a day earlier|one day ago|the day before|the previous day|previous day|24 hours"
            + " ago|24 hours earlier|a day before|24h ago|day over day");
    key(
        all,
        Particle.HOUR_BEFORE,
        "an hour ago|an hour earlier|one hour ago|the hour before|the previous hour|previous hour"
            + "|an hour before|1h ago|60 minutes ago|hour over hour|60 minutes earlier");
    key(all, Particle.TOP, "top");
    key(all, Particle.BOTTOM, "bottom");
    key(all, Particle.ALL, "all|all the|all of the|all our|any|any of the");
    key(
        all,
        Particle.WHEN,
        "when|at what time|what time|at which time|when did|when was|when were|when is|when does");
    key(all, Particle.HOW_LONG, "how long|for how long|how much time|what length of time");
    key(all, Particle.HOW_MANY, "how many|number of|the number of|count of|count|the count of");
    key(
        all,
        Particle.LONGEST,
        "longest|longest time|longest stretch|longest breach|longest period|longest run|longest"
            + " continuous time|longest continuous stretch|longest streak|longest breach of");
    key(
        all,
        Particle.SHARE,
        "share of|percentage of|fraction of|proportion of|what percentage of|what share of|what"
            + " fraction of|what proportion of|percent of|what percent of|how much of|part of");
    key(
        all,
        Particle.SAMPLES,
        "samples|sample|data points|datapoints|points|measurements|readings|rows|observations"
            + "|the time|time");
    key(all, Particle.MINUTES, "minutes of downtime|downtime");
    key(
        all,
        Particle.BACK,
        "recover|recovered|recovers|recovery|recovery time|back|go back|come back|came back|went"
            + " back|return|returned|fall back|fell back|drop back|dropped back|get back|got back");
    key(all, Particle.HISTOGRAM, "histogram|distribution|distributed|histogram of|distribution of");
    key(
        all,
        Particle.METRICS,
        "metric|metrics|which metric|which metrics|what metric|what metrics|measures");
    key(
        all,
        Particle.CHANGED,
        "changed|change|changes most|moved|shifted|changed most|changed the most|change the"
            + " most|change most|moved most|moved the most|shifted most|shifted the most|biggest"
            + " change in|biggest change|largest change|largest change in|most changed|differs"
            + " most|changed the strongest");
    key(
        all,
        Particle.TREND,
        "trend|slope|trending|trend of|slope of|rate of change|rate of change of");
    key(all, Particle.STILL, "still");
    key(all, Particle.FAST, "quickly|rapidly|steeply|fast|strongly|sharply");
    key(
        all,
        Particle.CORRELATES,
        "correlate with|correlates with|correlated with|correlation with|moves with|move with"
            + "|moves together with|move together with|goes along with|go along with|goes with"
            + "|related to|tracks|correlation between|correlate|correlates|correlation|correlated"
            + "|moves along with|correlation of|follows");
    key(all, Particle.LEADS, "lead|leads|precede|precedes|run ahead of");
    key(
        all,
        Particle.FULL,
        "until full|to full|full|until it is full|fill up|fills up|run out|runs out|exhausted"
            + "|used up|time to full|is full");
    key(
        all,
        Particle.ATTRIBUTES,
        "in common|common attributes|common attributes of|common labels|common labels of|attributes"
            + "|attributes of|have in common|what do");
    key(
        all,
        Particle.LOGS,
        "logs|log|log volume|log lines|log line|log entries|log messages|log events|log"
            + " records|logged|log the|lines|messages|entries|in the logs|log"
            + " message|message|line");
    key(
        all,
        Particle.PATTERNS,
        "patterns|pattern|log patterns|templates|message patterns|log pattern|log templates"
            + "|kinds of log lines|kinds of messages|kinds of log messages|message templates");
    key(
        all,
        Particle.NEW,
        "new|newly appeared|appeared|that appeared|appear|not seen before|first seen");
    key(
        all,
        Particle.CONTAINING,
        "containing|contain|contains|mentioning|mention|mentions|matching|match|that"
            + " say|saying|says|that contain|that mention|with the text|with text|with the"
            + " word|including the word|about|including|that match|matching the text|like");
    key(
        all,
        Particle.SAMPLE,
        "examples|examples of|sample of|sample lines|sample lines of|sample log lines|example lines"
            + "|example log lines|sample messages|example messages");
    key(
        all,
        Particle.CHANGES,
        "changes|events|change events|what changed|what was changed|what has changed");
    key(all, Particle.TRACES, "trace|traces");
    key(all, Particle.SPANS, "span|spans");
    key(
        all,
        Particle.THROUGH,
        "touching|touch|that touch|go through|goes through|going through|went through|that go"
            + " through|passing through|pass through|that pass through|involving|involve|both");
    key(
        all,
        Particle.CRITICAL,
        "critical path|critical path of|the critical path|the critical path of");
    key(all, Particle.SLO, "slo|objective|target|slo of|objective of|allowed|promise");
    key(
        all,
        Particle.BUDGET,
        "error budget|budget|budget left|error budget left|error budget remaining"
            + "|remaining error budget|error budget is left|left of the error budget");
    key(all, Particle.BURN, "burn rate|burn|budget burn|error budget burn|error budget burn rate");
    key(
        all,
        Particle.GAPS,
        "gaps|gap|missing data|data gaps|gaps in the data|data missing|holes|missing samples"
            + "|longest gap|the longest gap");
    key(
        all,
        Particle.FRESH,
        "fresh|freshness|how fresh|up to date|stale|how old|last reported|stopped reporting"
            + "|how up to date|last seen|newest sample|latest sample|last data");
    key(all, Particle.PEAK, "peak|peaked|peaks");
    key(
        all,
        Particle.FOLLOW,
        "and by|what about|how about|and for|and in|now by|now for|the same for|same for|the same"
            + " by|same by|and what about|and how about|the same|and since|and per|and on|and"
            + " only|and now|same but|but by|and before|and after|instead");
    key(all, Particle.ONLY, "only");
    key(all, Particle.SECOND, "a second|per second|each second|every second|per sec|/s");
    key(all, Particle.DISTINCT, "different|distinct|unique");
    aggregates(all);
    orders(all);
    comparisons(all);
    times(all);
    changes(all);
    return Map.copyOf(all);
  }

  private static void aggregates(Map<String, Meaning> all) {
    aggregate(all, Function.MEAN, "average|mean|avg|on average|averaged|typical|the mean of");
    aggregate(all, Function.MAX, "maximum|max|maximal|peak value|the maximum of|worst-case");
    aggregate(all, Function.MIN, "minimum|min|minimal|the minimum of");
    aggregate(
        all,
        Function.SUM,
        "total|sum|sum of|total number of|the total number of|in total"
            + "|altogether|summed|combined|cumulative");
    aggregate(all, Function.MEDIAN, "median");
    aggregate(
        all,
        Function.STDDEV,
        "standard deviation|stddev|standard deviation of|variation|deviation|variability");
    aggregate(all, Function.RANGE, "range|spread|range of|spread of");
  }

  private static void orders(Map<String, Meaning> all) {
    extreme(
        all,
        Extreme.MOST,
        "most frequent|most common|highest first|largest first|descending|desc|in descending"
            + " order|biggest first|most first|highest|most|largest|biggest|greatest|maximum of|the"
            + " most|the highest|heaviest|busiest|hottest|strongest|most of the|the biggest|the"
            + " largest|highest number of|most number of|highest value of|drives|driving|driving"
            + " the most");
    extreme(
        all,
        Extreme.LEAST,
        "lowest first|smallest first|ascending|asc|in ascending order|least first|fewest"
            + " first|lowest|least|smallest|fewest|the lowest|the least|the fewest|the"
            + " smallest|lightest|weakest");
    extreme(all, Extreme.WORST, "worst first|worst|the worst|unhealthiest");
    extreme(all, Extreme.BEST, "best|the best|healthiest");
    extreme(all, Extreme.SLOWEST, "slowest|slow|the slowest|slowest responding");
    extreme(all, Extreme.FASTEST, "fastest|the fastest|quickest");
    motion(
        all,
        Direction.UP,
        "rising|increasing|growing|climbing|going up|rise|increase|grow|climb|go"
            + " up|grew|increased|rose|climbed|went up|got worse|goes"
            + " up|increases|rises|grows|fastest-growing|fastest growing|gone"
            + " up|risen|grown|higher|growth|jumped|jump|spiked|degraded|regressed|worsened|got"
            + " higher|became higher");
    motion(
        all,
        Direction.DOWN,
        "falling|decreasing|dropping|going down|fall|decrease|drop|go down|fell|decreased|dropped"
            + "|went down|shrinking|shrank|shrink|sinking|sank|declined|declining|decline|lower"
            + "|improved|improving|improve|falls|drops|fallen");
  }

  private static void comparisons(Map<String, Meaning> all) {
    compare(
        all,
        Comparison.ABOVE,
        "above|over|exceeding|exceeds|exceeded|exceed|greater than|more than|higher than|larger"
            + " than|bigger than|longer than|slower than|>|is over|is above|beyond|went over|went"
            + " above|go over|go above|goes above|goes over|rise above|rose"
            + " above|cross|crossed|crosses|was over|was"
            + " above|breach|breached|breaches|breaching|breach of|in excess of|gone over|hotter"
            + " than|took more than|taking more than|took longer than|took over|not"
            + " below|surpass|surpassed|was higher than|was greater than|stayed above|stay"
            + " above|been above|been over");
    compare(
        all,
        Comparison.AT_LEAST,
        "at least|>=|no less than|not less than|or more|reached at least");
    compare(
        all,
        Comparison.BELOW,
        "below|under|less than|lower than|smaller than|fewer than|shorter than|faster than|<|is"
            + " under|is below|went below|went under|go below|fell below|fall below|falls"
            + " below|drop below|dropped below|drops below|was under|was below|stayed below|been"
            + " below|dipped below|dip below");
    compare(all, Comparison.AT_MOST, "at most|<=|no more than|not more than|not above");
    compare(all, Comparison.EQUAL, "=|==|equal to|equals|exactly equal to");
  }

  private static void times(Map<String, Meaning> all) {
    unit(all, Duration.ofSeconds(1), "second|seconds|sec|secs");
    unit(all, Duration.ofMinutes(1), "minute|minutes|min|mins");
    unit(all, Duration.ofHours(1), "hour|hours|hr|hrs");
    unit(all, Duration.ofDays(1), "day|days");
    unit(all, Duration.ofDays(7), "week|weeks");
    for (String phrase : List.of("quarter of an hour", "a quarter of an hour")) {
      all.put(phrase, new Meaning.Length(Duration.ofMinutes(15)));
    }
    for (String phrase : List.of("half an hour", "half hour")) {
      all.put(phrase, new Meaning.Length(Duration.ofMinutes(30)));
    }
    for (DayOfWeek day : DayOfWeek.values()) {
      String name = day.name().toLowerCase(Locale.ROOT);
      all.put(name, new Meaning.Weekdays(Set.of(day), false));
      all.put(name + "s", new Meaning.Weekdays(Set.of(day), true));
    }
    weekdays(
        all, EnumSet.range(DayOfWeek.MONDAY, DayOfWeek.FRIDAY), "weekdays|working days|workdays");
    weekdays(all, EnumSet.of(DayOfWeek.SATURDAY, DayOfWeek.SUNDAY), "weekends|the weekend|weekend");
    Map<String, Duration> every =
        Map.of(
            "minutely",
            Duration.ofMinutes(1),
            "hourly",
            Duration.ofHours(1),
            "daily",
            Duration.ofDays(1),
            "weekly",
            Duration.ofDays(7));
    every.forEach((word, width) -> all.put(word, new Meaning.Length(width)));
  }

  private static void weekdays(Map<String, Meaning> all, Set<DayOfWeek> days, String phrases) {
    each(all, phrases, new Meaning.Weekdays(days, true));
  }

  private static void changes(Map<String, Meaning> all) {
    change(
        all,
        "deploy",
        "deploy|deploys|deployment|deployments|release|releases|rollout|rollouts|roll-out|deployed"
            + "|upgrade|rolled out|went live|go-live|released|push|shipped");
    change(
        all,
        "rollback",
        "rollback|rollbacks|roll back|rolled back|roll-back|revert|reverted|was rolled back");
    change(
        all,
        "config",
        "config change|config changes|configuration change|configuration changes|config|configs"
            + "|configuration|config update");
    change(
        all,
        "flag",
        "flag|flags|feature flag|feature flags|flag change|flag changes|flag flip|flag"
            + " toggle|toggle|feature flag change|feature flag changes");
    change(
        all,
        "scale",
        "scaling|scale-up|scale up|scale-out|scale out|scaling event|scaling events|scale|scale"
            + " event|scale change|autoscaling|scale-down|scaled");
  }

  private static void change(Map<String, Meaning> all, String kind, String phrases) {
    each(all, phrases, new Meaning.Change(kind));
  }

  private static void key(Map<String, Meaning> all, Particle key, String phrases) {
    each(all, phrases, new Meaning.Said(key));
  }

  private static void aggregate(Map<String, Meaning> all, Function function, String phrases) {
    each(all, phrases, new Meaning.Aggregate(function));
  }

  private static void extreme(Map<String, Meaning> all, Extreme extreme, String phrases) {
    each(all, phrases, new Meaning.Superlative(extreme));
  }

  private static void motion(Map<String, Meaning> all, Direction direction, String phrases) {
    each(all, phrases, new Meaning.Motion(direction));
  }

  private static void compare(Map<String, Meaning> all, Comparison comparison, String phrases) {
    each(all, phrases, new Meaning.Compare(comparison));
  }

  private static void unit(Map<String, Meaning> all, Duration unit, String phrases) {
    each(all, phrases, new Meaning.Unit(unit));
  }

  private static void each(Map<String, Meaning> all, String phrases, Meaning meaning) {
    for (String phrase : phrases.split("\\|", -1)) {
      all.putIfAbsent(phrase, meaning);
    }
  }
}
