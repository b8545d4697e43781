package dev.aegis.app.investigation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.aegis.app.testkit.Repository;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What cannot be used ends with one clear line, exit code 3 and nothing on standard output. */
class UnusableInputTest {
  private static final Path PLAIN =
      Repository.here().root().resolve("examples").resolve("value-only.csv");

  @TempDir Path user;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          missing.csv  |                                       | expected a file or directory, found none
          empty.csv    | ''                                    | row 1: expected metrics or logs, found an empty file
          binary.bin   | '\\0\\0\\0PK\\0\\0'                   | found binary data
          words.csv    | 'timestamp,colour\\n2026-01-01,red\\n2026-01-02,blue\\n' | row 1: expected at least one column of numbers
          times.csv    | 'a,b\\n1,2\\n3,4\\n'                   | row 1: expected a column of times
          point.csv    | 'timestamp,value\\n1750000000,1\\n'    | expected at least two points in time, found one
          broken.csv   | 'timestamp,value\\nyesterday,1\\nnow,2\\n' | none that can be read
          """)
  void saysWhatIsWrongWithTheFile(String name, String text, String words) throws IOException {
    Path file = user.resolve(name);
    if (text != null) {
      Files.writeString(file, unescaped(text));
    }
    refused(words, file.toString(), List.of(file.toString()));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          --slo      | 'slo: {latency_p9: 1s}'        | line 1: unknown key latency_p9 in slo; did you mean latency_p99?
          --slo      | 'slo: {errors: lots}'          | slo.errors: expected a share
          --slo      | 'service: {name: other}'       | expected a service of the recording (a, b), found other
          --slo      | 'not yaml: ['                  | expected YAML
          --changes  | 'timestamp,value\\n1750000000,1\\n' | expected change events
          --changes  | 'good morning'                 | expected change events
          --changes  | '{"at": "2026-01-01"'          | expected change events
          --changes  | ''                             | expected text, found an empty file
          """)
  void saysWhatIsWrongWithWhatPeopleWrote(String option, String text, String words)
      throws IOException {
    Path metrics =
        Files.writeString(
            user.resolve("metrics.csv"),
            "timestamp,service,value\n1750000000,a,1\n1750000060,a,2\n1750000000,b,2\n");
    Path file = Files.writeString(user.resolve("declared.txt"), unescaped(text));
    refused(words, file.toString(), List.of(metrics.toString(), option, file.toString()));
  }

  @Test
  void saysThatADirectoryHasNothingUsable() throws IOException {
    Path folder = Files.createDirectory(user.resolve("recording"));
    Files.writeString(folder.resolve("readme.txt"), "nothing here\n");
    refused("found none that is usable (1 not used", folder.toString(), List.of(folder.toString()));
  }

  @Test
  void saysThatAFileMayNotBeRead() throws IOException {
    Path file = Files.copy(PLAIN, user.resolve("secret.csv"));
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("---------"));
    Assumptions.assumeFalse(Files.isReadable(file), "root may read everything");
    refused("expected a file that may be read", file.toString(), List.of(file.toString()));
  }

  private void refused(String words, String where, List<String> arguments) {
    Investigated told = Investigated.with(user, arguments);
    assertThat(told.code()).isEqualTo(3);
    assertThat(told.out()).isEmpty();
    assertThat(told.err()).hasLineCount(1).startsWith("aegis: " + where).contains(words);

    List<String> json = new java.util.ArrayList<>(arguments);
    json.add("--json");
    assertThat(Investigated.with(user, json)).isEqualTo(told);
  }

  private static String unescaped(String text) {
    byte[] bytes = text.replace("\\n", "\n").replace("\\0", "\0").getBytes(StandardCharsets.UTF_8);
    return new String(bytes, StandardCharsets.UTF_8);
  }
}
