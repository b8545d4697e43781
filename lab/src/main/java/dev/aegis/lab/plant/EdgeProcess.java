package dev.aegis.lab.plant;

import java.io.IOException;

/** A running edge as the plant sees it, whatever proxy it is. */
interface EdgeProcess extends AutoCloseable {
  /** Where clients and the other region connect. */
  int port();

  /** Where its metrics are read. */
  int metricsPort();

  /** Whether its process lives. */
  boolean alive();

  /** Makes it so; the whole desired set each time. */
  void order(EdgeOrders orders) throws IOException;

  /** Whether the weights ordered last hold, their ramp being over. */
  boolean settled() throws IOException;

  /** Whether no request is on its way to this pod, whether or not it still gets new ones. */
  boolean idle(String pod) throws IOException;

  @Override
  void close();
}
