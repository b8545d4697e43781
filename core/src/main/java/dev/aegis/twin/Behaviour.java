package dev.aegis.twin;

import java.util.function.ToDoubleFunction;

/**
 * What the versions do to requests and pods under the settings that hold now, in arrays by version.
 */
final class Behaviour {
  /**
   * The heap ratio above which collections cost no more: HotSpot's parallel collector gives up when
   * 98 % of the time goes into collecting, so nothing runs slower than that for long.
   */
  static final double HEAP_CAP = 0.98;

  private final ServiceModel model;

  /** Growth of the heap by itself, without what settings do to it. */
  private final double[] ownLeakPerRequest;

  private final double[] ownLeakPerSecond;
  private ServiceModel.Effect settings = ServiceModel.Effect.NONE;
  final double[] slowdown;
  final double[] errorRatio;
  final double[] leakPerRequest;
  final double[] leakPerSecond;
  final double[] hangs;
  final double[] hangsFrom;
  final double[] crashes;
  final double[] baseHeap;

  /** On every request's own work. */
  double serviceFactor = 1;

  /** On the first call of every request. */
  double dependencyFactor = 1;

  final double gcCost;

  Behaviour(ServiceModel model) {
    this.model = model;
    gcCost = model.gcCost();
    slowdown = byVersion(ServiceModel.Version::slowdown);
    errorRatio = byVersion(ServiceModel.Version::errorRatio);
    ownLeakPerRequest = byVersion(ServiceModel.Version::leakPerRequest);
    ownLeakPerSecond = byVersion(ServiceModel.Version::leakPerSecond);
    leakPerRequest = ownLeakPerRequest.clone();
    leakPerSecond = ownLeakPerSecond.clone();
    hangs = byVersion(ServiceModel.Version::hangs);
    hangsFrom = byVersion(ServiceModel.Version::hangsFrom);
    crashes = byVersion(ServiceModel.Version::crashes);
    baseHeap = byVersion(ServiceModel.Version::baseHeap);
  }

  Behaviour(Behaviour other) {
    model = other.model;
    gcCost = other.gcCost;
    slowdown = other.slowdown;
    errorRatio = other.errorRatio.clone();
    ownLeakPerRequest = other.ownLeakPerRequest.clone();
    ownLeakPerSecond = other.ownLeakPerSecond.clone();
    settings = other.settings;
    leakPerRequest = other.leakPerRequest.clone();
    leakPerSecond = other.leakPerSecond.clone();
    hangs = other.hangs.clone();
    hangsFrom = other.hangsFrom;
    crashes = other.crashes.clone();
    baseHeap = other.baseHeap;
    serviceFactor = other.serviceFactor;
    dependencyFactor = other.dependencyFactor;
  }

  private double[] byVersion(ToDoubleFunction<ServiceModel.Version> figure) {
    return model.versions().stream().mapToDouble(figure).toArray();
  }

  /** Takes over what all settings together do. */
  void take(ServiceModel.Effect total) {
    settings = total;
    serviceFactor = total.serviceFactor();
    dependencyFactor = total.dependencyFactor();
    for (int v = 0; v < errorRatio.length; v++) {
      ServiceModel.Version version = model.versions().get(v);
      errorRatio[v] = total.errors(version.errorRatio());
      leakPerRequest[v] = total.leakPerRequest(ownLeakPerRequest[v]);
      leakPerSecond[v] = total.leakPerSecond(ownLeakPerSecond[v]);
      hangs[v] = total.hangs(version.hangs());
      crashes[v] = total.crashes(version.crashes());
    }
  }

  /** From now on the heap of a version grows so by itself. */
  void leakOtherwise(int v, Rival.Leak leak) {
    ownLeakPerRequest[v] = leak.perRequest();
    ownLeakPerSecond[v] = leak.perSecond();
    take(settings);
  }

  boolean leaks(int v) {
    return leakPerRequest[v] + leakPerSecond[v] > 0;
  }

  /** Whether requests can take slots or pods away. */
  boolean holdsOrKills(int v) {
    return hangs[v] + crashes[v] > 0;
  }

  /** The factor on service times of a pod whose heap is so full. */
  double burden(double heap) {
    return ServiceModel.collecting(gcCost, Math.min(HEAP_CAP, heap));
  }
}
