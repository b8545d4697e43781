package dev.aegis.lab.plant;

import java.util.List;

/** The two regions of the lab, each pinned to a core of its own where the machine has two. */
enum Region {
  /** Where most users are; its inventory reaches the database through the link. */
  US_EAST_1("us-east-1", 0),
  /** The other region, where the database is. */
  US_WEST_2("us-west-2", 1);

  private final String id;
  private final int core;

  Region(String id, int core) {
    this.id = id;
    this.core = core;
  }

  String id() {
    return id;
  }

  int core() {
    return core;
  }

  Region other() {
    return this == US_EAST_1 ? US_WEST_2 : US_EAST_1;
  }

  static List<String> ids() {
    return List.of(US_EAST_1.id, US_WEST_2.id);
  }

  /** The region of that name. */
  static Region of(String id) {
    for (Region each : values()) {
      if (each.id.equals(id)) {
        return each;
      }
    }
    throw new PlantException(
        "expected a region (us-east-1 or us-west-2), found \"" + id + "\": name one of them");
  }
}
