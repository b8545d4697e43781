package dev.aegis;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.AccessTarget;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * The core decides and nothing else: what it needs to know, time and seeds included, it is told. So
 * the same input gives the same answer, on any machine and at any later time.
 */
class PurityTest {

  private static JavaClasses core = new ClassFileImporter().importClasses();

  @BeforeAll
  static void importClasses() {
    core =
        new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("dev.aegis");
  }

  @Test
  void standsOnTheJdkAndJspecifyAlone() {
    noClasses()
        .should()
        .dependOnClassesThat(
            describe(
                "are neither of the JDK's base, nor of JSpecify, nor of the core",
                each -> !ALLOWED.test(each.getBaseComponentType())))
        .allowEmptyShould(true)
        .check(core);
  }

  @Test
  void doesNoInputOrOutput() {
    noClasses()
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "java.io..", "java.nio.file..", "java.nio.channels..", "java.net..", "java.sql..")
        .allowEmptyShould(true)
        .check(core);
  }

  @Test
  void readsNoClock() {
    forbid(
        "read a clock",
        target ->
            inPackage(target, "java.time") && target.getName().equals("now")
                || owner(target, "java.time.Clock", "java.time.InstantSource")
                || owner(target, "java.lang.System")
                    && Set.of("currentTimeMillis", "nanoTime").contains(target.getName())
                || isNew(target, "java.util.Date") && takesNothing(target)
                || owner(target, "java.util.Calendar", "java.util.GregorianCalendar"));
  }

  @Test
  void drawsNoRandomNumberWithoutASeed() {
    forbid(
        "draw randomness that has no seed",
        target ->
            owner(target, "java.lang.Math", "java.lang.StrictMath")
                    && target.getName().equals("random")
                || isNew(target, "java.util.Random", "java.util.SplittableRandom")
                    && takesNothing(target)
                || owner(
                    target, "java.util.concurrent.ThreadLocalRandom", "java.security.SecureRandom")
                || owner(target, "java.util.UUID") && target.getName().equals("randomUUID")
                || owner(target, RandomGenerator.class.getName())
                    && Set.of("of", "getDefault").contains(target.getName())
                || owner(target, "java.util.random.RandomGeneratorFactory")
                || owner(target, "java.util.Collections")
                    && target.getName().equals("shuffle")
                    && parameters(target) == 1);
  }

  @Test
  void startsNoThreadAndWaitsForNone() {
    noClasses()
        .should()
        .dependOnClassesThat(
            resideInAPackage("java.util.concurrent..")
                .and(
                    describe(
                        "are no atomic and no unit",
                        each ->
                            !each.getPackageName().equals("java.util.concurrent.atomic")
                                && !each.isEquivalentTo(TimeUnit.class))))
        .orShould()
        .dependOnClassesThat()
        .haveNameMatching(
            "java\\.lang\\.(Thread|ThreadLocal|ThreadGroup|Process|ProcessBuilder|Runtime)")
        .orShould()
        .dependOnClassesThat()
        .haveNameMatching("java\\.util\\.Timer(Task)?")
        .allowEmptyShould(true)
        .check(core);
    forbid(
        "use the common pool",
        target -> Set.of("parallelStream", "parallel").contains(target.getName()));
  }

  @Test
  void writesNoLog() {
    noClasses()
        .should()
        .dependOnClassesThat()
        .resideInAPackage("java.util.logging..")
        .orShould()
        .dependOnClassesThat()
        .haveNameMatching("java\\.lang\\.System\\$Logger.*")
        .allowEmptyShould(true)
        .check(core);
    forbid(
        "print",
        target ->
            owner(target, "java.lang.System")
                    && Set.of("out", "err", "in", "console").contains(target.getName())
                || owner(target, "java.lang.IO")
                || target.getName().equals("printStackTrace"));
  }

  @Test
  void asksNothingOfTheMachineItRunsOn() {
    forbid(
        "ask the machine",
        target ->
            owner(target, "java.lang.System")
                && Set.of("getenv", "getProperty", "getProperties", "exit")
                    .contains(target.getName()));
  }

  private static final DescribedPredicate<JavaClass> ALLOWED =
      resideInAnyPackage("java..", "org.jspecify..", "dev.aegis..")
          .and(
              DescribedPredicate.not(
                  resideInAnyPackage("dev.aegis.app..", "dev.aegis.lab..", "dev.aegis.bench..")))
          .or(describe("are primitive", JavaClass::isPrimitive));

  private interface Targets {
    boolean include(AccessTarget target);
  }

  private static void forbid(String what, Targets targets) {
    noClasses()
        .should()
        .accessTargetWhere(
            describe(what, (JavaAccess<?> access) -> targets.include(access.getTarget())))
        .as("no class of the core should " + what)
        .allowEmptyShould(true)
        .check(core);
  }

  private static boolean inPackage(AccessTarget target, String name) {
    String owner = target.getOwner().getPackageName();
    return owner.equals(name) || owner.startsWith(name + ".");
  }

  private static boolean owner(AccessTarget target, String... names) {
    return Set.of(names).contains(target.getOwner().getName());
  }

  private static boolean isNew(AccessTarget target, String... names) {
    return target.getName().equals("<init>") && owner(target, names);
  }

  private static boolean takesNothing(AccessTarget target) {
    return parameters(target) == 0;
  }

  private static int parameters(AccessTarget target) {
    return target instanceof AccessTarget.CodeUnitAccessTarget unit
        ? unit.getRawParameterTypes().size()
        : target instanceof AccessTarget.CodeUnitReferenceTarget reference
            ? reference.getRawParameterTypes().size()
            : 0;
  }
}
