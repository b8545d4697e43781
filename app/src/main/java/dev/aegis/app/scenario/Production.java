package dev.aegis.app.scenario;

import dev.aegis.telemetry.Telemetry;
import java.time.InstantSource;

/** The service of a story, and the story's clock: what is seen of it from outside. */
interface Production extends InstantSource {
  /** Lets the service run to the next scrape, which is then part of the telemetry. */
  void tick();

  /** Whether the story has reached its limit. */
  boolean over();

  /** All that monitoring has seen so far. */
  Telemetry telemetry();
}
