package io.organza.cli;

import static io.organza.cli.Ran.organza;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MainTest {

  private static final String PROPERTY = "organza.test.encoding";

  @AfterEach
  void clear() {
    System.clearProperty(PROPERTY);
    // What --verbose changes for all that comes after it in this process.
    System.setProperty("org.slf4j.simpleLogger.defaultLogLevel", "warn");
    System.setProperty("org.slf4j.simpleLogger.log.ai.djl.util.cuda", "off");
  }

  @Test
  void textIsInTheEncodingOfTheTerminal() {
    System.setProperty(PROPERTY, "ISO-8859-1");
    assertThat(Main.encoding(PROPERTY)).isEqualTo(ISO_8859_1);
  }

  @Test
  void withoutATerminalItIsInThatOfTheSystem() {
    assertThat(Main.encoding(PROPERTY))
        .isEqualTo(Charset.forName(System.getProperty("native.encoding")));
  }

  @Test
  void anEncodingThatJavaDoesNotHaveIsReplaced() {
    System.setProperty(PROPERTY, "cp99999");
    assertThat(Main.encoding(PROPERTY)).isEqualTo(Charset.defaultCharset());
  }

  @Test
  void howMuchIsSaidCanBeAskedForBeforeACommandAndAfterIt(@TempDir Path root) throws IOException {
    String noFolder = "--cache=" + Files.createFile(root.resolve("file"));
    assertThat(organza("cache", noFolder).err()).contains("--cache: ").doesNotContain("\tat ");
    assertThat(organza("cache", noFolder, "--verbose").err()).contains("--cache: ", "\tat ");
    assertThat(organza("--verbose", "cache", noFolder).err()).contains("--cache: ", "\tat ");
    assertThat(organza("cache", "--quiet", "--cache=" + root).code()).isZero();
  }
}
