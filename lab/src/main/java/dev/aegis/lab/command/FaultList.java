package dev.aegis.lab.command;

import dev.aegis.app.cli.ExitCode;
import dev.aegis.app.cli.Streams;
import dev.aegis.lab.fault.Fault;
import dev.aegis.lab.fault.Remedy;
import dev.aegis.lab.fault.yaml.ShippedFaults;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/** {@code aegis lab faults}: what can be broken, and what is expected to mend it. */
final class FaultList {
  private static final String INDENT = "  ";

  private FaultList() {}

  static ExitCode show(boolean json, Streams streams) {
    List<Fault> faults = ShippedFaults.all();
    if (json) {
      JsonMapper mapper = new JsonMapper();
      faults.forEach(fault -> streams.data().println(mapper.writeValueAsString(fields(fault))));
    } else {
      int width = faults.stream().mapToInt(fault -> fault.id().length()).max().orElse(0);
      faults.forEach(fault ->
          streams
              .out()
              .println(
                  fault.id() + " ".repeat(width - fault.id().length()) + INDENT + fault.title()));
    }
    return ExitCode.DONE;
  }

  private static Map<String, Object> fields(Fault fault) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("id", fault.id());
    fields.put("title", fault.title());
    fields.put("fixes", fault.fixes().stream().map(Remedy::text).toList());
    fields.put("tempting", fault.tempting().stream().map(Remedy::text).toList());
    fields.put("heldOut", fault.heldOut());
    return fields;
  }
}
