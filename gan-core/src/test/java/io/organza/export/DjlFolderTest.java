package io.organza.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.inference.Predictor;
import ai.djl.modality.Input;
import ai.djl.modality.Output;
import ai.djl.repository.zoo.Criteria;
import ai.djl.repository.zoo.ZooModel;
import ai.djl.translate.TranslateException;
import io.organza.image.Pixels;
import io.organza.network.BlockShape;
import io.organza.network.NetworkFamily;
import io.organza.network.NetworkOptions;
import io.organza.sampling.Latents;
import io.organza.sampling.Truncation;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DjlFolderTest {

  private static final NetworkOptions OPTIONS =
      Generators.options(NetworkFamily.DCGAN, BlockShape.BASIC, 3, 3);

  @TempDir Path folder;

  private final NetworkFunction generator = Generators.drawn(OPTIONS);
  private ZooModel<Input, Output> model;
  private Predictor<Input, Output> predictor;

  /** As DJL Serving does it. */
  @BeforeEach
  void load() throws Exception {
    Path made = folder.resolve("flowers");
    assertThat(DjlFolder.write(generator, Map.of(), made)).isLessThan(5e-6);
    model =
        Criteria.builder()
            .setTypes(Input.class, Output.class)
            .optModelPath(made)
            .build()
            .loadModel();
    predictor = model.newPredictor();
  }

  @AfterEach
  void close() {
    predictor.close();
    model.close();
    generator.close();
  }

  private BufferedImage drawn(String json) throws TranslateException, IOException {
    Output output = predictor.predict(request(json));
    assertThat(output.getProperty("Content-Type", "")).isEqualTo("image/png");
    return ImageIO.read(new ByteArrayInputStream(output.getData().getAsBytes()));
  }

  private static Input request(String json) {
    Input input = new Input();
    input.add(json);
    return input;
  }

  private byte[] levels(long seed, int label) {
    float[] pixels =
        generator.images(
            new Latents(OPTIONS.latentSize(), Truncation.NONE).flat(seed), new int[] {label});
    byte[] levels = new byte[pixels.length];
    for (int i = 0; i < levels.length; i++) {
      levels[i] = (byte) Math.round(255 * pixels[i]);
    }
    return levels;
  }

  private static void assertAlike(BufferedImage image, byte[] expected) {
    byte[] found = Pixels.toLevels(image, 3);
    assertThat(found).hasSameSizeAs(expected);
    for (int i = 0; i < found.length; i++) {
      // Halves may be rounded either way.
      assertThat(Math.abs((found[i] & 0xFF) - (expected[i] & 0xFF))).isLessThanOrEqualTo(1);
    }
  }

  @Test
  void aSeedAndAClassAreAnImage() throws Exception {
    assertAlike(drawn("{\"seeds\": [7], \"labels\": [2]}"), levels(7, 2));
    assertAlike(drawn("{\"seeds\": [7]}"), levels(7, 1));
    assertThat(drawn("{\"seeds\": [0, 1, 2, 3]}").getWidth()).isGreaterThanOrEqualTo(48);
  }

  @Test
  void whatCannotBeDrawnIsRefused() {
    assertRefused("{\"seeds\": [1], \"labels\": [3]}", "labels must be 1 numbers from 0 to 2");
    assertRefused("{\"seeds\": [1, 2], \"labels\": [0]}", "labels must be 2 numbers");
    assertRefused("{\"seeds\": []}", "seeds must be 1 to 256 numbers");
    assertRefused("{\"seeds\": \"all\"}", "the request must be JSON such as");
    assertRefused("{\"seeds\": [0, null, 2]}", "seeds must be numbers, got [0, null, 2]");
    assertRefused("", "got nothing: is it sent as application/json?");
    assertRefused(new Input(), "got nothing: is it sent as application/json?");
  }

  private void assertRefused(String json, String message) {
    assertRefused(request(json), message);
  }

  private void assertRefused(Input input, String message) {
    assertThatThrownBy(() -> predictor.predict(input))
        .hasRootCauseInstanceOf(RuntimeException.class)
        .hasStackTraceContaining(message);
  }

  @Test
  void aFolderThatIsThereKeepsWhatElseIsInIt() throws IOException {
    Path made = folder.resolve("flowers");
    Files.writeString(made.resolve("notes.txt"), "precious");
    Files.writeString(made.resolve("serving.properties"), "old");
    DjlFolder.write(generator, Map.of(), made);

    assertThat(made.toFile().list())
        .containsExactlyInAnyOrder("model.pt", "serving.properties", "notes.txt");
    assertThat(made.resolve("serving.properties")).content().contains("latentSize=5", "classes=3");
  }
}
