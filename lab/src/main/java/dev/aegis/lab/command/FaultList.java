package dev.aegis.lab.command;

import dev.aegis.app.cli.ExitCode;
import dev.aegis.app.cli.LabRun;
import dev.aegis.app.cli.Streams;
import dev.aegis.lab.fault.Fault;
import dev.aegis.lab.fault.Remedy;
import dev.aegis.lab.fault.yaml.ShippedFaults;
import java.util.List;
import java.util.Locale;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code aegis lab faults}. */
final class FaultList {
  private FaultList() {}

  static ExitCode print(LabRun.Faults options, Streams streams) {
    for (Fault fault : ShippedFaults.all()) {
      if (options.json()) {
        streams.data().println(json(fault));
      } else {
        streams
            .out()
            .println(String.format(Locale.ROOT, "%-20s %s", fault.id(), fault.title()));
      }
    }
    return ExitCode.DONE;
  }

  private static String json(Fault fault) {
    ObjectNode line = JsonMapper.shared().createObjectNode();
    line.put("id", fault.id()).put("title", fault.title());
    put(line.putArray("fixes"), fault.fixes());
    put(line.putArray("tempting"), fault.tempting());
    return JsonMapper.shared().writeValueAsString(line);
  }

  private static void put(ArrayNode to, List<Remedy> remedies) {
    remedies.forEach(remedy -> to.add(remedy.text()));
  }
}
