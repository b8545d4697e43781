package dev.aegis.app.actuator;

import java.util.List;
import java.util.Locale;

/**
 * A server of a backend, as {@code show servers state} tells.
 *
 * @param address an IP address
 * @param running whether it can be given requests as far as checks know
 * @param admin what people and programs have ordered
 */
public record HaproxyServer(
    String backend, String name, String address, int port, boolean running, Admin admin) {
  private static final int RUNNING = 2;
  private static final int MAINTENANCE_BITS = 0x01 | 0x02 | 0x20;
  private static final int DRAIN_BITS = 0x08 | 0x10;
  private static final int COLUMNS = 19;
  private static final int PORT = 18;

  /** What was ordered. */
  public enum Admin {
    /** It gets requests. */
    READY,
    /** It finishes what it has and gets no new requests. */
    DRAIN,
    /** It gets none and is not checked. */
    MAINT;

    /** As in {@code set server state}. */
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** Whether it gets new requests. */
  public boolean serves() {
    return running && admin == Admin.READY;
  }

  /** Every server of a backend in the order of the configuration. */
  public static List<HaproxyServer> of(HaproxySocket socket, String backend) {
    String answer = socket.ask("show", "servers", "state", backend);
    if (!answer.startsWith("1\n")) {
      throw socket.refused("show servers state " + backend, answer);
    }
    return answer
        .lines()
        .skip(1)
        .filter(line -> !line.startsWith("#") && !line.isBlank())
        .map(line -> parse(socket, line))
        .toList();
  }

  private static HaproxyServer parse(HaproxySocket socket, String line) {
    String[] fields = line.split(" ", -1);
    if (fields.length < COLUMNS) {
      throw socket.refused("show servers state", line);
    }
    try {
      return new HaproxyServer(
          fields[1],
          fields[3],
          fields[4],
          Integer.parseInt(fields[PORT]),
          Integer.parseInt(fields[5]) == RUNNING,
          admin(Integer.parseInt(fields[6])));
    } catch (NumberFormatException e) {
      throw new HaproxyException("expected numbers in a server's state, found: " + line, e);
    }
  }

  /** Maintenance by configuration (0x04) stays set for ever and says nothing once overridden. */
  private static Admin admin(int bits) {
    if ((bits & MAINTENANCE_BITS) != 0) {
      return Admin.MAINT;
    }
    return (bits & DRAIN_BITS) != 0 ? Admin.DRAIN : Admin.READY;
  }
}
