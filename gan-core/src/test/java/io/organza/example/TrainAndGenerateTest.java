package io.organza.example;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.Device;
import io.organza.GanConfig;
import io.organza.Preset;
import io.organza.checkpoint.Checkpoint;
import io.organza.checkpoint.CheckpointStore;
import io.organza.checkpoint.Provenance;
import io.organza.data.DataOptions;
import io.organza.data.ImageSource;
import io.organza.data.PackCache;
import io.organza.data.PackedImages;
import io.organza.data.RealBatches;
import io.organza.image.ImageShape;
import io.organza.sampling.ImageGenerator;
import io.organza.sampling.Latents;
import io.organza.sampling.Truncation;
import io.organza.training.RealBatch;
import io.organza.training.TrainingLoop;
import io.organza.training.TrainingObserver;
import io.organza.training.TrainingState;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The code of {@code docs/java.md}. */
class TrainAndGenerateTest {

  @TempDir static Path root;

  private static Path checkpoints;

  /**
   * Trains until so many images were shown, from the last checkpoint on if there is one, and saves
   * what was learned.
   */
  static void train(String pictures, Path cache, Path run, long images) throws IOException {
    GanConfig config = Preset.TINY.config(DataOptions.of(pictures), 8, 8, 3);
    PackedImages packed;
    try (ImageSource source = ImageSource.open(config.data())) {
      PackCache packs = new PackCache(cache, PackCache.USUAL_BYTES);
      ImageShape shape = new ImageShape(3, 8, 8);
      packed = PackedImages.of(source, shape, config.data(), packs, (done, total) -> {});
    }
    CheckpointStore store = new CheckpointStore(run);
    Optional<Checkpoint> last = store.latest(damaged -> {});
    int batch = config.training().batch();
    try (RealBatches batches = new RealBatches(packed, batch, config.data().mirror(), false, 0);
        TrainingLoop loop =
            new TrainingLoop(
                config.network(), config.loss(), config.training(), config.seed(), Device.cpu())) {
      if (last.isPresent()) {
        last.get().restore(loop.state());
      }
      loop.run(
          step -> RealBatch.unlabelled(batches.batch(step)),
          List.of(new Saver(config, store, packed.contentHash())),
          () -> loop.state().images() >= images);
    }
  }

  /** Watches a training: saves its last state, and of which images it is. */
  record Saver(GanConfig config, CheckpointStore store, String images) implements TrainingObserver {
    @Override
    public void finished(TrainingState state) {
      try {
        store.save(config, state, new Provenance(images, Map.of(), Map.of(), List.of()));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  @BeforeAll
  static void trainOnSquares() throws IOException {
    Path pictures = Files.createDirectory(root.resolve("pictures"));
    for (int i = 0; i < 8; i++) {
      BufferedImage image = new BufferedImage(9, 9, BufferedImage.TYPE_INT_RGB);
      image.setRGB(i, i, 0xFF8000);
      ImageIO.write(image, "png", pictures.resolve(i + ".png").toFile());
    }
    checkpoints = root.resolve("run");
    train(pictures.toString(), root.resolve("cache"), checkpoints, 64);
  }

  @Test
  void whatStoppedGoesOnAsIfItHadNot() throws IOException {
    String pictures = root.resolve("pictures").toString();
    Path cache = root.resolve("cache");
    train(pictures, cache, root.resolve("stopped"), 64);
    train(pictures, cache, root.resolve("stopped"), 128);
    train(pictures, cache, root.resolve("whole"), 128);
    assertThat(levels(root.resolve("stopped")))
        .isEqualTo(levels(root.resolve("whole")))
        .isNotEqualTo(levels(checkpoints));
  }

  private static byte[] levels(Path run) throws IOException {
    try (ImageGenerator generator = ImageGenerator.open(run)) {
      float[][] latents = new Latents(generator.latentSize(), Truncation.NONE).of(5);
      return generator.levels(latents, new int[0])[0];
    }
  }

  @Test
  void imagesAreMadeFromSeeds() throws IOException {
    try (ImageGenerator generator = ImageGenerator.open(checkpoints)) {
      List<BufferedImage> images = generator.generate(0, 1, 2);
      assertThat(images).hasSize(3).allMatch(image -> image.getWidth() == 8);
    }
  }

  @Test
  void imagesAreMadeFromLatents() throws IOException {
    try (ImageGenerator generator = ImageGenerator.open(checkpoints)) {
      float[][] latents = new Latents(generator.latentSize(), new Truncation(0.7)).of(0, 1);
      float[][] between = {new float[latents[0].length]};
      for (int i = 0; i < between[0].length; i++) {
        between[0][i] = (latents[0][i] + latents[1][i]) / 2;
      }
      BufferedImage middle = generator.generate(between, 0).get(0);
      byte[] levels = generator.levels(between, new int[0])[0];
      assertThat(levels).hasSize(8 * 8 * 3);
      assertThat(middle.getRGB(0, 0) & 0xFF).isEqualTo(levels[2] & 0xFF);
    }
  }

  @Test
  void aCheckpointAndAFileThatNamesItAreOpenedToo() throws IOException {
    Path checkpoint = checkpoints.resolve(Files.readString(checkpoints.resolve("latest")).strip());
    for (Path path : List.of(checkpoint, checkpoints.resolve("latest"))) {
      try (ImageGenerator generator = ImageGenerator.open(path)) {
        assertThat(generator.classes()).isZero();
      }
    }
  }
}
