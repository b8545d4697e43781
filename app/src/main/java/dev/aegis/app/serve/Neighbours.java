package dev.aegis.app.serve;

import dev.aegis.telemetry.ServiceProfile;
import dev.aegis.telemetry.Span;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Which services are next to each other in the calls. */
final class Neighbours {
  private Neighbours() {}

  /** Whether one of the two calls the other, as declared or as spans tell. */
  static boolean are(ServiceProfile one, ServiceProfile other, List<Span> spans) {
    return calls(one, other.service(), spans) || calls(other, one.service(), spans);
  }

  private static boolean calls(ServiceProfile caller, String called, List<Span> spans) {
    if (caller.dependency().equals(called)) {
      return true;
    }
    Set<String> ofCaller =
        spans.stream()
            .filter(span -> span.service().equals(caller.service()))
            .map(span -> span.trace() + " " + span.id())
            .collect(Collectors.toSet());
    return spans.stream()
        .anyMatch(span ->
            span.service().equals(caller.service()) && span.peer().equals(called)
                || span.service().equals(called)
                    && ofCaller.contains(span.trace() + " " + span.parent()));
  }
}
