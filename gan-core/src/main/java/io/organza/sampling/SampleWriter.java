package io.organza.sampling;

import io.organza.file.AtomicFile;
import io.organza.image.PngEncoder;
import io.organza.training.Cadence;
import io.organza.training.TrainingObserver;
import io.organza.training.TrainingState;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.function.BiConsumer;

/**
 * Draws a sheet of the averaged generator's images once in a while: {@code fakes000012.png} after
 * 12 kimg, {@code fakes000012.416.png} after 12,416 images. Each is a {@link SampleSheet}.
 */
public final class SampleWriter implements TrainingObserver {

  private final ImageGenerator generator;
  private final Path folder;
  private final Cadence cadence;
  private final BiConsumer<Path, IOException> failed;
  private long imagesAtLast = -1;

  /**
   * Creates a writer that has drawn nothing yet.
   *
   * @param generator a generator of the networks' shape, which stays its owner's
   * @param folder where the sheets go; created where it is missing
   * @param failed is told of each sheet that could not be written; training goes on
   */
  public SampleWriter(
      ImageGenerator generator,
      Path folder,
      Cadence cadence,
      BiConsumer<Path, IOException> failed) {
    this.generator = generator;
    this.folder = folder;
    this.cadence = cadence;
    this.failed = failed;
  }

  @Override
  public void started(TrainingState state) {
    if (state.images() == 0) {
      draw(state);
    }
  }

  @Override
  public void stepped(TrainingState state) {
    if (cadence.isDue(state.images())) {
      draw(state);
    }
  }

  @Override
  public void finished(TrainingState state) {
    if (state.images() != imagesAtLast) {
      draw(state);
    }
  }

  private void draw(TrainingState state) {
    imagesAtLast = state.images();
    generator.load(state.average());
    BufferedImage image = SampleSheet.of(generator);
    Path sheet = folder.resolve(name(state.images()));
    try {
      AtomicFile.write(sheet, PngEncoder.encode(image));
    } catch (IOException e) {
      failed.accept(sheet, e);
    }
  }

  /** The first step within a thousand images has the plain name. */
  private String name(long images) {
    long rest = images % 1000;
    return rest < cadence.batch()
        ? String.format(Locale.ROOT, "fakes%06d.png", images / 1000)
        : String.format(Locale.ROOT, "fakes%06d.%03d.png", images / 1000, rest);
  }
}
