package dev.aegis.app.serve;

import dev.aegis.app.intake.YamlSection;
import dev.aegis.app.oncall.OnCall;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Somebody who may send something, and how they prove who they are.
 *
 * @param name for the log, the counters and the record
 * @param asked how it is asked; {@code null} for one that sends
 */
record Source(String name, Kind kind, Proof proof, @Nullable Asked asked) {
  static final List<String> KEYS =
      List.of(
          "name",
          "kind",
          "url",
          "match",
          "targets",
          "labels",
          "timeout",
          "ca_file",
          "link_local",
          "bearer_env",
          "bearer_file",
          "basic_user",
          "basic_env",
          "basic_file",
          "hmac_env",
          "hmac_file");
  private static final int MOST = 100;
  private static final int SHORTEST_SECRET = 8;

  /** One that sends, and is not asked. */
  Source(String name, Kind kind, Proof proof) {
    this(name, kind, proof, null);
  }

  /** How it is asked; for a kind that is. */
  Asked how() {
    return Objects.requireNonNull(asked);
  }

  /** In one line: what it is, and what it has to prove or is told. */
  String words() {
    boolean open = proof instanceof Proof.Open;
    String how = asked == null ? "" : ", " + asked.words();
    return name
        + ": "
        + kind.word()
        + how
        + (asked == null ? ", " + proof.words() : open ? "" : ", " + proof.words());
  }

  /** Its name as the value of a label. */
  String label() {
    return label(name);
  }

  /** Words of others as the value of a label. */
  static String label(String words) {
    return words.replaceAll("[^A-Za-z0-9_. -]", "_");
  }

  /** The sources of the file; secrets are read from where it says that they are. */
  static List<Source> all(YamlSection top, Path config, Duration step) {
    List<Source> sources = new ArrayList<>();
    Set<String> names = new HashSet<>();
    for (YamlSection section : top.list("sources", KEYS)) {
      Source source = of(section, config, step);
      if (source.name().equals(OnCall.OBSERVER)) {
        throw section.wrong("name", "another name, since this one is Aegis's own");
      }
      if (!names.add(source.name())) {
        throw section.wrong("name", "a name of its own for each source");
      }
      sources.add(source);
    }
    if (sources.size() > MOST) {
      throw top.wrong("sources", "at most " + MOST);
    }
    return sources;
  }

  private static Source of(YamlSection section, Path config, Duration step) {
    Kind kind =
        Kind.of(section.required("kind"))
            .orElseThrow(() -> section.wrong("kind", "one of " + String.join(", ", Kind.words())));
    List<Proof> proofs = new ArrayList<>();
    if (section.has("bearer_env") || section.has("bearer_file")) {
      proofs.add(new Proof.Bearer(secret(section, "bearer", config)));
    }
    if (section.has("basic_user")) {
      proofs.add(new Proof.Basic(section.required("basic_user"), secret(section, "basic", config)));
    }
    if (section.has("hmac_env") || section.has("hmac_file")) {
      proofs.add(new Proof.Hmac(secret(section, "hmac", config)));
    }
    if (proofs.size() > 1) {
      throw section.wrong("name", "one of bearer, basic and hmac for a source");
    }
    Proof proof = proofs.isEmpty() ? new Proof.Open() : proofs.getFirst();
    Asked asked = Asked.of(section, kind, config, step);
    if (asked != null && proof instanceof Proof.Hmac) {
      throw section.wrong(
          section.has("hmac_env") ? "hmac_env" : "hmac_file",
          "bearer or basic for a source that is asked");
    }
    return new Source(section.required("name"), kind, proof, asked);
  }

  private static String secret(YamlSection section, String prefix, Path config) {
    String environment = prefix + "_env";
    String file = prefix + "_file";
    String where = section.has(environment) ? environment : file;
    String secret =
        section.has(environment)
            ? System.getenv().getOrDefault(section.required(environment), "")
            : content(section, file, config);
    if (secret.strip().length() < SHORTEST_SECRET) {
      throw section.wrong(
          where,
          where.equals(environment)
              ? "an environment variable that holds a secret of 8 characters or more"
              : "a file that holds a secret of 8 characters or more");
    }
    return secret.strip();
  }

  private static String content(YamlSection section, String key, Path config) {
    try {
      return Files.readString(config.resolveSibling(section.required(key)));
    } catch (IOException e) {
      throw section.wrong(key, "a file that can be read");
    }
  }
}
