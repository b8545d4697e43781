package dev.aegis.app.oidc;

import dev.aegis.app.access.Role;
import dev.aegis.app.intake.YamlSection;
import dev.aegis.app.scrape.Authority;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * Which identity provider is believed, and what its people may do here.
 *
 * @param issuer as its tokens name it, to the letter
 * @param secret of this client; never shown
 * @param nameClaim what of a token people are called by
 * @param roleClaim what of a token says in which groups they are; dots lead into it
 * @param roles by group; whoever is in none of them is not let in
 * @param scopes that are asked for beside {@code openid}
 * @param trusted whose certificates are believed; {@code null} for those that Java believes
 */
public record OidcConfig(
    URI issuer,
    String clientId,
    String secret,
    String nameClaim,
    String roleClaim,
    Map<String, Role> roles,
    List<String> scopes,
    @Nullable SSLContext trusted) {
  public static final String KEY = "oidc";
  public static final List<String> KEYS =
      List.of(
          "issuer",
          "client_id",
          "client_secret_env",
          "client_secret_file",
          "name_claim",
          "role_claim",
          "roles",
          "scopes",
          "ca_file");
  public static final String DEFAULT_NAME = "preferred_username";
  public static final String DEFAULT_ROLE = "groups";
  public static final List<String> DEFAULT_SCOPES = List.of("profile");
  private static final int SHORTEST_SECRET = 8;

  public OidcConfig {
    roles = Map.copyOf(roles);
    scopes = List.copyOf(scopes);
  }

  /** What the file says; {@code null} where it says nothing. */
  public static @Nullable OidcConfig read(YamlSection top, Path config) {
    if (!top.has(KEY)) {
      return null;
    }
    YamlSection oidc = top.section(KEY, KEYS);
    return new OidcConfig(
        issuer(oidc),
        oidc.required("client_id"),
        secret(oidc, config),
        oidc.has("name_claim") ? oidc.required("name_claim") : DEFAULT_NAME,
        oidc.has("role_claim") ? oidc.required("role_claim") : DEFAULT_ROLE,
        roles(oidc),
        oidc.has("scopes") ? oidc.words("scopes") : DEFAULT_SCOPES,
        trusted(oidc, config));
  }

  private static URI issuer(YamlSection oidc) {
    try {
      URI issuer = new URI(oidc.required("issuer"));
      if (Endpoint.isSafe(issuer, issuer) && issuer.getRawQuery() == null) {
        return issuer;
      }
    } catch (URISyntaxException e) {
      // Refused below, as what does not have the form.
    }
    throw oidc.wrong("issuer", "an address such as https://login.example.com/realms/ops");
  }

  private static String secret(YamlSection oidc, Path config) {
    boolean file = oidc.has("client_secret_file");
    String key = file ? "client_secret_file" : "client_secret_env";
    String secret =
        file
            ? content(oidc, config)
            : System.getenv().getOrDefault(oidc.required("client_secret_env"), "");
    if (secret.strip().length() < SHORTEST_SECRET) {
      throw oidc.wrong(
          key,
          (file ? "a file" : "an environment variable")
              + " that holds a secret of 8 characters or more");
    }
    return secret.strip();
  }

  private static String content(YamlSection oidc, Path config) {
    try {
      return Files.readString(config.resolveSibling(oidc.required("client_secret_file")));
    } catch (IOException e) {
      throw oidc.wrong("client_secret_file", "a file that can be read");
    }
  }

  private static Map<String, Role> roles(YamlSection oidc) {
    Map<String, Role> roles = new LinkedHashMap<>();
    for (Map.Entry<String, String> each : oidc.wordsByKey("roles").entrySet()) {
      roles.put(
          each.getKey(),
          Role.of(each.getValue())
              .orElseThrow(() -> oidc.wrong("roles", "one of " + Role.words() + " for a group")));
    }
    if (roles.isEmpty()) {
      throw oidc.wrong("roles", "the role of one group or more, such as {sre: approver}");
    }
    return roles;
  }

  private static @Nullable SSLContext trusted(YamlSection oidc, Path config) {
    if (!oidc.has("ca_file")) {
      return null;
    }
    try {
      return Authority.in(config.resolveSibling(oidc.required("ca_file")));
    } catch (IOException e) {
      throw oidc.wrong("ca_file", "a file of certificates in PEM that can be read");
    }
  }

  /** The furthest role of these groups; empty where none of them has one. */
  Optional<Role> role(List<String> groups) {
    List<Role> found = new ArrayList<>();
    groups.forEach(group -> Optional.ofNullable(roles.get(group)).ifPresent(found::add));
    return found.stream().max(Role::compareTo);
  }

  /** Without the secret. */
  @Override
  public String toString() {
    return "OidcConfig[" + issuer + " as " + clientId + "]";
  }
}
