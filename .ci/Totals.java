import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.w3c.dom.Element;

/**
 * Adds up the test reports of the modules named on the command line and prints the sum, first as
 * Maven does, then as "N passed, N failed". Ends with exit code 1 if a test failed or none ran.
 */
final class Totals {

  private int run;
  private int failures;
  private int errors;
  private int skipped;

  public static void main(String[] modules) throws Exception {
    Totals totals = new Totals();
    for (String module : modules) {
      for (String kind : List.of("surefire-reports", "failsafe-reports")) {
        totals.addAll(Path.of(module, "target", kind));
      }
    }
    System.exit(totals.print());
  }

  private void addAll(Path directory) throws Exception {
    if (!Files.isDirectory(directory)) {
      return;
    }
    for (Path report : reports(directory)) {
      Element suite =
          DocumentBuilderFactory.newInstance()
              .newDocumentBuilder()
              .parse(report.toFile())
              .getDocumentElement();
      run += Integer.parseInt(suite.getAttribute("tests"));
      failures += Integer.parseInt(suite.getAttribute("failures"));
      errors += Integer.parseInt(suite.getAttribute("errors"));
      skipped += Integer.parseInt(suite.getAttribute("skipped"));
    }
  }

  private static List<Path> reports(Path directory) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files
          .filter(file -> file.getFileName().toString().matches("TEST-.*\\.xml"))
          .sorted()
          .toList();
    }
  }

  private int print() {
    int failed = failures + errors;
    System.out.printf(
        "Tests run: %d, Failures: %d, Errors: %d, Skipped: %d%n", run, failures, errors, skipped);
    System.out.printf("%d passed, %d failed%n", run - failed - skipped, failed);
    return failed > 0 || run == 0 ? 1 : 0;
  }
}
