package io.organza.cli;

import static io.organza.cli.Ran.organza;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExportTest {

  @TempDir static Path root;
  @TempDir Path folder;

  private static Workplace place() {
    return new Workplace(root);
  }

  @BeforeAll
  static void train() {
    String images = place().images(4).toString();
    Ran ran = Ran.train(place(), images, "--kimg", "0.008", "--run", "mine");
    assertThat(ran.code()).as(ran.err()).isEqualTo(ExitCodes.DONE);
  }

  private static Ran export(String... more) {
    List<String> arguments = new ArrayList<>(List.of("export"));
    arguments.addAll(place().folders());
    arguments.addAll(List.of(more));
    return organza(arguments.toArray(String[]::new));
  }

  private static void assertRefused(Ran ran, int code, String... words) {
    assertThat(ran.code()).as(ran.err()).isEqualTo(code);
    assertThat(ran.errors()).hasSize(1).first().asString().contains(words);
    assertThat(ran.out()).isEmpty();
  }

  @Test
  void everyFormatIsWrittenBesideTheSamplesAndChecked() {
    for (String format : List.of("safetensors", "torchscript", "onnx", "djl")) {
      Ran ran = export("mine", "--format", format);

      assertThat(ran.code()).as(ran.err()).isEqualTo(ExitCodes.DONE);
      assertThat(ran.out().lines())
          .satisfiesExactly(
              line -> assertThat(line).startsWith("Export:  " + place().folder("samples/mine")),
              line ->
                  assertThat(line)
                      .matches(
                          "Checked: 64 images differ .* by at most \\d\\.\\de[-+]\\d\\d of 1"));
    }
    assertThat(place().names("samples/mine/exported"))
        .containsExactly(
            "kimg000000-2-djl", "kimg000000-2.onnx", "kimg000000-2.pt", "kimg000000-2.safetensors");
  }

  @Test
  void aFileThatIsThereIsReplacedOnlyIfAsked() throws IOException {
    Path file = Files.writeString(folder.resolve("mine.onnx"), "precious");
    String[] arguments = {"mine", "--format", "onnx", "--out", file.toString()};

    assertRefused(
        export(arguments), ExitCodes.USAGE, "--out", file.toString(), "already", "--overwrite");
    assertThat(file).hasContent("precious");

    Ran ran = export("mine", "--format", "onnx", "--out", file.toString(), "--overwrite");
    assertThat(ran.code()).as(ran.err()).isEqualTo(ExitCodes.DONE);
    assertThat(Files.size(file)).isGreaterThan(1000);
    assertThat(folder).isDirectoryContaining(path -> path.equals(file));
    assertThat(folder.toFile().list()).containsExactly("mine.onnx");
  }

  @Test
  void imagesMayBeBytes() {
    for (String format : List.of("torchscript", "onnx")) {
      String file = folder + "/mine" + (format.equals("onnx") ? ".onnx" : ".pt");
      Ran ran = export("mine", "--format", format, "--values", "bytes", "--out", file);

      assertThat(ran.code()).as(ran.err()).isEqualTo(ExitCodes.DONE);
      assertThat(Path.of(file)).isRegularFile();
    }
    for (String format : List.of("safetensors", "djl")) {
      assertRefused(
          export("mine", "--format", format, "--values", "bytes"),
          ExitCodes.USAGE,
          "--values",
          "--format " + format);
    }
  }

  @Test
  void wrongArgumentsAreNamed() {
    assertRefused(export("mine"), ExitCodes.USAGE, "--format");
    assertRefused(export("mine", "--format", "gif"), ExitCodes.USAGE, "--format", "onnx", "gif");
    assertRefused(export("ghost", "--format", "onnx"), ExitCodes.BAD_INPUT, "ghost");
    assertRefused(
        export("mine", "--format", "onnx", "--out", folder.toString()),
        ExitCodes.USAGE,
        "--out",
        folder.toString());
  }

  @Test
  void aFileEndsAsItsFormatDoes() {
    for (String[] one :
        new String[][] {
          {"safetensors", ".safetensors"}, {"torchscript", ".pt"}, {"onnx", ".onnx"}
        }) {
      assertRefused(
          export("mine", "--format", one[0], "--out", folder.resolve("mine.bin").toString()),
          ExitCodes.USAGE,
          "--out: must end in " + one[1] + ", got ",
          "mine.bin");
    }
    assertThat(folder).isEmptyDirectory();
    String capitals = folder.resolve("MINE.SAFETENSORS").toString();
    assertThat(export("mine", "--format", "safetensors", "--out", capitals).code()).isZero();
    Ran made =
        organza(
            "generate", capitals, "--count=1", "--out=" + folder.resolve("made"), "--threads=1");
    assertThat(made.code()).as(made.err()).isEqualTo(ExitCodes.DONE);
    Ran anyName = export("mine", "--format", "djl", "--out", folder.resolve("model").toString());
    assertThat(anyName.code()).as(anyName.err()).isEqualTo(ExitCodes.DONE);
  }

  @Test
  void aDamagedCheckpointIsNamedAndNothingIsWritten() throws IOException {
    Path copy = Files.createDirectory(folder.resolve("damaged"));
    Path latest = place().latest("mine");
    for (String name : latest.toFile().list()) {
      Files.copy(latest.resolve(name), copy.resolve(name));
    }
    byte[] bytes = Files.readAllBytes(copy.resolve("ema.safetensors"));
    bytes[bytes.length - 3] ^= 1;
    Files.write(copy.resolve("ema.safetensors"), bytes);
    String out = folder.resolve("damaged.onnx").toString();

    assertRefused(
        export(copy.toString(), "--format", "onnx", "--out", out),
        ExitCodes.BAD_INPUT,
        copy.toString(),
        "ema.safetensors");
    assertThat(folder.toFile().list()).containsExactly("damaged");
  }
}
