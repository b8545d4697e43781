package dev.aegis.app;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import dev.aegis.app.testkit.Repository;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What holds for every class of core and app alike. */
class HouseRulesTest {

  /** Words that say nothing of what a class is about. */
  private static final String EMPTY_WORDS =
      ".*(Manager|Helper|Utils?|Common|Base|Impl|Processor|Info)";

  private static JavaClasses classes = new ClassFileImporter().importClasses();

  @BeforeAll
  static void importClasses() {
    classes =
        new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("dev.aegis");
  }

  @Test
  void everyPackageIsNullMarked() throws IOException {
    List<String> unmarked = new ArrayList<>();
    for (Map.Entry<String, List<Path>> each : Repository.here().packagesWithTests().entrySet()) {
      if (!isNullMarked(each.getValue())) {
        unmarked.add(each.getKey());
      }
    }

    assertThat(unmarked).as("packages without a package-info that is @NullMarked").isEmpty();
  }

  @Test
  void noNameEndsInAWordThatSaysNothing() {
    noClasses()
        .should()
        .haveNameMatching(EMPTY_WORDS)
        .because("a class is named after what it is in the field, a variant by its difference")
        .allowEmptyShould(true)
        .check(classes);
  }

  @Test
  void noStaticFieldCanChange() {
    fields()
        .that()
        .areStatic()
        .should()
        .beFinal()
        .because("state has one owner, and a class is none")
        .allowEmptyShould(true)
        .check(classes);
  }

  @Test
  void packagesOfTheCoreAreFreeOfCycles() {
    slices()
        .matching("dev.aegis.(*)..")
        .should()
        .beFreeOfCycles()
        .allowEmptyShould(true)
        .check(classes);
  }

  @Test
  void packagesOfTheShellAreFreeOfCycles() {
    slices()
        .matching("dev.aegis.app.(*)..")
        .should()
        .beFreeOfCycles()
        .allowEmptyShould(true)
        .check(classes);
  }

  @Test
  void theProductKnowsNeitherLabNorBench() {
    noClasses()
        .that()
        .resideOutsideOfPackages("dev.aegis.lab..", "dev.aegis.meaning..", "dev.aegis.bench..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("dev.aegis.lab..", "dev.aegis.meaning..", "dev.aegis.bench..")
        .because("they break and measure the product and are not shipped with it")
        .allowEmptyShould(true)
        .check(classes);
  }

  private static boolean isNullMarked(List<Path> directories) throws IOException {
    for (Path directory : directories) {
      Path description = directory.resolve("package-info.java");
      if (Files.exists(description)
          && Files.readString(description).lines().anyMatch("@NullMarked"::equals)) {
        return true;
      }
    }
    return false;
  }
}
