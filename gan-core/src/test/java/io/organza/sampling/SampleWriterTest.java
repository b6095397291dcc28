package io.organza.sampling;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import io.organza.network.BlockShape;
import io.organza.network.NetworkFamily;
import io.organza.network.NetworkOptions;
import io.organza.torch.Precision;
import io.organza.training.Cadence;
import io.organza.training.TrainingProgress;
import io.organza.training.TrainingState;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SampleWriterTest {

  private static final NetworkOptions NETWORK =
      new NetworkOptions(
          NetworkFamily.RESIDUAL,
          8,
          8,
          3,
          4,
          List.of(8, 8),
          List.of(8, 8),
          1,
          BlockShape.BASIC,
          4,
          0,
          false,
          0,
          false);

  @TempDir Path folder;

  private final List<Path> failed = new ArrayList<>();

  /** Shows a training of 5 steps of 500 images; the average stays as it is. */
  private void watch(Path into) {
    try (ImageGenerator average = new ImageGenerator(NETWORK, Precision.FP32, Device.cpu());
        ImageGenerator generator = new ImageGenerator(NETWORK, Precision.FP32, Device.cpu())) {
      Map<String, NDArray> tensors = new HashMap<>();
      average.tensors().forEach((name, tensor) -> tensors.put("ema/" + name, tensor));
      TrainingState state = new TrainingState(tensors);
      SampleWriter writer =
          new SampleWriter(generator, into, new Cadence(1, 500), (path, e) -> failed.add(path));
      writer.started(state);
      for (int step = 1; step <= 5; step++) {
        state.resume(TrainingProgress.of(step, 500L * step));
        writer.stepped(state);
      }
      state.resume(TrainingProgress.of(6, 3300));
      writer.finished(state);
    }
  }

  @Test
  void drawsAtTheBeginningAtTheCadenceAndAtTheEnd() throws IOException {
    watch(folder);
    // Steps of 500 images: at 3300 it is the first of its thousand.
    for (int kimg = 0; kimg <= 3; kimg++) {
      Path sheet = folder.resolve("fakes00000" + kimg + ".png");
      assertThat(ImageIO.read(sheet.toFile()).getWidth()).isEqualTo(64);
      assertThat(sheet).hasSameBinaryContentAs(folder.resolve("fakes000000.png"));
    }
    assertThat(folder).isDirectoryNotContaining("glob:**fakes000004.png");
    assertThat(failed).isEmpty();
  }

  @Test
  void aSecondSheetWithinAThousandImagesHasANameOfItsOwn() {
    Path sheet = sheetAt(600);
    assertThat(sheet.getFileName()).hasToString("fakes000000.600.png");
    assertThat(sheetAt(12_000).getFileName()).hasToString("fakes000012.png");
  }

  private Path sheetAt(long images) {
    List<Path> sheets = new ArrayList<>();
    try (ImageGenerator generator = new ImageGenerator(NETWORK, Precision.FP32, Device.cpu())) {
      Map<String, NDArray> tensors = new HashMap<>();
      generator.tensors().forEach((name, tensor) -> tensors.put("ema/" + name, tensor));
      TrainingState state = new TrainingState(tensors);
      state.resume(TrainingProgress.of(1, images));
      Path notAFolder = Files.createTempFile(folder, "in", "the way");
      new SampleWriter(generator, notAFolder, new Cadence(1, 500), (path, e) -> sheets.add(path))
          .finished(state);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return sheets.get(0);
  }

  @Test
  void whyASheetCannotBeWrittenIsTold() throws IOException {
    Path taken = folder.resolve("fakes000000.png");
    Files.createDirectories(taken.resolve("by a folder"));
    List<IOException> reasons = new ArrayList<>();
    try (ImageGenerator generator = new ImageGenerator(NETWORK, Precision.FP32, Device.cpu())) {
      Map<String, NDArray> tensors = new HashMap<>();
      generator.tensors().forEach((name, tensor) -> tensors.put("ema/" + name, tensor));
      new SampleWriter(generator, folder, new Cadence(1, 500), (path, e) -> reasons.add(e))
          .started(new TrainingState(tensors));
    }
    assertThat(reasons).hasSize(1);
    assertThat(reasons.get(0)).hasMessageStartingWith(taken + ": ");
    assertThat(folder.toFile().list()).containsExactly("fakes000000.png");
  }

  @Test
  void aSheetThatCannotBeWrittenDoesNotStopTheTraining() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "in the way");
    watch(file);
    assertThat(failed).hasSize(4).contains(file.resolve("fakes000002.png"));
    assertThat(file).hasContent("in the way");
  }
}
