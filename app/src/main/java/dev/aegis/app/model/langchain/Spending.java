package dev.aegis.app.model.langchain;

import java.net.http.HttpResponse;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What the calls of a conversation cost: as the provider says, else as can be estimated. */
final class Spending {
  /** Characters of a token, where nobody counts for us; fewer than usual, so that we count more. */
  private static final int CHARACTERS_A_TOKEN = 3;

  private static final JsonMapper JSON = new JsonMapper();
  private final double dollarsPerMillionTokens;
  private long tokens;
  private double dollars;

  Spending(double dollarsPerMillionTokens) {
    this.dollarsPerMillionTokens = dollarsPerMillionTokens;
  }

  void add(String request, HttpResponse<String> response) {
    long said = counted(response.body());
    long estimated =
        (request.length() + response.body().length() + CHARACTERS_A_TOKEN - 1L)
            / CHARACTERS_A_TOKEN;
    long call = said > 0 ? said : estimated;
    tokens += call;
    dollars +=
        response
            .headers()
            .firstValue("x-aimlapi-usd-spent")
            .map(Spending::dollars)
            .orElse(call * dollarsPerMillionTokens / 1e6);
  }

  long tokens() {
    return tokens;
  }

  double dollars() {
    return dollars;
  }

  private static long counted(String body) {
    try {
      JsonNode total = JSON.readTree(body).path("usage").path("total_tokens");
      return total.isIntegralNumber() ? Math.clamp(total.longValue(), 0, 10_000_000) : 0;
    } catch (JacksonException e) {
      return 0;
    }
  }

  private static double dollars(String header) {
    try {
      double spent = Double.parseDouble(header.strip());
      return Double.isFinite(spent) && spent >= 0 ? spent : 0;
    } catch (NumberFormatException e) {
      return 0;
    }
  }
}
