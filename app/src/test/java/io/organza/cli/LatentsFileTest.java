package io.organza.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LatentsFileTest {

  @TempDir Path folder;

  /** Writes a file as NumPy's documentation of the format says, with this description. */
  private Path file(String description, float... numbers) throws IOException {
    byte[] text = (description + "\n").getBytes(StandardCharsets.US_ASCII);
    ByteBuffer bytes = ByteBuffer.allocate(10 + text.length + Float.BYTES * numbers.length);
    bytes.order(ByteOrder.LITTLE_ENDIAN);
    bytes.put((byte) 0x93).put("NUMPY".getBytes(StandardCharsets.US_ASCII));
    bytes.put((byte) 1).put((byte) 0).putShort((short) text.length).put(text);
    for (float number : numbers) {
      bytes.putFloat(number);
    }
    return Files.write(folder.resolve("z.npy"), bytes.array());
  }

  private static String described(String type, String order, String shape) {
    return "{'descr': '%s', 'fortran_order': %s, 'shape': (%s), }".formatted(type, order, shape);
  }

  @Test
  void rowsAreLatents() throws IOException {
    Path file = file(described("<f4", "False", "2, 3"), 1, -2, 3, 4.5f, 5, 1e-9f);
    LatentsFile latents = LatentsFile.read(file, 3);
    assertThat(latents.count()).isEqualTo(2);
    assertThat(latents.rows(1, 0, 1))
        .isDeepEqualTo(new float[][] {{4.5f, 5, 1e-9f}, {1, -2, 3}, {4.5f, 5, 1e-9f}});
    Path other = file(described("<f4", "False", "2, 3"), 1, -2, 3, 4.5f, 5, 2e-9f);
    assertThat(latents.sum()).hasSize(64).isNotEqualTo(LatentsFile.read(other, 3).sum());
  }

  @Test
  void whatIsWrittenIsRead() throws IOException {
    float[] latent = {0.1f, -7, Float.MIN_VALUE};
    byte[] bytes = LatentsFile.bytes(latent);
    // The array begins at a multiple of 64, as NumPy has it.
    assertThat(bytes).hasSize(128 + 12);
    Path file = Files.write(folder.resolve("one.npy"), bytes);
    assertThat(LatentsFile.read(file, 3).rows(0)).isDeepEqualTo(new float[][] {latent});
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "<f8 | False | 1, 2 | must be float32 ('<f4') of (N, 2), got '<f8' of (1, 2)",
        "<f4 | False | 1, 3 | got '<f4' of (1, 3)",
        "<f4 | False | 2, | got '<f4' of (2)",
        "<f4 | True | 1, 2 | no array of NumPy",
        "<f4 | False | 0, 2 | no rows",
        "<f4 | False | 2, 2 | ends within row 1 of 2",
        "<f4 | False | 1, 1 | holds more than the 1 of its header",
        "<f4 | False | 4000000000000, 2 | 4000000000000 of its header",
        "<f4 | False | 99999999999999999999, 2 | no array of NumPy"
      })
  void othersAreRefused(String type, String order, String shape, String message)
      throws IOException {
    Path file = file(described(type, order, shape), 1, 2);
    int size = shape.equals("1, 1") ? 1 : 2;
    assertThatThrownBy(() -> LatentsFile.read(file, size))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("z.npy: ")
        .hasMessageContaining(message);
  }

  @Test
  void damageIsNamed() throws IOException {
    Path odd = file(described("<f4", "False", "1, 2"), 1, Float.NaN);
    assertThatThrownBy(() -> LatentsFile.read(odd, 2)).hasMessageContaining("row 0 holds NaN");
    Path text = Files.writeString(folder.resolve("a.npy"), "no array at all");
    assertThatThrownBy(() -> LatentsFile.read(text, 2)).hasMessageContaining("no array of NumPy");
  }
}
