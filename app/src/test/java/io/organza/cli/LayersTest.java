package io.organza.cli;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** What faces a person is in one package, and nothing else knows a terminal. */
class LayersTest {

  @Test
  void theApplicationIsOnePackage() {
    JavaClasses application = new ClassFileImporter().importPath(Path.of("target", "classes"));
    classes().should().resideInAPackage("io.organza.cli").allowEmptyShould(true).check(application);
  }

  @Test
  void onlyTheCommandLineParsesArguments() {
    noClasses()
        .that()
        .resideOutsideOfPackage("io.organza.cli")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("picocli..", "me.tongfei.progressbar..", "io.organza.cli..")
        .check(new ClassFileImporter().importPackages("io.organza"));
  }

  @Test
  void onlyTorchReachesBehindDjl() {
    noClasses()
        .that()
        .resideOutsideOfPackage("io.organza.torch..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("ai.djl.pytorch..")
        .check(new ClassFileImporter().importPackages("io.organza"));
  }
}
