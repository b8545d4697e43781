package dev.aegis.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.aegis.app.cli.ExitCode;
import dev.aegis.app.testkit.Golden;
import dev.aegis.app.testkit.Repository;
import dev.aegis.incident.Milestone;
import dev.aegis.incident.Phase;
import dev.aegis.room.Handle;
import dev.aegis.room.Intent;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The tables and diagrams of the pages are those of the code. */
class GeneratedDocsTest {
  private static final String PAGE = "docs/architecture.md";
  private final Repository repository = Repository.here();

  @Test
  void showsTheLifecycleOfAnIncident() {
    matches("lifecycle", lifecycle());
  }

  @Test
  void showsWhoMaySayWhat() {
    matches("intents", intents());
  }

  @Test
  void thePagesHaveTheExitCodesOfTheCode() {
    Map<Integer, String> codes =
        Arrays.stream(ExitCode.values())
            .collect(Collectors.toMap(ExitCode::code, ExitCode::words, (a, _) -> a, TreeMap::new));
    assertThat(codesIn(PAGE)).isEqualTo(codes);
    assertThat(codesIn("README.md")).isEqualTo(codes);
  }

  private Map<Integer, String> codesIn(String page) {
    return Pattern.compile("(?m)^\\| *(\\d+) *\\| *(.+?) *\\|$")
        .matcher(repository.read(page))
        .results()
        .collect(
            Collectors.toMap(
                row -> Integer.valueOf(row.group(1)),
                row -> row.group(2),
                (a, _) -> a,
                TreeMap::new));
  }

  private void matches(String section, String generated) {
    String page = repository.read(PAGE);
    String from = "<!-- " + section + " -->\n";
    String to = "<!-- /" + section + " -->";
    assertThat(page).contains(from).contains(to);
    String before = page.substring(0, page.indexOf(from) + from.length());
    String after = page.substring(page.indexOf(to));
    Golden.matches(repository.root().resolve(PAGE), before + generated + after);
  }

  private static String lifecycle() {
    StringBuilder text = new StringBuilder("```mermaid\nstateDiagram-v2\n");
    text.append("  [*] --> ").append(word(Phase.QUIET)).append('\n');
    Map<Phase, Map<Milestone, Phase>> rows = new TreeMap<>(Phase.transitions());
    rows.forEach((from, row) ->
        new TreeMap<>(row)
            .forEach((milestone, to) ->
                text.append("  ")
                    .append(word(from))
                    .append(" --> ")
                    .append(word(to))
                    .append(" : ")
                    .append(word(milestone))
                    .append('\n')));
    for (Phase phase : Phase.values()) {
      if (phase.terminal()) {
        text.append("  ").append(word(phase)).append(" --> [*]\n");
      }
    }
    return text.append("```\n").toString();
  }

  private static String word(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }

  private static String intents() {
    StringBuilder text = new StringBuilder("| Intent | Posted by |\n|---|---|\n");
    for (Intent intent : Intent.values()) {
      String senders =
          intent.senders().stream().map(Handle::name).sorted().collect(Collectors.joining(", "));
      text.append("| `").append(intent.wire()).append("` | ").append(senders).append(" |\n");
    }
    return text.toString();
  }
}
