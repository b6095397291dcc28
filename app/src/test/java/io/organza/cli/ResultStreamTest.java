package io.organza.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class ResultStreamTest {

  @Test
  void allIsPassedOn() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    ResultStream results = new ResultStream(bytes);
    new PrintWriter(results, true, StandardCharsets.UTF_8).println("score 3");
    assertThat(bytes.toString(StandardCharsets.UTF_8)).startsWith("score 3");
    assertThat(results.failure()).isEmpty();
  }

  /** A print writer goes on without a word. */
  @Test
  void aFullDiskIsRememberedAndAReaderWhoHasEnoughIsNot() {
    ResultStream full = new ResultStream(failing("No space left on device"));
    new PrintWriter(full, true, StandardCharsets.UTF_8).println("score 3");
    assertThat(full.failure()).get().hasToString("java.io.IOException: No space left on device");
    for (String gone : new String[] {"Broken pipe", "The pipe is being closed"}) {
      ResultStream head = new ResultStream(failing(gone));
      new PrintWriter(head, true, StandardCharsets.UTF_8).println("score 3");
      assertThat(head.failure()).isEmpty();
    }
  }

  private static OutputStream failing(String reason) {
    return new OutputStream() {
      @Override
      public void write(int value) throws IOException {
        throw new IOException(reason);
      }
    };
  }
}
