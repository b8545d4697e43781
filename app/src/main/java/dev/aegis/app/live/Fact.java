package dev.aegis.app.live;

/** What a process can say about itself, and the metric that says so unless somebody maps it. */
public enum Fact {
  /** Attempts of clients, by status and attempt. */
  CLIENT_REQUESTS(Kind.COUNTER, "client_requests_total"),
  /** How long each attempt took, a time-out with its time-out. */
  CLIENT_DURATION(Kind.HISTOGRAM, "client_request_duration_seconds"),
  /** Requests answered by a pod, refusals included, by status. */
  SERVER_REQUESTS(Kind.COUNTER, "http_server_requests_total"),
  SERVER_DURATION(Kind.HISTOGRAM, "http_server_request_duration_seconds"),
  /** Requests a pod works on at once, at most. */
  SLOTS(Kind.GAUGE, "request_slots"),
  /** Seconds that slots were busy, over all slots of a pod. */
  SLOTS_BUSY(Kind.COUNTER, "request_slots_busy_seconds_total"),
  QUEUE(Kind.GAUGE, "request_queue_length"),
  /** Requests turned away because the queue was full. */
  REFUSED(Kind.COUNTER, "requests_refused_total"),
  HEAP_LIMIT(Kind.GAUGE, "jvm_heap_limit_bytes"),
  /** Live heap after the last collection. */
  HEAP_AFTER_GC(Kind.GAUGE, "jvm_heap_after_gc_bytes"),
  GC_SECONDS(Kind.COUNTER, "jvm_gc_seconds_total"),
  THREADS(Kind.GAUGE, "jvm_threads"),
  CPU_SECONDS(Kind.COUNTER, "process_cpu_seconds_total"),
  /** Since 1970; a change of it is a restart. */
  START_TIME(Kind.GAUGE, "process_start_time_seconds"),
  POOL_IN_USE(Kind.GAUGE, "pool_connections_in_use"),
  POOL_LIMIT(Kind.GAUGE, "pool_connections_limit"),
  POOL_WAITING(Kind.GAUGE, "pool_waiting"),
  /** Calls to others, by dependency and status. */
  DEPENDENCY_DURATION(Kind.HISTOGRAM, "http_client_request_duration_seconds"),
  /** Requests that spans tell of; they count where the process does not count any itself. */
  SPAN_SERVER_DURATION(Kind.HISTOGRAM, "traces_server_duration_seconds"),
  /** Calls that spans tell of, by dependency; likewise. */
  SPAN_CLIENT_DURATION(Kind.HISTOGRAM, "traces_client_duration_seconds"),
  LOG_FAILURES(Kind.COUNTER, "log_writes_failed_total"),
  /** 0 while a pod takes no requests; a pod without this metric is ready when it answers. */
  READY(Kind.GAUGE, "service_ready");

  /** How a fact is read. */
  enum Kind {
    COUNTER,
    GAUGE,
    HISTOGRAM
  }

  private final Kind kind;
  private final String metric;

  Fact(Kind kind, String metric) {
    this.kind = kind;
    this.metric = metric;
  }

  Kind kind() {
    return kind;
  }

  /** The name it has unless it is mapped. */
  public String metric() {
    return metric;
  }
}
