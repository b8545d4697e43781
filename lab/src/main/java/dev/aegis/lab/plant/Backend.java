package dev.aegis.lab.plant;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * Where an edge may send a request: a pod of its own region, or the edge of the other one.
 *
 * @param name the pod, or the other region
 * @param region where the request is then served
 * @param port on loopback
 * @param outstanding requests that were sent there and have not come back
 */
record Backend(String name, String region, int port, AtomicInteger outstanding) {
  Backend(String name, String region, int port) {
    this(name, region, port, new AtomicInteger());
  }
}
