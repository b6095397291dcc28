package io.organza.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.organza.network.Generator;
import io.organza.network.Labels;
import io.organza.network.NetworkOptions;
import io.organza.random.Purpose;
import io.organza.random.RandomStream;
import io.organza.torch.Torch;
import java.util.List;

/**
 * The running statistics of the averaged generator's batch normalisation: means and variances of
 * the features that it makes of many latents, always the same ones.
 *
 * <p>They are not the averages of the generator's, for averaged weights make other features, of
 * less variance; so they are computed anew, as by Izmailov et al. ("Averaging weights leads to
 * wider optima and better generalization", UAI 2018). And they are of many images: those of some
 * hundred are off by hundredths of a deviation in each channel, which a score tells, and the eye.
 */
final class AverageStatistics {

  /** So many images once as many were trained on; before that the average is coarse itself. */
  private static final int MOST_IMAGES = 8192;

  private static final int MOST_IN_BATCH = 256;
  private static final int FEWEST_IN_BATCH = 32;
  private static final int PIXELS_IN_BATCH = 256 * 32 * 32;

  private final Generator average;
  private final NetworkOptions options;
  private final long seed;
  private final NDManager manager;

  AverageStatistics(Generator average, NetworkOptions options, long seed, NDManager manager) {
    this.average = average;
    this.options = options;
    this.seed = seed;
    this.manager = manager;
  }

  /** Computes them for the average as it is, if it has any. */
  void gather(TrainingState state) {
    if (!options.family().normalisesBatches()) {
      return;
    }
    int fitting = PIXELS_IN_BATCH / (options.height() * options.width());
    int batch = Math.max(FEWEST_IN_BATCH, Math.min(MOST_IN_BATCH, fitting));
    // A fork counts its images anew, but not its steps, of at least an image each.
    long learned = Math.max(state.images(), state.steps());
    long batches = Math.max(1, Math.min(MOST_IMAGES, learned) / batch);
    for (int i = 0; i < batches; i++) {
      RandomStream random = RandomStream.of(seed, Purpose.STATISTICS_LATENTS, i);
      float[] numbers = random.gaussians(batch * options.latentSize());
      int[] classes = options.conditional() ? classes(random, batch, state) : new int[0];
      double share = 1.0 / (i + 1); // So that all batches count alike in the end.
      try (NDManager scope = manager.newSubManager()) {
        NDArray latents = scope.create(numbers, new Shape(batch, options.latentSize()));
        NDArray labels = Labels.of(scope, classes, batch, options);
        Torch.unrecorded(() -> average.observe(latents, labels, share));
      }
    }
  }

  /** Draws classes that are as frequent as among the images that were trained on. */
  private int[] classes(RandomStream random, int count, TrainingState state) {
    List<Long> shown = state.progress().classImages().stream().limit(options.classes()).toList();
    long all = shown.stream().mapToLong(images -> images).sum();
    int[] classes = new int[count];
    for (int i = 0; i < count; i++) {
      long place = (long) (random.nextDouble() * all);
      while (place >= shown.get(classes[i])) {
        place -= shown.get(classes[i]++);
      }
    }
    return classes;
  }
}
