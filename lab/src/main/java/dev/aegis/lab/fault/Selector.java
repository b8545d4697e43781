package dev.aegis.lab.fault;

import java.util.Map;

/**
 * Where an effect happens. An empty text matches everything.
 *
 * @param pod the index of a pod (the number its name ends with), or its whole name
 * @param route the path of a route, such as {@code /reserve}
 * @param share of the requests, from 0 to 1
 * @param flag {@code NAME=VALUE}: only while that flag has that value
 * @param config {@code NAME=VALUE}: only while that setting has that value
 */
public record Selector(
    String service,
    String region,
    String version,
    String pod,
    String route,
    double share,
    String flag,
    String config) {
  /** Everywhere, always. */
  public static final Selector ALL = new Selector("", "", "", "", "", 1, "", "");

  public Selector {
    if (!(share >= 0 && share <= 1)) {
      throw new FaultException("share: expected 0 to 1, found " + share);
    }
    requireSetting("flag", flag);
    requireSetting("config", config);
  }

  private static void requireSetting(String key, String setting) {
    if (!setting.isEmpty() && setting.indexOf('=') < 1) {
      throw new FaultException(key + ": expected NAME=VALUE, found " + setting);
    }
  }

  /** Whether the process of this pod is meant. */
  public boolean matchesPod(String itsService, String itsRegion, String itsVersion, String itsPod) {
    return matches(service, itsService)
        && matches(region, itsRegion)
        && matches(version, itsVersion)
        && (matches(pod, itsPod) || itsPod.endsWith("-" + pod));
  }

  /** Whether requests on this route are meant. */
  public boolean matchesRoute(String itsRoute) {
    return matches(route, itsRoute);
  }

  /**
   * Whether the settings it asks for are the ones in force.
   *
   * @param flags values by name
   * @param configs values by name
   */
  public boolean matchesSettings(Map<String, String> flags, Map<String, String> configs) {
    return holds(flag, flags) && holds(config, configs);
  }

  private static boolean matches(String wanted, String found) {
    return wanted.isEmpty() || wanted.equals(found);
  }

  private static boolean holds(String setting, Map<String, String> settings) {
    int equals = setting.indexOf('=');
    return equals < 0
        || setting.substring(equals + 1).equals(settings.get(setting.substring(0, equals)));
  }
}
