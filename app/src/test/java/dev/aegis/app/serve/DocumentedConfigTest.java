package dev.aegis.app.serve;

import static org.assertj.core.api.Assertions.assertThat;

import dev.aegis.app.testkit.Repository;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The pieces of {@code aegis.yaml} that the documents show are pieces that {@code serve} takes. */
class DocumentedConfigTest {
  private static final List<String> SECTIONS =
      List.of("listen", "oidc", "invite", "mask", "retention", "messages");
  private static final Pattern YAML = Pattern.compile("(?ms)^```yaml\\n(\\w+):.*?^```$");

  /** A variable of the reader's is replaced by one that every process has, or by a file. */
  private static final Pattern SECRET_VARIABLE = Pattern.compile("secret_env: \\w+");

  private static final Pattern ADDRESS_VARIABLE = Pattern.compile("url_env: \\w+");

  private static Path files;

  static Stream<String> pieces() {
    Repository repository = Repository.here();
    return Stream.of("access", "band", "evidence", "messages", "serve")
        .map(page -> repository.read("docs/" + page + ".md"))
        .flatMap(page -> YAML.matcher(page).results())
        .filter(piece -> SECTIONS.contains(piece.group(1)))
        .map(piece -> piece.group().lines().filter(l -> !l.startsWith("```")).toList())
        .map(lines -> String.join("\n", lines));
  }

  /** The files that the pieces name. */
  @BeforeAll
  static void keepFiles(@TempDir Path directory) throws Exception {
    Certificate certificate = new Certificate(directory);
    certificate.exportPem();
    Files.move(certificate.pem(), directory.resolve("fullchain.pem"));
    Files.writeString(directory.resolve("mail-password"), "a-password-of-mail");
    Files.writeString(directory.resolve("address"), "https://hooks.example.com/1");
    files = directory;
  }

  @ParameterizedTest
  @MethodSource("pieces")
  void aPieceIsTaken(String piece, @TempDir Path home) throws Exception {
    for (String file : List.of("fullchain.pem", "key.pem", "mail-password", "address")) {
      Files.copy(files.resolve(file), home.resolve(file));
    }
    String known =
        ADDRESS_VARIABLE
            .matcher(SECRET_VARIABLE.matcher(piece).replaceAll("secret_env: PATH"))
            .replaceAll("url_file: address");
    ServeConfig config = Served.config(home, "services: [checkout.yaml]\n" + known + "\n");
    assertThat(config.services()).hasSize(1);
  }

  @Test
  void eachSectionIsShownSomewhere() {
    assertThat(pieces().map(piece -> piece.substring(0, piece.indexOf(':')))).containsAll(SECTIONS);
  }
}
