package dev.aegis.app.serve;

import dev.aegis.app.oncall.AskedOnPage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/** What people answer and ask on pages, by the service whose incidents somebody leads. */
final class Leaders {
  private final ConcurrentMap<String, AskedOnPage> byService = new ConcurrentHashMap<>();

  AskedOnPage of(String service) {
    return byService.computeIfAbsent(service, _ -> new AskedOnPage());
  }
}
