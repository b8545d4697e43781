package dev.aegis.app.model;

import java.net.URI;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A model at a provider.
 *
 * @param provider who serves it
 * @param base the address before {@code /chat/completions}
 * @param key what proves who asks; empty where the endpoint wants none
 * @param model its id there
 * @param units that calls which run at the same time may cost together
 * @param dollarsPerMillionTokens what is charged where no answer tells its cost; 0 when not known
 */
public record Endpoint(
    Provider provider, URI base, Key key, String model, int units, double dollarsPerMillionTokens) {
  private static final Pattern BILLIONS = Pattern.compile("(?i)(?<![a-z0-9.])(\\d{1,4})b(?![a-z])");

  public Endpoint {
    Objects.requireNonNull(provider);
    Objects.requireNonNull(base);
    Objects.requireNonNull(key);
    Objects.requireNonNull(model);
  }

  /** A secret that no text shows by accident. */
  public record Key(String secret) {
    @Override
    public String toString() {
      return secret.isEmpty() ? "no key" : "a key";
    }
  }

  /** How it is called in a room. */
  public String name() {
    return provider.word() + " " + model;
  }

  /**
   * How many of the provider's units one call costs: Featherless counts by the size of the model, 1
   * up to 15 billion parameters, 2 up to 34, else 4, which is also what an unknown size counts.
   */
  public int unitsOfACall() {
    if (provider != Provider.FEATHERLESS) {
      return 1;
    }
    Matcher size = BILLIONS.matcher(model);
    int billions = size.find() ? Integer.parseInt(size.group(1)) : Integer.MAX_VALUE;
    int cost = billions <= 15 ? 1 : billions <= 34 ? 2 : 4;
    return Math.min(cost, units);
  }
}
