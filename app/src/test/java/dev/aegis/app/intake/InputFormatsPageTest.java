package dev.aegis.app.intake;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * The page for users lists exactly what the code reads; {@code -Daegis.golden.rewrite=true} writes
 * it anew.
 */
class InputFormatsPageTest {
  private static final Path PAGE = Path.of("../docs/input-formats.md");
  private static final String START = "<!-- names: start -->\n";
  private static final String END = "<!-- names: end -->";

  @Test
  void listsEveryNameThatIsRead() throws IOException {
    String page = Files.readString(PAGE);
    int from = page.indexOf(START) + START.length();
    int to = page.indexOf(END);
    if (Boolean.getBoolean("aegis.golden.rewrite")) {
      page = page.substring(0, from) + table() + page.substring(to);
      Files.writeString(PAGE, page);
      to = page.indexOf(END);
    }
    assertThat(page.substring(from, to)).isEqualTo(table());
  }

  @Test
  void statesTheLimitsThatHold() throws IOException {
    String page = Files.readString(PAGE);

    assertThat(page)
        .contains(limit(IntakeLimits.DEFAULTS.pointsPerSeries()) + " points a series")
        .contains(limit(IntakeLimits.DEFAULTS.points()) + " points in all")
        .contains(limit(IntakeLimits.DEFAULTS.series()) + " series")
        .contains(limit(IntakeLimits.DEFAULTS.logLines()) + " log lines")
        .contains(limit(IntakeLimits.DEFAULTS.files()) + " files");
  }

  private static String limit(int number) {
    return String.format(java.util.Locale.ROOT, "%,d", number);
  }

  private static String table() {
    List<String> lines = new ArrayList<>();
    lines.add("| what | names |");
    lines.add("|---|---|");
    for (Role role : Role.values()) {
      lines.add(
          "| "
              + role.name().toLowerCase(java.util.Locale.ROOT).replace('_', ' ')
              + " | "
              + names(role.aliases())
              + " |");
    }
    for (Known known : Known.values()) {
      String metric =
          known.metric() == null
              ? "(see below) " + known.name().toLowerCase(java.util.Locale.ROOT)
              : "`" + known.metric() + "`";
      lines.add("| " + metric + " | " + names(known.aliases()) + " |");
    }
    return String.join("\n", lines) + "\n";
  }

  private static String names(List<String> aliases) {
    return "`" + String.join("` `", aliases) + "`";
  }
}
