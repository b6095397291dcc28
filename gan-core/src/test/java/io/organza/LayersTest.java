package io.organza;

import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.core.domain.properties.HasParameterTypes.Predicates.rawParameterTypes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.GeneralCodingRules.NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS;
import static com.tngtech.archunit.library.GeneralCodingRules.NO_CLASSES_SHOULD_THROW_GENERIC_EXCEPTIONS;
import static com.tngtech.archunit.library.GeneralCodingRules.NO_CLASSES_SHOULD_USE_JAVA_UTIL_LOGGING;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** Which package may use which: the table of docs/architecture.md, held. */
@AnalyzeClasses(packages = "io.organza", importOptions = DoNotIncludeTests.class)
class LayersTest {

  @ArchTest
  static final ArchRule packagesUseOnlyWhatTheTableAllows =
      layeredArchitecture()
          .consideringOnlyDependenciesInLayers()
          .withOptionalLayers(true)
          .ensureAllClassesAreContainedInArchitecture()
          .layer("random")
          .definedBy("io.organza.random..")
          .layer("record")
          .definedBy("io.organza.record..")
          .layer("file")
          .definedBy("io.organza.file..")
          .layer("image")
          .definedBy("io.organza.image..")
          .layer("data")
          .definedBy("io.organza.data..")
          .layer("torch")
          .definedBy("io.organza.torch..")
          .layer("network")
          .definedBy("io.organza.network..")
          .layer("augment")
          .definedBy("io.organza.augment..")
          .layer("loss")
          .definedBy("io.organza.loss..")
          .layer("training")
          .definedBy("io.organza.training..")
          .layer("root")
          .definedBy("io.organza")
          .layer("checkpoint")
          .definedBy("io.organza.checkpoint..")
          .layer("sampling")
          .definedBy("io.organza.sampling..")
          .layer("metric")
          .definedBy("io.organza.metric..")
          .layer("export")
          .definedBy("io.organza.export..")
          .layer("tuning")
          .definedBy("io.organza.tuning..")
          .layer("speed")
          .definedBy("io.organza.speed..")
          .whereLayer("random")
          .mayNotAccessAnyLayer()
          .whereLayer("record")
          .mayNotAccessAnyLayer()
          .whereLayer("tuning")
          .mayOnlyAccessLayers("record", "random")
          .whereLayer("file")
          .mayNotAccessAnyLayer()
          .whereLayer("image")
          .mayNotAccessAnyLayer()
          .whereLayer("data")
          .mayOnlyAccessLayers("image", "file", "record", "random")
          .whereLayer("torch")
          .mayNotAccessAnyLayer()
          .whereLayer("network")
          .mayOnlyAccessLayers("torch", "record", "random")
          .whereLayer("augment")
          .mayOnlyAccessLayers("torch", "record", "random")
          .whereLayer("loss")
          .mayOnlyAccessLayers("torch", "record")
          .whereLayer("training")
          .mayOnlyAccessLayers("network", "augment", "loss", "torch", "record", "random")
          .whereLayer("root")
          .mayOnlyAccessLayers("data", "network", "augment", "loss", "training", "torch", "record")
          .whereLayer("checkpoint")
          .mayOnlyAccessLayers("root", "network", "training", "file", "record")
          .whereLayer("sampling")
          .mayOnlyAccessLayers(
              "root", "image", "network", "training", "checkpoint", "file", "torch", "random")
          .whereLayer("metric")
          .mayOnlyAccessLayers("image", "data", "sampling", "file", "torch", "random")
          .whereLayer("export")
          .mayOnlyAccessLayers(
              "root",
              "data",
              "image",
              "network",
              "sampling",
              "checkpoint",
              "file",
              "torch",
              "record")
          .whereLayer("speed")
          .mayOnlyAccessLayers("network", "augment", "loss", "training", "sampling", "torch");

  @ArchTest
  static final ArchRule packagesFormNoCycle =
      slices().matching("io.organza.(*)..").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule onlyTorchReachesBehindDjl =
      noClasses()
          .that()
          .resideOutsideOfPackage("io.organza.torch..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("ai.djl.pytorch..");

  /**
   * See {@link io.organza.torch.Torch#scale}: DJL frees the number before its gradient is taken.
   */
  @ArchTest
  static final ArchRule nothingIsCalculatedWithNumbersOfJava =
      noClasses()
          .should()
          .callMethodWhere(
              target(owner(assignableTo(NDArray.class)))
                  .and(target(rawParameterTypes(Number.class))));

  /** Without a device, DJL takes the first GPU, whatever {@code --device} says. */
  @ArchTest
  static final ArchRule scoresAreComputedWhereTheCallerSays =
      noClasses()
          .that()
          .resideInAPackage("io.organza.metric..")
          .should()
          .callMethod(NDManager.class, "newBaseManager")
          .orShould()
          .callMethod(NDManager.class, "newBaseManager", String.class);

  @ArchTest static final ArchRule theLibraryIsSilent = NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS;

  @ArchTest
  static final ArchRule theLibraryNeverExits =
      noClasses()
          .should()
          .callMethod(System.class, "exit", int.class)
          .orShould()
          .callMethod(Runtime.class, "exit", int.class)
          .orShould()
          .callMethod(Runtime.class, "halt", int.class);

  @ArchTest static final ArchRule loggingGoesThroughSlf4j = NO_CLASSES_SHOULD_USE_JAVA_UTIL_LOGGING;

  @ArchTest
  static final ArchRule exceptionsSayWhatTheyAre = NO_CLASSES_SHOULD_THROW_GENERIC_EXCEPTIONS;
}
