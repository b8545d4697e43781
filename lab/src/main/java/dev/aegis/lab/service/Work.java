package dev.aegis.lab.service;

/** What a service does for a request once it has a slot. */
interface Work extends AutoCloseable {
  /** The path it is asked on. */
  String route();

  Answer serve(Visit visit) throws InterruptedException;

  /** Called every fifth of a second. */
  default void tick() {}

  /** Writes the metrics that only this service has. */
  default void write(MetricText text) {}

  @Override
  default void close() {}
}
