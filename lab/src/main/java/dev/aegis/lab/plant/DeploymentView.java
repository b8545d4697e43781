package dev.aegis.lab.plant;

import java.util.List;

/**
 * How the pods of a service in a region stood at the last look.
 *
 * @param generation the desired state that was looked at
 * @param settled whether all and only the wanted pods run, each ready and of the wanted revision
 */
record DeploymentView(
    String service,
    String region,
    long generation,
    int readyReplicas,
    int updatedReplicas,
    boolean settled,
    List<Pod> pods) {

  /** One process. */
  record Pod(String name, String version, int port, boolean ready, int restarts, long generation) {}

  DeploymentView {
    pods = List.copyOf(pods);
  }

  /** Whether as many are ready as are wanted. */
  boolean complete(int replicas) {
    return readyReplicas >= replicas;
  }
}
