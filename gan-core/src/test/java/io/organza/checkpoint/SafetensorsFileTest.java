package io.organza.checkpoint;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SafetensorsFileTest {

  /** Two tensors, by hand after the format's description: 114 bytes of JSON. */
  private static final String HEADER =
      "{\"a.bias\":{\"dtype\":\"F32\",\"shape\":[],\"data_offsets\":[0,4]},"
          + "\"b\":{\"dtype\":\"F32\",\"shape\":[1,2],\"data_offsets\":[4,12]}}";

  @TempDir Path folder;

  @Test
  void writesTheBytesOfTheFormat() throws IOException {
    assertThat(HEADER).hasSize(114);
    byte[] expected =
        ByteBuffer.allocate(8 + 120 + 12)
            .order(ByteOrder.LITTLE_ENDIAN)
            .putLong(120)
            .put((HEADER + "      ").getBytes(UTF_8))
            .put(new byte[] {0, 0, (byte) 0x80, 0x3f}) // 1
            .put(new byte[] {0, 0, 0, (byte) 0xc0}) // -2
            .put(new byte[] {0, 0, (byte) 0xc0, 0x7f}) // NaN
            .array();
    try (NDManager manager = NDManager.newBaseManager()) {
      Map<String, NDArray> tensors =
          Map.of(
              "b", manager.create(new float[] {-2, Float.NaN}, new Shape(1, 2)),
              "a.bias", manager.create(1f));
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      SafetensorsFile.write(new TreeMap<>(tensors), Map.of(), out);
      assertThat(out.toByteArray()).isEqualTo(expected);
    }
  }

  /** The names of ten thousand classes, for example. */
  @Test
  void writesLongMetadataAndReadsItAgain() throws IOException {
    Map<String, String> metadata = Map.of("classes", "abcdefgh,".repeat(10_000));
    byte[] bytes = new SafetensorsHeader(Map.of(), metadata).encode();
    byte[] json = Arrays.copyOfRange(bytes, Long.BYTES, bytes.length);
    assertThat(SafetensorsHeader.decode(json, 0).metadata()).isEqualTo(metadata);
  }

  @Test
  void readsWhatOthersWroteInAnyOrderOfKeysAndWithMetadata() throws IOException {
    String header =
        "{\"b\":{\"shape\":[2],\"data_offsets\":[4,12],\"dtype\":\"F32\"},\"empty\":{\"dtype\":"
            + "\"F32\",\"shape\":[3,0],\"data_offsets\":[4,4]},\"__metadata__\":{\"format\":\"pt\"},"
            + "\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]}}  ";
    Path path = file(header, 12);
    try (NDManager manager = NDManager.newBaseManager();
        SafetensorsFile file = SafetensorsFile.open(path)) {
      NDArray a = manager.zeros(new Shape(1));
      NDArray b = manager.zeros(new Shape(2));
      NDArray empty = manager.zeros(new Shape(3, 0));
      assertThat(file.shapes()).containsOnlyKeys("a", "empty", "b");
      file.readInto(Map.of("a", a, "b", b, "empty", empty));
      assertThat(a.toByteArray()).containsExactly(0, 1, 2, 3);
      assertThat(b.toByteArray()).containsExactly(4, 5, 6, 7, 8, 9, 10, 11);
    }
  }

  @Test
  void writesFloat32Only() {
    try (NDManager manager = NDManager.newBaseManager()) {
      Map<String, NDArray> tensors = Map.of("a", manager.zeros(new Shape(1), DataType.INT64));
      assertThatThrownBy(
              () ->
                  SafetensorsFile.write(
                      new TreeMap<>(tensors), Map.of(), new ByteArrayOutputStream()))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("a: must be float32, got int64");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{`a`:{`dtype`:`F16`,`shape`:[6],`data_offsets`:[0,12]}} | dtype F32, found `F16`",
        "{`a`:{`dtype`:`F32`,`shape`:[3],`data_offsets`:[0,11]}} | offsets of 12 bytes, found [0, 11]",
        "{`a`:{`dtype`:`F32`,`shape`:[3],`data_offsets`:[-4,8]}} | offsets of 12 bytes",
        "{`a`:{`dtype`:`F32`,`shape`:[3],`data_offsets`:[12,0]}} | offsets of 12 bytes",
        "{`a`:{`dtype`:`F32`,`shape`:[3],`data_offsets`:[9223372036854775804,-9223372036854775800]}} | offsets of 12",
        "{`a`:{`dtype`:`F32`,`shape`:[-3],`data_offsets`:[0,12]}} | no negative side",
        "{`a`:{`dtype`:`F32`,`shape`:[-3,-1],`data_offsets`:[0,12]}} | no negative side",
        "{`a`:{`dtype`:`F32`,`shape`:[4294967296,4294967296],`data_offsets`:[0,0]}} | overflow",
        "{`a`:{`dtype`:`F32`,`shape`:[4611686018427387904],`data_offsets`:[0,0]}} | overflow",
        "{`a`:{`dtype`:`F32`,`shape`:[99999999999999999999],`data_offsets`:[0,0]}} | shape[0]: must be a whole number",
        "{`a`:{`dtype`:`F32`,`shape`:[3.0],`data_offsets`:[0,12]}} | shape[0]: must be a whole number, got 3.0",
        "{`a`:{`dtype`:`F32`,`shape`:3,`data_offsets`:[0,12]}} | shape: must be a list",
        "{`a`:{`dtype`:`F32`,`shape`:[1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,3],`data_offsets`:[0,12]}} | rank",
        "{`a`:{`dtype`:`F32`,`shape`:[3],`data_offsets`:[0,4,12]}} | two data_offsets, found 3",
        "{`a`:{`dtype`:`F32`,`shape`:[3]}} | two data_offsets, found 0",
        "{`a`:{`dtype`:`F32`,`shape`:[3],`data_offsets`:[0,12],`x`:1}} | found 4 keys",
        "{`a`:{`type`:`F32`,`shape`:[3],`data_offsets`:[0,12]}} | type: unknown key",
        "{`a`:7} | tensor 'a'",
        "{`a`:{`dtype`:`F32`,`shape`:[2],`data_offsets`:[0,8]}} | 8 bytes of values, found 12",
        "{`a`:{`dtype`:`F32`,`shape`:[4],`data_offsets`:[0,16]}} | 16 bytes of values, found 12",
        "{`a`:{`dtype`:`F32`,`shape`:[2],`data_offsets`:[4,12]}} | tensor 'a' to begin at 0, found 4",
        "{`a`:{`dtype`:`F32`,`shape`:[2],`data_offsets`:[0,8]},`b`:{`dtype`:`F32`,`shape`:[2],`data_offsets`:[4,12]}} | tensor 'b' to begin at 8, found 4",
        "{`a`:{`dtype`:`F32`,`shape`:[3],`data_offsets`:[0,12]},`b`:{`dtype`:`F32`,`shape`:[3],`data_offsets`:[0,12]}} | to begin at 12, found 0",
        "{`a`:{`dtype`:`F32`,`shape`:[1],`data_offsets`:[0,4]},`a`:{`dtype`:`F32`,`shape`:[2],`data_offsets`:[4,12]}} | Duplicate field 'a'",
        "{`a`:{`dtype`:`F32`,`shape`:[3],`shape`:[3],`data_offsets`:[0,12]}} | Duplicate field 'shape'",
        "{`__metadata__`:{`x`:1},`a`:{`dtype`:`F32`,`shape`:[3],`data_offsets`:[0,12]}} | __metadata__",
        "{`__metadata__`:[],`a`:{`dtype`:`F32`,`shape`:[3],`data_offsets`:[0,12]}} | __metadata__",
        "{`a`:{`dtype`:`F32`,`shape`:[[[[[3]]]]],`data_offsets`:[0,12]}} | nesting depth",
        "{`a`:{`dtype`:`F32`,`shape`:[3],`data_offsets`:[0,12]}} {} | nothing after the object",
        "[] | expected an object",
        "{`a`:{`dtype`:`F32` | end-of-input",
      })
  void refusesAForgedHeader(String header, String problem) throws IOException {
    Path path = file(header.replace('`', '"'), 12);
    assertRefused(path, problem.replace('`', '"'));
  }

  @Test
  void refusesSpaceBeforeTheObject() throws IOException {
    assertRefused(file(" {}", 0), "expected an object");
  }

  @Test
  void refusesALongName() throws IOException {
    String name = "n".repeat(600);
    String header = "{\"" + name + "\":{\"dtype\":\"F32\",\"shape\":[3],\"data_offsets\":[0,12]}}";
    assertRefused(file(header, 12), "Name length");
  }

  @ParameterizedTest
  @CsvSource({"-1", "9223372036854775807", "-9223372036854775808", "13", "4294967296"})
  void refusesALengthThatTheFileDoesNotHave(long length) throws IOException {
    byte[] bytes = ByteBuffer.allocate(20).order(ByteOrder.LITTLE_ENDIAN).putLong(length).array();
    assertRefused(Files.write(folder.resolve("x"), bytes), "a header of at most 12 bytes");
  }

  @Test
  void refusesAHugeHeaderEvenIfTheFileHasIt() throws IOException {
    Path path = folder.resolve("x");
    try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw")) {
      file.setLength(200_000_000);
      file.writeLong(Long.reverseBytes(150_000_000));
    }
    assertRefused(path, "a header of at most 2097152 bytes, found 150000000");
  }

  @Test
  void refusesBytesThatAreNotUtf8() throws IOException {
    byte[] bytes =
        ByteBuffer.allocate(10)
            .order(ByteOrder.LITTLE_ENDIAN)
            .putLong(2)
            .put((byte) 0xc3)
            .put((byte) '(')
            .array();
    assertRefused(Files.write(folder.resolve("x"), bytes), "UTF-8");
  }

  @Test
  void refusesFilesThatAreTooShortOrNotThere() throws IOException {
    assertRefused(Files.write(folder.resolve("x"), new byte[5]), "3 more bytes");
    assertRefused(folder.resolve("y"), "expected a file, found none");
  }

  private static void assertRefused(Path path, String problem) {
    assertThatThrownBy(() -> SafetensorsFile.open(path).close())
        .isInstanceOf(CheckpointException.class)
        .hasMessageStartingWith(path.toString())
        .hasMessageContaining(problem);
  }

  private Path file(String header, int dataBytes) throws IOException {
    byte[] json = header.getBytes(UTF_8);
    ByteBuffer bytes =
        ByteBuffer.allocate(8 + json.length + dataBytes).order(ByteOrder.LITTLE_ENDIAN);
    bytes.putLong(json.length).put(json);
    for (byte i = 0; i < dataBytes; i++) {
      bytes.put(i);
    }
    return Files.write(folder.resolve("forged.safetensors"), bytes.array());
  }
}
