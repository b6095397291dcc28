package io.organza.data;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.organza.image.ImageShape;
import io.organza.record.AnyRecord;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The form is that of StyleGAN3's {@code dataset_tool.py}, which puts a thousand images into each
 * folder.
 */
class DatasetJsonTest {

  private static final String LABELS =
      """
      {"labels": [["00000/img0.png", 10], ["00000/img1.png", 2], ["00001/img2.png", 10],
                  ["nowhere.png", 7]]}
      """;

  @TempDir Path temp;

  /** Writes images in the folders of the tool, and a file beside these. */
  private Path zip(String name, String folder, String json) throws IOException {
    Map<String, byte[]> files = new TreeMap<>();
    for (int i = 0; i < 4; i++) {
      files.put(folder + "0000" + i / 2 + "/img" + i + ".png", TestImages.png(i));
    }
    files.put(folder + "dataset.json", json.getBytes(UTF_8));
    return TestImages.zip(temp.resolve(name), files);
  }

  private PackedImages pack(Object source, Object labels) throws IOException {
    DataOptions options = DataOptions.of(source.toString());
    return pack(AnyRecord.with(options, "labels", labels.toString()));
  }

  private PackedImages pack(DataOptions options) throws IOException {
    return TestImages.pack(options, new ImageShape(3, 4, 6), temp.resolve("cache"));
  }

  private static List<Integer> labels(PackedImages images) {
    return IntStream.range(0, images.count()).map(images::label).boxed().toList();
  }

  /** The classes are in the order of their numbers: as text, 10 would come before 2. */
  @ParameterizedTest
  @ValueSource(strings = {"", "./", "made/", "all/of it/"})
  void theFileOfAZipComesBeforeItsFolders(String folder) throws IOException {
    PackedImages images = pack(zip("a.zip", folder, LABELS), "folders");
    assertThat(images.classes()).containsExactly("2", "10");
    assertThat(labels(images)).containsExactly(1, 0, 1);
    assertThat(images.skipped())
        .hasToString("[%s00001/img3.png: it has no label]".formatted(folder));
  }

  @Test
  void theFileOfAFolderDoesTheSame() throws IOException {
    Path folder = temp.resolve("in");
    for (int i = 0; i < 4; i++) {
      TestImages.write(folder.resolve("0000" + i / 2 + "/img" + i + ".png"), TestImages.png(i));
    }
    Path json = Files.writeString(folder.resolve("dataset.json"), LABELS);
    PackedImages images = pack(folder, "folders");
    assertThat(images.classes()).containsExactly("2", "10");
    assertThat(images.contentHash())
        .isEqualTo(pack(folder, json).contentHash())
        .isEqualTo(pack(zip("a.zip", "", LABELS), "folders").contentHash());
    Path elsewhere = Files.move(json, temp.resolve("my.JSON"));
    assertThat(labels(pack(folder, elsewhere))).containsExactly(1, 0, 1);
    assertThat(pack(folder, "folders").classes()).containsExactly("00000", "00001");
  }

  @Test
  void whatHasNoSuchFileAmongSeveralIsNotLabelled() throws IOException {
    Path one = zip("one.zip", "./", LABELS);
    Path two = zip("two.zip", "", LABELS.replace("10", "11"));
    assertThat(pack(one + "," + two, "folders").classes()).containsExactly("2", "10", "11");
    Map<String, byte[]> plain = Map.of("cats/1.png", TestImages.png(5));
    Path three = TestImages.zip(temp.resolve("three.zip"), plain);
    PackedImages images = pack(one + "," + three, "folders");
    assertThat(images.classes()).containsExactly("2", "10");
    assertThat(images.skipped()).extracting(SkippedFile::path).contains("three/cats/1.png");
  }

  @ParameterizedTest
  @ValueSource(strings = {"{\"images\": 4}", "[1, 2]", "{}"})
  void aFileWithoutLabelsIsAnothers(String json) throws IOException {
    assertThat(pack(zip("a.zip", "", json), "folders").classes()).containsExactly("00000", "00001");
    Path file = Files.writeString(temp.resolve("my.json"), json);
    assertThatThrownBy(() -> pack(zip("b.zip", "", json), file))
        .isInstanceOf(DataException.class)
        .hasMessage(file + ": has no labels");
  }

  /** The tool writes null if it was given no labels: then its folders are none either. */
  @Test
  void aFileThatSaysThatThereAreNoneIsBelieved() throws IOException {
    Path zip = zip("a.zip", "", "{\"labels\": null}");
    assertThatThrownBy(() -> pack(zip, "folders"))
        .isInstanceOf(LabelsException.class)
        .hasMessage(
            "labels: must give images of %s at least two classes; its dataset.json gives none"
                .formatted(zip));
    assertThat(pack(zip, "none").count()).isEqualTo(4);
    Path one = zip("b.zip", "", "{\"labels\": [[\"00000/img0.png\", 3]]}");
    assertThatThrownBy(() -> pack(one, "folders")).hasMessageContaining("gives only one, 3");
  }

  @Test
  void aFolderOfOneClassMayHaveAnyFileOfThatName() throws IOException {
    Map<String, byte[]> files = new TreeMap<>();
    files.put("cats/1.png", TestImages.png(1));
    files.put("cats/dataset.json", "{".getBytes(UTF_8));
    files.put("dogs/2.png", TestImages.png(2));
    Path zip = TestImages.zip(temp.resolve("pets.zip"), files);
    assertThat(pack(zip, "folders").classes()).containsExactly("cats", "dogs");
  }

  /** Runs began with the tool's folders as classes, before. */
  @Test
  void aRunKeepsTheClassesThatItBeganWith() throws IOException {
    DataOptions begun = DataOptions.of(zip("a.zip", "", LABELS).toString());
    begun = AnyRecord.with(begun, "labels", "folders");
    begun = AnyRecord.with(begun, "classNames", List.of("00000", "00001"));
    assertThat(labels(pack(begun))).containsExactly(0, 0, 1, 1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '\0',
      value = {
        "{\"labels\": [;line 1, column ",
        "{\"labels\": {\"a\": 1}};labels must be a list or null, got {\"a\":1}",
        "{\"labels\": [\"a.png\"]};each of the labels must be [path, number], got \"a.png\"",
        "{\"labels\": [[\"a.png\"]]};each of the labels must be [path, number], got [\"a.png\"]",
        "{\"labels\": [[1, \"a.png\"]]};each of the labels must be [path, number], got [1",
        "{\"labels\": [[\"a.png\", \"cat\"]]};of a.png must be a whole number from 0, got \"cat\"",
        "{\"labels\": [[\"a.png\", -1]]};of a.png must be a whole number from 0, got -1",
        "{\"labels\": [[\"a.png\", [0.5, 1]]]};of a.png must be a whole number from 0, got [0.5,1]",
        "{\"labels\": [[\"a.png\", 1], [\"./a.png\", 2]]};two labels for ./a.png, 1 and 2",
      })
  void aMalformedFileIsNamed(String json, String problem) throws IOException {
    Path zip = zip("a.zip", "", json);
    assertThatThrownBy(() -> pack(zip, "folders"))
        .isInstanceOf(DataException.class)
        .hasMessageStartingWith(zip + "/dataset.json: ")
        .hasMessageContaining(problem)
        .message()
        .hasLineCount(1);
    Path file = Files.writeString(temp.resolve("my.json"), json);
    assertThatThrownBy(() -> pack(zip, file)).hasMessageStartingWith(file + ": ");
    assertThat(pack(zip, "none").count()).isEqualTo(4);
  }

  @Test
  void aFileThatCannotBeReadIsNamed() throws IOException {
    Path zip = zip("a.zip", "", LABELS);
    Path gone = temp.resolve("gone.json");
    assertThatThrownBy(() -> pack(zip, gone))
        .isInstanceOf(DataException.class)
        .hasMessage("labels: no such file: " + gone);
    Path latin = Files.write(temp.resolve("latin.json"), new byte[] {'"', (byte) 0xE9, '"'});
    assertThatThrownBy(() -> pack(zip, latin))
        .isInstanceOf(DataException.class)
        .hasMessage(latin + " cannot be read: it is not UTF-8");
  }
}
