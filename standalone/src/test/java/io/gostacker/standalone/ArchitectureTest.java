package io.gostacker.standalone;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackages;
import static com.tngtech.archunit.lang.conditions.ArchConditions.callMethodWhere;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import com.tngtech.archunit.library.GeneralCodingRules;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.NullMarked;

/// What `docs/ARCHITECTURE.md` says about modules and packages, checked. ArchUnit fails a rule that
/// finds no class to check.
@AnalyzeClasses(packages = "io.gostacker", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
  private static final List<String> MODULES =
      List.of(
          "common",
          "gateway",
          "send",
          "meta",
          "flusher",
          "push",
          "client",
          "embedded",
          "testkit",
          "standalone");

  private static final Set<String> BAGS =
      Set.of(
          "util",
          "utils",
          "helper",
          "helpers",
          "manager",
          "managers",
          "impl",
          "dto",
          "dtos",
          "misc",
          "constant",
          "constants");

  @ArchTest
  static void everyModuleIsLookedAt(JavaClasses classes) {
    for (String module : MODULES) {
      assertThat(classes.that(resideInAPackage("io.gostacker." + module + "..")))
          .describedAs(module)
          .isNotEmpty();
    }
  }

  @ArchTest
  static final ArchRule featuresHaveNoCycles =
      slices().matching("io.gostacker.(*).(*)..").should().beFreeOfCycles();

  @ArchTest static final ArchRule commonSeesOnlyItself = sees("common");
  @ArchTest static final ArchRule gatewaySeesOnlyCommon = sees("gateway", "common");
  @ArchTest static final ArchRule sendSeesOnlyCommon = sees("send", "common");
  @ArchTest static final ArchRule metaSeesOnlyCommon = sees("meta", "common");
  @ArchTest static final ArchRule flusherSeesOnlyCommon = sees("flusher", "common");
  @ArchTest static final ArchRule pushSeesOnlyCommon = sees("push", "common");
  @ArchTest static final ArchRule clientSeesOnlyItself = sees("client");
  @ArchTest static final ArchRule embeddedSeesOnlyItself = sees("embedded");
  @ArchTest static final ArchRule testkitSeesBackends = sees("testkit", "common", "embedded");

  @ArchTest
  static final ArchRule packagesAreFeaturesAndNotBags =
      noClasses().should(resideInABag()).because("a package is named after what it does");

  @ArchTest
  static final ArchRule nullIsACompileError = classes().should(resideInANullMarkedPackage());

  @ArchTest
  static final ArchRule onlyWhoTalksToAPersonPrints =
      noClasses()
          .that(
              resideOutsideOfPackages(
                  "io.gostacker.client.terminal..",
                  "io.gostacker.standalone..",
                  "io.gostacker.testkit.backend.."))
          .should(GeneralCodingRules.ACCESS_STANDARD_STREAMS);

  @ArchTest
  static final ArchRule stackTracesGoToTheLog =
      noClasses()
          .that()
          .doNotHaveFullyQualifiedName("io.gostacker.standalone.FailureLog") // is that log
          .should(callMethodWhere(printsAStackTrace()));

  @ArchTest
  static final ArchRule collaboratorsComeThroughTheConstructor =
      GeneralCodingRules.NO_CLASSES_SHOULD_USE_FIELD_INJECTION;

  /// A module that depends on nothing of ours but itself and the named ones.
  private static ArchRule sees(String module, String... others) {
    String[] hidden =
        MODULES.stream()
            .filter(other -> !other.equals(module) && !List.of(others).contains(other))
            .map(other -> "io.gostacker." + other + "..")
            .toArray(String[]::new);
    return noClasses()
        .that(resideInAPackage("io.gostacker." + module + ".."))
        .should()
        .dependOnClassesThat(resideInAnyPackage(hidden));
  }

  private static ArchCondition<JavaClass> resideInABag() {
    return new ArchCondition<>("reside in a bag package") {
      @Override
      public void check(JavaClass type, ConditionEvents events) {
        boolean bag = List.of(type.getPackageName().split("\\.")).stream().anyMatch(BAGS::contains);
        events.add(new SimpleConditionEvent(type, bag, type.getName()));
      }
    };
  }

  private static ArchCondition<JavaClass> resideInANullMarkedPackage() {
    return new ArchCondition<>("reside in a @NullMarked package") {
      @Override
      public void check(JavaClass type, ConditionEvents events) {
        boolean marked = type.getPackage().isAnnotatedWith(NullMarked.class);
        events.add(
            new SimpleConditionEvent(type, marked, "no package-info for " + type.getPackageName()));
      }
    };
  }

  private static DescribedPredicate<JavaMethodCall> printsAStackTrace() {
    return DescribedPredicate.describe(
        "prints a stack trace",
        call ->
            call.getTarget().getName().equals("printStackTrace")
                && call.getTargetOwner().isAssignableTo(Throwable.class));
  }
}
