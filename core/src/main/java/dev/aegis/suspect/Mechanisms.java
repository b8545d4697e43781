package dev.aegis.suspect;

import static dev.aegis.suspect.Mechanism.FAINT;
import static dev.aegis.suspect.Mechanism.FAIR;
import static dev.aegis.suspect.Mechanism.STRONG;
import static dev.aegis.suspect.Signs.callGone;
import static dev.aegis.suspect.Signs.come;
import static dev.aegis.suspect.Signs.gone;
import static dev.aegis.suspect.Signs.less;
import static dev.aegis.suspect.Signs.lost;
import static dev.aegis.suspect.Signs.more;
import static dev.aegis.suspect.Signs.set;
import static dev.aegis.suspect.Signs.touched;

import dev.aegis.suspect.Setting.Kind;
import java.util.List;
import java.util.stream.Stream;

/** What is known of how software breaks, as a table: one row a mechanism. */
final class Mechanisms {
  private static final String STORE_BUSY =
      "slow quer|rows (examined|scanned|read|returned)|full (table )?scan|seq(uential)?"
          + " scan|\\bdb\\b.*"
          + "(cpu|time|latency|duration|load)|quer(y|ies).*(latency|time|duration|per|count)|iops";
  private static final String MEMORY =
      "heap|memory|\\boom|out of mem|\\bgc\\b|\\brss\\b|working set|killed|\\b137\\b";
  private static final String REFUSED =
      "\\b40[13]\\b|unauthor|forbidden|denied|permission|invalid (token|signature|audience|issuer"
          + "|credential)|authenticat|jwt|token is";
  private static final String UNREACHABLE =
      "connection refused|no such host|unknown host|unreachable|name or service|could ?n.t"
          + " connect|failed to connect|cannot connect|\\bdns\\b|could not resolve|connect"
          + " timeout|no route to";

  private Mechanisms() {}

  /** All of them. */
  static final List<Mechanism> ALL =
      Stream.of(
              guards(), contracts(), queries(), limits(), capacity(), resources(), edges(), flow())
          .flatMap(List::stream)
          .toList();

  private static List<Mechanism> guards() {
    return List.of(
        Mechanism.of(
            "a check for nothing-there is gone",
            STRONG,
            gone(
                "(==|!=|\\bis\\b|\\bis not\\b)\\s*(nil|null|none|undefined)\\b|\\?\\.|is"
                    + " ?present|is ?null|non ?null|or ?else|\\?\\?|hasattr|optional"),
            "nil pointer|null ?pointer|none ?type|undefined|cannot read propert|segfault|sigsegv"
                + "|null reference|unwrap|npe\\b|invalid memory address|attribute ?error"),
        Mechanism.of(
            "a check of size or bounds is gone",
            STRONG,
            gone(
                "len\\(|\\.length|\\.size\\(|is ?empty|count\\b.*[<>=]|[<>]=?\\s*(0|1|max|min)\\b"),
            "out of (range|bounds)|index ?error|slice bounds|empty"
                + " (slice|list|result)|divi(de|sion) by zero|overflow|negative"),
        Mechanism.of(
            "a default or a bound of a value is gone",
            FAIR,
            gone(
                "clamp|\\.fetch\\(|default|\\bmax\\(|\\bmin\\(|\\|\\| ?[\\d\"']|\\bor \\d|get ?or"),
            "zero|\\bnil\\b|\\bnone\\b|\\bnull\\b|undefined|invalid|negative|out of"
                + " range|\\bnan\\b|missing"),
        Mechanism.of(
            "an error is handled no more",
            FAIR,
            gone("err != nil|\\bcatch\\b|\\bexcept\\b|rescue|recover\\(|\\btry\\b|on error"),
            "panic|unhandled|uncaught|exception|crash|traceback"),
        Mechanism.of(
            "a value is forced into a type",
            FAIR,
            come(
                "\\.\\([a-z *.]+\\)|parse"
                    + " ?(int|float|long|double)|strconv|\\bint\\(|\\bfloat\\(|value ?of\\("
                    + "|\\(\\s*(int|long|integer|string)\\s*\\)"),
            "cast|type ?error|interface conversion|number ?format|invalid (literal|syntax|number)"
                + "|cannot parse|value ?error"),
        Mechanism.of(
            "a rule that refuses input came or became stricter",
            FAIR,
            come(
                "strict|disallow|additional ?properties|fail ?on|\\bvalidat|\\brequire|must"
                    + " |reject|not ?null|pattern|regex"),
            "unknown field|invalid|validat|bad request|\\b400\\b|\\b422\\b|reject|required|violat"),
        Mechanism.of(
            "a decision is made in another way",
            FAINT,
            Signs::conditionChanged,
            "validat|reject|unexpected|invalid|wrong|mismatch|drop|skip|duplicate|missing|expired"),
        Mechanism.of(
            "a switch stands the other way",
            FAINT,
            Signs::flipped,
            "enabled|disabled|mode|feature|flag|unsupported|not allowed|strict|verify|default"),
        Mechanism.of(
            "something is registered or started no more",
            STRONG,
            callGone(
                "register|init|bootstrap|seed|start|subscribe|bind|mount|install|migrate|enable|configure"
                    + "|warm|preload|populate|add|route|handle|use|provide|inject|import|include|load|setup"),
            "not found|no"
                + " (such|handler|route|provider|bean|agent|plugin|implementation)|unregistered|not"
                + " registered|unknown|\\b404\\b|undefined|uninitiali|not initiali|unresolved|not"
                + " configured|missing"),
        Mechanism.of(
            "something is prepared beforehand no more",
            FAIR,
            callGone("warm|preload|prefetch|prime|prepare|compile|precompute"),
            "slow|latency|duration|after start|\\bcold\\b|timeout"),
        Mechanism.of(
            "figures are rounded or scaled in another way",
            FAIR,
            touched("round|floor|ceil|decimal|cents|currency|precision|[*/] ?100\\b|minor ?unit"),
            "mismatch|\\btotal|amount|rounding|precision|reconcil|overcharg|negative"
                + " (price|balance)"),
        Mechanism.of(
            "time is read or written in another way",
            FAIR,
            touched(
                "time ?zone|\\butc\\b|local ?time|zone ?id|date ?format|str[fp]time|rfc"
                    + " ?3339|yyyy|iso ?8601|epoch|unix ?milli|time\\.now|\\btz\\b"),
            "time ?zone|\\bdates?\\b|timestamp|in the future|clock|too early|too"
                + " late|expired|schedule"),
        Mechanism.of(
            "the tolerance for clocks or lateness is gone or smaller",
            STRONG,
            less(Kind.SKEW)
                .or(lost(Kind.SKEW))
                .or(gone("leeway|\\bskew|tolerance|grace ?period|clock ?drift")),
            "^(?!.*(x509|certificate)).*(expired|not (yet )?valid|clock|skew|in the"
                + " future|unauthor|\\b401\\b|too late|stale|late event)"));
  }

  private static List<Mechanism> contracts() {
    return List.of(
        Mechanism.of(
            "a name in a contract is another one",
            FAIR,
            Signs::renamed,
            "missing (required"
                + " )?(field|key|column|property|param|argument|attribute|header)|unknown"
                + " (field|column|property|key|enum)|no mapping|no such"
                + " (column|field|key|table|index)|unrecogni|deseriali|unmarshal|decod|schema|key"
                + " ?error|does not exist|not defined|undefined"
                + " (column|method|function|variable)|not found|\\b404\\b|nosuchmethod"),
        Mechanism.of(
            "a field or column is gone",
            FAIR,
            gone("json:|json ?property|protobuf|optional|repeated|\\bcolumn\\b|\\bfield\\b|@"
                    + " ?(column|field)")
                .or(come("drop (column|table|view)")),
            "missing|unknown|no such|undefined|does not"
                + " exist|deseriali|unmarshal|decod|schema|required"),
        Mechanism.of(
            "a query names a table or column for the first time",
            FAIR,
            come("\\b(from|into|update|join|select)\\s+[a-z]"),
            "relation|no such (table|column)|table .*does ?n.t exist|does not exist|unknown"
                + " (table|column)|undefined (table|column)|invalid object name"),
        Mechanism.of(
            "the store's rules became stricter",
            STRONG,
            come("not null|\\bunique\\b|check \\(|foreign key|references|primary key"),
            "violates|constraint|duplicate key|null value in|integrity"),
        Mechanism.of(
            "data are encoded in another way",
            FAIR,
            touched(
                "encod|charset|\\butf|gzip|zstd|snappy|\\blz4\\b|compress|protobuf|avro|json|codec|serial|msgpack"
                    + "|base64|magic"),
            "deseriali|decod|unmarshal|magic|checksum|malformed|invalid"
                + " (byte|character|utf|json|header)|unsupported"
                + " (codec|compression|encoding)|corrupt|unexpected token|parse error"),
        Mechanism.of(
            "a library came in another major version",
            FAIR,
            Nature::bumpsMajor,
            "no ?such ?method|incompatib|undefined (symbol|method)|class ?not ?found|import"
                + " ?error|no module|linkage|unsupported|deprecat|not a function|version"),
        Mechanism.of(
            "the image or runtime is another one",
            FAIR,
            touched("^from [\\w./:-]+|\\b(jdk|jre|alpine|glibc|musl|distroless|nonroot)\\b|^user "),
            "exec format|permission denied|no such file|glibc|shared object|library|crash ?loop"
                + "|failed to start|read-only file|not found in .?path"));
  }

  private static List<Mechanism> queries() {
    return List.of(
        Mechanism.of(
            "a query has no limit any more, or a higher one",
            STRONG,
            gone(
                "\\blimit\\b|\\btop \\d|max ?results|page ?size|fetch"
                    + " first|\\btake\\(|\\.first\\(|pageable"),
            STORE_BUSY + "|" + MEMORY + "|response size|payload|latency|deadline|timeout"),
        Mechanism.of(
            "a query has a filter less",
            FAIR,
            gone("\\bwhere\\b|\\.filter\\(|\\band [\\w. ]+ ?=|tenant|partition ?key"),
            STORE_BUSY + "|" + MEMORY + "|latency|timeout"),
        Mechanism.of(
            "an index is gone",
            STRONG,
            come("drop index|drop ?index")
                .or(gone("create (unique )?index|@ ?index|add ?index|index:")),
            STORE_BUSY + "|latency|timeout|cpu"),
        Mechanism.of(
            "something is asked once for each of many",
            STRONG,
            Signs::callInLoop,
            STORE_BUSY + "|calls? in request|per request|fan.?out|n\\+1|select |requests? per sec"),
        Mechanism.of(
            "a query touches an index or plan in another way",
            FAIR,
            come(
                "lower\\(|upper\\(|\\blike\\b|ilike|cast\\(|coalesce\\(|\\bor\\b.*=|order"
                    + " by|distinct|join "),
            STORE_BUSY),
        Mechanism.of(
            "something is locked, or for longer",
            STRONG,
            come(
                "\\block\\(|synchronized|for update|lock table|mutex|serializable|alter"
                    + " table|begin\\b|create (unique )?index (?!concurrently)|@"
                    + " ?transactional|isolation"),
            "\\block|deadlock|contention|blocked|serializ|wait event|lock wait|could not obtain"),
        Mechanism.of(
            "something is locked no more",
            STRONG,
            gone(
                "\\block\\(|synchronized|mutex|atomic|concurrent (hash"
                    + " )?map|sync\\.|\\bonce\\b|volatile|for update|transaction"),
            "\\brace\\b|concurrent|deadlock|duplicate|lost"
                + " update|inconsisten|corrupt|oversold|fatal error"),
        Mechanism.of(
            "reads or writes go to another copy of the store",
            FAIR,
            touched("replica|read ?only|secondary|primary|follower|\\bleader\\b|shard"),
            "replica|\\blag\\b|read.?only|stale|not (the )?(master|primary|leader)|shard"),
        Mechanism.of(
            "a cache is bypassed, keyed anew or smaller",
            STRONG,
            gone("cache|memo|\\blru\\b|single ?flight|coalesc")
                .or(touched("cache ?key|key ?for|key ?prefix"))
                .or(less(Kind.CACHE))
                .or(less(Kind.LIFETIME)),
            "cache|\\bhits?\\b|\\bmiss|evict|stampede|thundering|origin|" + STORE_BUSY),
        Mechanism.of(
            "what a thing is kept or spread by is another key",
            FAIR,
            touched(
                "\\bkey\\b\\W.*=|\\bkey\\b ?:|cache ?key|partition ?key|shard ?key|hash ?key|group"
                    + " by"),
            "wrong|mismatch|(another|other)"
                + " (user|customer|tenant|account)|stale|partition|\\bhot\\b|skew|uneven"),
        Mechanism.of(
            "things are kept for longer",
            FAIR,
            more(Kind.LIFETIME),
            "stale|outdated|evict|inconsisten|wrong (price|value)|old (data|value)|disk|"
                + MEMORY));
  }

  private static List<Mechanism> limits() {
    return List.of(
        Mechanism.of(
            "a time limit is shorter",
            STRONG,
            less(Kind.TIMEOUT),
            "deadline|time(d)? ?out|cancel|\\b504\\b|\\b499\\b|abort"),
        Mechanism.of(
            "a time limit is longer or gone",
            FAIR,
            more(Kind.TIMEOUT).or(lost(Kind.TIMEOUT)).or(gone("timeout|deadline")),
            "saturat|exhaust|queue|worker|thread|hang|stuck|pending|starv|block|pool"),
        Mechanism.of(
            "fewer tries are made",
            STRONG,
            less(Kind.RETRIES).or(lost(Kind.RETRIES)).or(gone("\\bretr(y|ies)|attempt")),
            "\\bretr(y|ies)|attempts?|budget exhaust|conflict|\\bcas\\b|transient|unavailable"),
        Mechanism.of(
            "more tries are made",
            STRONG,
            more(Kind.RETRIES).or(come("\\bretr(y|ies)|attempt")),
            "\\bretr(y|ies)|overload|requests?( per|.*rate)|\\brps\\b|\\bqps\\b|storm|\\b429\\b|too"
                + " many requests|amplif"),
        Mechanism.of(
            "tries follow each other faster",
            STRONG,
            less(Kind.BACKOFF).or(lost(Kind.BACKOFF)).or(gone("backoff|jitter|\\bsleep\\(")),
            "\\bretr(y|ies)|conflict|contention|storm|overload|\\bcas\\b|\\b429\\b|too many"
                + " requests|requests? per|cpu"),
        Mechanism.of(
            "a rate limit is lower",
            STRONG,
            less(Kind.RATE).or(come("rate ?limit|throttle|limiter")),
            "\\b429\\b|rate.?limit|requests? .*throttl|too many requests|quota|over the limit"),
        Mechanism.of(
            "a rate limit is higher or gone",
            FAIR,
            more(Kind.RATE).or(lost(Kind.RATE)).or(gone("rate ?limit|throttle|limiter|debounce")),
            "overload|saturat|\\b429\\b|exhaust|cpu|requests? per|too many"),
        Mechanism.of(
            "a limit of size is lower",
            STRONG,
            less(Kind.SIZE),
            "too (large|big|long)|\\b413\\b|exceeds|maximum|truncat|payload|message size"),
        Mechanism.of(
            "batches are larger",
            FAIR,
            more(Kind.BATCH),
            "too (large|big)|\\b413\\b|message size|rebalanc|poll interval|lock|packet|"
                + MEMORY
                + "|"
                + STORE_BUSY
                + "|timeout|deadline|latency"),
        Mechanism.of(
            "batches are smaller",
            FAIR,
            less(Kind.BATCH),
            "throughput|\\blag\\b|backlog|requests? per|calls|iops|oldest message"),
        Mechanism.of(
            "something happens more often",
            FAIR,
            less(Kind.INTERVAL),
            "cpu|requests? per|load|quer|\\b429\\b|poll|api calls|rate limit"),
        Mechanism.of(
            "something happens more rarely",
            FAIR,
            more(Kind.INTERVAL),
            "stale|\\blag\\b|\\bage\\b|heartbeat|session|lease|missed|unhealthy|outdated"),
        Mechanism.of(
            "health is judged in another way",
            STRONG,
            set(Kind.PROBE)
                .or(
                    touched(
                        "liveness|readiness|startup ?probe|health ?(check|z)?\\b|ready"
                            + " ?z|\\bping\\(")),
            "probe|liveness|readiness|\\bready\\b|unhealthy|restart|crash ?loop|no"
                + " (healthy|endpoints)|killed"),
        Mechanism.of(
            "a breaker or fallback acts in another way",
            STRONG,
            gone("fallback|circuit|breaker|bulkhead|hystrix|resilience").or(set(Kind.THRESHOLD)),
            "breaker|circuit|fallback|cascad|short.?circuit|upstream|threshold"));
  }

  private static List<Mechanism> capacity() {
    return List.of(
        Mechanism.of(
            "a pool is smaller",
            STRONG,
            less(Kind.POOL).or(lost(Kind.POOL)),
            "pool|connection.*(timeout|acquir|wait|exhaust)|acquir|too many clients"),
        Mechanism.of(
            "a pool is larger",
            STRONG,
            more(Kind.POOL),
            "too many (connections|clients)|connection (limit|slots)|max ?connections|remaining"
                + " connection"),
        Mechanism.of(
            "fewer work at the same time",
            STRONG,
            less(Kind.WORKERS),
            "queue|backlog|\\blag\\b|saturat|reject|worker|thread|executor|throughput|pending"),
        Mechanism.of(
            "more work at the same time",
            FAIR,
            more(Kind.WORKERS).or(come("\\bgo func|parallel|promise\\.all|gather\\(|\\.async")),
            "cpu|contention|\\b429\\b|too many|throttl|exhaust|connections|" + MEMORY),
        Mechanism.of(
            "a queue holds less",
            STRONG,
            less(Kind.QUEUE),
            "queue.*full|overflow|dropp|reject|buffer|back.?pressure|full"),
        Mechanism.of(
            "a queue or cache holds more",
            FAIR,
            more(Kind.QUEUE).or(more(Kind.CACHE)),
            "heap|\\boom|out of mem|\\bgc\\b|restart|process.*memory|\\brss\\b"),
        Mechanism.of(
            "a limit of memory is lower",
            STRONG,
            less(Kind.MEMORY).or(touched("-xx|xmx|gogc|java ?opts")),
            MEMORY + "|restart|evict"),
        Mechanism.of(
            "a limit of processor time is lower",
            STRONG,
            less(Kind.CPU),
            "throttl|cpu|latency|slow|probe"),
        Mechanism.of(
            "fewer instances run",
            STRONG,
            less(Kind.REPLICAS).or(touched("\\bhpa\\b|autoscal|max replicas|min replicas")),
            "saturat|overload|capacity|replicas?|pods|unavailable|\\b503\\b|queue|cpu"),
        Mechanism.of(
            "pods are placed in another way",
            FAIR,
            touched("affinity|toleration|node ?selector|topology ?spread|priority ?class|taint"),
            "pending|unschedul|evict|\\bnode\\b|schedul"));
  }

  private static List<Mechanism> resources() {
    return List.of(
        Mechanism.of(
            "something is given back no more",
            STRONG,
            gone(
                "\\bclose\\(|\\bdefer\\b|cancel\\(|release\\(|unlock\\(|dispose|finally|\\bwith"
                    + " \\w+|unsubscribe|remove ?listener|clear"
                    + " ?interval|evict|\\.remove\\(|cleanup|free\\(|\\.stop\\(|delete\\("),
            "leak|too many open files|file"
                + " descriptor|\\bfds?\\b|pool|exhaust|goroutine|threads?\\b|"
                + "connections?|handles?|sockets?|restart|"
                + MEMORY),
        Mechanism.of(
            "something is gathered without an end",
            FAIR,
            come(
                "append\\(|\\.put\\(|\\.add\\(|\\.push\\(|\\[[^\\]]+\\]\\s*=[^=]|new \\w* ?(hash"
                    + " )?map|make\\((map|chan)|\\bstatic\\b.*(map|list)|go func|new thread|lru"
                    + " ?cache|max ?size\\s*=\\s*none|subscribe"),
            "heap|memory|\\boom|\\bgc\\b|goroutine|\\brss\\b|working"
                + " set|\\b137\\b|threads?\\b|leak"),
        Mechanism.of(
            "all is read at once that was read piece by piece",
            STRONG,
            come("fetch ?all\\(|read ?all\\(|to ?list\\(|collect\\(|\\.all\\(\\)|load ?all|to"
                    + " ?array|read ?file\\(")
                .or(gone("\\byield\\b|stream|iterator|cursor|\\bchunk|paginate")),
            MEMORY),
        Mechanism.of(
            "an end of work is passed on no more",
            STRONG,
            come("context\\.(background|todo)|without ?cancel|cancellation ?token\\.none|detach"),
            "goroutine|leak|threads?\\b|exhaust|connections?|" + MEMORY),
        Mechanism.of(
            "a loop waits no more between its rounds",
            STRONG,
            come("\\bdefault:|while ?\\(? ?(true|1)\\b|for ?\\{|for ?\\( ?; ?; ?\\)|busy")
                .or(gone("sleep\\(|time\\.after|ticker|\\.wait\\(|await")),
            "cpu|spin|run ?queue|\\bload\\b|busy loop|requests? per"),
        Mechanism.of(
            "a thread waits where it did not",
            STRONG,
            come(
                "\\bsleep\\(|\\.block\\(|\\.join\\(|\\.result\\(|file sync|exec"
                    + " sync|\\bblocking|\\.wait\\("
                    + "|requests\\.(get|post)|http\\.(get|post)|\\bsync\\b"),
            "event loop|block|stall|thread|worker|queue|latency|slow|starv"),
        Mechanism.of(
            "work that was done aside is done at once",
            FAIR,
            gone(
                "async|go"
                    + " func|goroutine|submit\\(|executor|enqueue|publish|background|celery|promise\\.all"
                    + "|gather\\(|errgroup|parallel|completable"),
            "latency|duration|slow|timeout|throughput|block|queue"),
        Mechanism.of(
            "costly work is done on the way",
            FAIR,
            come(
                "reg ?exp?\\b|pattern\\.compile|re\\.compile|deep ?copy|marshal|stringify|to"
                    + " ?json|\\.sort\\(|sort\\."
                    + "|reflect|bcrypt|scrypt|argon|encrypt|compress|gzip"),
            "cpu|backtrack|event loop|profil|hot ?spot|latency|slow"),
        Mechanism.of(
            "more is written to logs or disk",
            FAIR,
            edit -> Nature.logsMore(edit),
            "disk|no space|log (volume|rate|ingest)|iops|inode|write (latency|stall)|i/o"),
        Mechanism.of(
            "storage is mounted or kept in another way",
            FAIR,
            touched("volume|\\bpvc\\b|storage|mount|retention|logrotate|tmp ?dir|quota"),
            "disk|no space|read-only file|mount|volume|inode|storage"));
  }

  private static List<Mechanism> edges() {
    return List.of(
        Mechanism.of(
            "who may do what is decided in another way",
            FAIR,
            touched(
                "audience|issuer|\\baud\\b|\\biss\\b|scopes?\\b|\\broles?\\b|permission|policy|\\bacl\\b|rbac|jwks?|algorithm|\\b[hr]s"
                    + " ?256|signing|secret|credential|password|api ?key|token|oauth|allow"
                    + " ?list|white ?list|deny ?list|\\bkid\\b"),
            REFUSED),
        Mechanism.of(
            "connections are secured in another way",
            STRONG,
            touched(
                "\\btls|\\bssl|\\bcert|cipher|skip ?verify|ca ?bundle|trust ?store|key"
                    + " ?store|mtls|x509"),
            "\\btls|\\bssl|certificate|handshake|x509"),
        Mechanism.of(
            "another address is called",
            STRONG,
            touched(
                "https?://|(host|host"
                    + " ?name|endpoint|url|uri|port|address|addr|brokers?|dsn|namespace)[\"']?\\s*(:?=|:)|\\bdns\\b|\\.svc\\b|\\.internal\\b|base"
                    + " ?path"),
            UNREACHABLE + "|\\b502\\b|\\b404\\b"),
        Mechanism.of(
            "the network lets other things through",
            STRONG,
            touched("network ?policy|ingress|egress|firewall|security ?group|cidr|iptables"),
            UNREACHABLE + "|refused|reset|blocked|denied|timeout"),
        Mechanism.of(
            "a setting is read from elsewhere",
            STRONG,
            touched(
                "getenv|environ|process\\.env|secret ?key ?ref|config ?map|value"
                    + " ?from|\\benv:|viper|property\\("),
            "not set|is required|missing|undefined|empty|configuration|crash ?loop|env(ironment)?"
                + " var"),
        Mechanism.of(
            "browsers are told another rule",
            STRONG,
            touched("\\bcors\\b|origin|cookie|same ?site|\\bcsp\\b|csrf|allow ?header"),
            "\\bcors\\b|origin|cookie|csrf|session|preflight"),
        Mechanism.of(
            "a path is served elsewhere",
            FAIR,
            touched(
                "\\broute|router|\\bpath\\b|rewrite|prefix|location |\\bget\\(\"/|handle ?func"),
            "\\b404\\b|\\b405\\b|no route|not found|redirect"),
        Mechanism.of(
            "idle connections live longer than the other side allows",
            FAIR,
            more(Kind.IDLE).or(lost(Kind.IDLE)),
            "reset by peer|broken pipe|\\beof\\b|connection (reset|closed)|goaway|stale"
                + " connection|\\b502\\b"),
        Mechanism.of(
            "an ending process cuts off its work",
            FAIR,
            touched("pre ?stop|termination ?grace|sigterm|drain|shutdown"),
            "\\b502\\b|reset|refused|terminat|drain|\\beof\\b|connection closed"));
  }

  private static List<Mechanism> flow() {
    return List.of(
        Mechanism.of(
            "messages take another way",
            STRONG,
            touched(
                "topic|group ?id|consumer ?group|partition|subscription|exchange|routing ?key|queue"
                    + " ?(name|url)"),
            "\\blag\\b|backlog|rebalanc|unknown topic|unroutable|oldest"
                + " message|dead.?letter|consumer"),
        Mechanism.of(
            "messages are acknowledged in another way",
            STRONG,
            touched(
                "\\back\\b|\\bnack\\b|commit ?(sync|async|offset)?\\(|auto"
                    + " ?commit|offset|visibility"),
            "duplicate|redeliver|\\blag\\b|twice|reprocess|stuck|oldest message|backlog"),
        Mechanism.of(
            "the same thing is done twice",
            STRONG,
            gone("idempot|dedup|on conflict|upsert|if not exists|already"),
            "duplicate|twice|double|already exists|unique"),
        Mechanism.of(
            "a plan of when things run is another one",
            FAIR,
            touched("\\bcron|schedule|@daily|@hourly|\\*/\\d"),
            "\\bjob\\b|batch|schedul|overlap|concurrent|cpu|load"),
        Mechanism.of(
            "the order or the pages of results are others",
            FAIR,
            touched("offset|cursor|page|order by|\\.sort|comparator|\\bskip\\b"),
            "duplicate|missing (rows|items|results)|pagina|cursor|skipped|unsorted"),
        Mechanism.of(
            "another share of users gets the new way",
            FAINT,
            touched("feature|\\bflag|rollout|percent|experiment|canary|variant|cohort"),
            "feature|flag|variant|experiment|cohort|canary|enabled"));
  }
}
