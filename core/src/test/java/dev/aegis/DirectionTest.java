package dev.aegis;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackages;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Which package of the core may know which: agents know all, the shared language knows none. */
class DirectionTest {

  private static JavaClasses core = new ClassFileImporter().importClasses();

  @BeforeAll
  static void importClasses() {
    core =
        new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("dev.aegis");
  }

  @Test
  void theGroundKnowsNoPackageOfOurs() {
    check(
        noClasses()
            .that()
            .resideInAPackage("dev.aegis")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("dev.aegis.(*)..")
            .because("every package may stand on it"));
  }

  @Test
  void telemetryKnowsOnlyTheGround() {
    check(knowsNoneOfOursBut("telemetry", "dev.aegis.telemetry.."));
  }

  @Test
  void theRoomKnowsOnlyTelemetry() {
    check(knowsNoneOfOursBut("room", "dev.aegis.room..", "dev.aegis.telemetry.."));
  }

  @Test
  void nobodyKnowsTheAgents() {
    check(
        noClasses()
            .that()
            .resideOutsideOfPackage("dev.aegis.agent..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("dev.aegis.agent..")
            .because("agents are started by messages alone"));
  }

  @Test
  void packagesAreFreeOfCycles() {
    check(slices().matching("dev.aegis.(*)..").should().beFreeOfCycles());
  }

  private static ArchRule knowsNoneOfOursBut(String name, String... allowed) {
    return noClasses()
        .that()
        .resideInAPackage("dev.aegis." + name + "..")
        .should()
        .dependOnClassesThat(
            resideInAPackage("dev.aegis.(*)..").and(resideOutsideOfPackages(allowed)));
  }

  private static void check(ArchRule rule) {
    rule.allowEmptyShould(true).check(core);
  }
}
