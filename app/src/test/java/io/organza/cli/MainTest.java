package io.organza.cli;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.Charset;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class MainTest {

  private static final String PROPERTY = "organza.test.encoding";

  @AfterEach
  void clear() {
    System.clearProperty(PROPERTY);
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
}
