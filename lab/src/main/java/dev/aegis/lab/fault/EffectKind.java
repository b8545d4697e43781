package dev.aegis.lab.fault;

import static dev.aegis.lab.fault.Parameter.optional;
import static dev.aegis.lab.fault.Parameter.required;
import static dev.aegis.lab.fault.Quantity.BYTES;
import static dev.aegis.lab.fault.Quantity.COUNT;
import static dev.aegis.lab.fault.Quantity.DURATION;
import static dev.aegis.lab.fault.Quantity.FACTOR;
import static dev.aegis.lab.fault.Quantity.SHARE;
import static dev.aegis.lab.fault.Quantity.WORD;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The primitive effects, what each can be told, and who makes it happen. The intensity of an effect
 * (its ramp) multiplies the first parameter, or the share of requests where the first one is no
 * amount.
 */
public enum EffectKind {
  /** A request takes longer, holding its slot. */
  DELAY(Site.SERVICE, required("by", DURATION), optional("cv", FACTOR, "0.2")),
  /** A request is answered with an error. */
  ERRORS(Site.SERVICE, optional("status", COUNT, "500")),
  /** A request burns CPU. */
  CPU_BURN(Site.SERVICE, required("per_request", DURATION)),
  /** A request leaves small linked objects behind that are never let go. */
  HEAP_LEAK(Site.SERVICE, required("per_request", BYTES), optional("garbage", BYTES, "0")),
  /** A large linked live set is held, and each request makes garbage beside it. */
  HEAP_BALLAST(Site.SERVICE, required("size", BYTES), optional("garbage", BYTES, "0")),
  /** A request leaves a thread behind that never ends; at most {@code limit} of them. */
  THREAD_LEAK(Site.SERVICE, required("per_request", COUNT), optional("limit", COUNT, "1000")),
  /** A request takes a connection out of the pool and never brings it back. */
  CONNECTION_LEAK(Site.SERVICE),
  /** Connections are taken out of the pool for as long as the effect lasts. */
  HOLD_POOL(Site.SERVICE, required("connections", COUNT)),
  /** All requests pass one after the other: under a row lock where there is a database. */
  HOLD_LOCK(Site.SERVICE, required("hold", DURATION)),
  /** Requests take two locks, half of them in the opposite order, and so end up stuck for good. */
  DEADLOCK(Site.SERVICE, optional("hold", DURATION, "20ms")),
  /** A request makes more calls to a dependency, or more queries, than it needs. */
  EXTRA_CALLS(Site.SERVICE, required("count", COUNT), optional("dependency", WORD, "database")),
  /** Requests ask for the same item, whose row is locked for a while. */
  HOT_KEY(Site.SERVICE, optional("hold", DURATION, "10ms"), optional("key", WORD, "SKU-00001")),
  /** The cache of the service is emptied. */
  CACHE_FLUSH(Site.SERVICE),
  /** A request is not answered until {@code max} is over or the effect has ended. */
  HANG(Site.SERVICE, optional("max", DURATION, "60s"), optional("slot", WORD, "held")),
  /** A request writes lines to the log at level DEBUG. */
  LOG_FLOOD(Site.SERVICE, required("lines", COUNT), optional("size", BYTES, "400B")),
  /** The directory of the log takes no more than this. */
  DISK_QUOTA(Site.SERVICE, required("limit", BYTES)),
  /** A request ends its process. */
  CRASH(Site.SERVICE),
  /** What passes a link stalls as if its packets were lost and sent again. */
  LINK_LOSS(Site.LINK, required("loss", SHARE), optional("stall", DURATION, "300ms"), link()),
  /** What passes a link takes longer. */
  LINK_DELAY(Site.LINK, required("by", DURATION), link()),
  /** The clients of a region send this many times as much. */
  LOAD(Site.TRAFFIC, required("factor", FACTOR)),
  /** The clients of a region give up after {@code timeout} and try again so many times. */
  CLIENT_RETRIES(Site.TRAFFIC, required("retries", COUNT), optional("timeout", DURATION, "1s")),
  /** The processes of the pods that match are killed, once for each time the course comes round. */
  KILL(Site.HOST),
  /** Other processes burn the CPU of a region's core. */
  CPU_BURNER(Site.HOST, required("threads", COUNT));

  /** Who makes an effect happen. */
  public enum Site {
    /** The processes of a service. */
    SERVICE,
    /** The TCP link between two regions. */
    LINK,
    /** The processes that play the clients. */
    TRAFFIC,
    /** Whoever starts and ends processes. */
    HOST
  }

  private final Site site;

  // A list that cannot be changed; the checker sees only the interface.
  @SuppressWarnings("ImmutableEnumChecker")
  private final List<Parameter> parameters;

  EffectKind(Site site, Parameter... parameters) {
    this.site = site;
    this.parameters = List.of(parameters);
  }

  private static Parameter link() {
    return optional("link", WORD, "database");
  }

  public Site site() {
    return site;
  }

  public List<Parameter> parameters() {
    return parameters;
  }

  /** The parameter of that name. */
  public Optional<Parameter> parameter(String name) {
    return parameters.stream().filter(p -> p.name().equals(name)).findFirst();
  }

  /** How files and lines name it. */
  public String wire() {
    return name().toLowerCase(Locale.ROOT);
  }

  public static Optional<EffectKind> fromWire(String name) {
    return Arrays.stream(values()).filter(k -> k.wire().equals(name)).findFirst();
  }

  /** All names, for messages. */
  public static List<String> wires() {
    return Arrays.stream(values()).map(EffectKind::wire).toList();
  }
}
