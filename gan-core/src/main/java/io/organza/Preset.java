package io.organza;

import io.organza.augment.AugmentOptions;
import io.organza.data.DataOptions;
import io.organza.loss.AdaptiveL2;
import io.organza.loss.AdversarialLoss;
import io.organza.loss.Clipping;
import io.organza.loss.L2Form;
import io.organza.loss.LossOptions;
import io.organza.network.BlockShape;
import io.organza.network.NetworkFamily;
import io.organza.network.NetworkOptions;
import io.organza.torch.Precision;
import io.organza.training.Schedule;
import io.organza.training.TrainingOptions;
import java.util.ArrayList;
import java.util.List;

/** Named starting points for a configuration. */
public enum Preset {
  /** Made for CPUs: about five minutes for a first result at 32x32. */
  TINY,
  /** Made for a GPU, or a patient CPU. */
  SMALL,
  /** Made for GPUs: about 20 million parameters in each network, as R3GAN has for CIFAR-10. */
  BASE,
  /** The classic baseline: transposed convolutions, batch normalisation, binary cross-entropy. */
  DCGAN;

  private static final int GROUP_SIZE = 16;

  private NetworkOptions network(DataOptions data, int height, int width, int channels) {
    int doublings = NetworkOptions.doublings(height, width);
    // Where there are no residual blocks for it, the last doubling makes the image, not a stage.
    int stages = family() == NetworkFamily.RESIDUAL ? doublings + 1 : doublings;
    return new NetworkOptions(
        family(),
        height,
        width,
        channels,
        latentSize(),
        generatorWidths(stages),
        this == TINY ? widths(stages, 32, 128) : generatorWidths(stages),
        this == SMALL || this == BASE ? 2 : 1,
        this == SMALL || this == BASE ? BlockShape.BOTTLENECK : BlockShape.BASIC,
        GROUP_SIZE,
        0,
        false,
        this == TINY ? Math.max(1, Math.min(2, stages - 1)) : 0,
        this == TINY && data.labelled());
  }

  private NetworkFamily family() {
    return switch (this) {
      case TINY -> NetworkFamily.STRIDED;
      case SMALL, BASE -> NetworkFamily.RESIDUAL;
      case DCGAN -> NetworkFamily.DCGAN;
    };
  }

  private int latentSize() {
    return switch (this) {
      case TINY -> 128;
      case SMALL, BASE -> 64;
      case DCGAN -> 100;
    };
  }

  private List<Integer> generatorWidths(int stages) {
    return switch (this) {
      case SMALL -> widths(stages, 128, 512);
      case BASE -> widths(stages, 768, 768);
      case TINY, DCGAN -> widths(stages, 64, 256);
    };
  }

  /** From the stem on, each stage has half the width of the one before it, but never too much. */
  private static List<Integer> widths(int stages, int last, int most) {
    List<Integer> widths = new ArrayList<>();
    for (int i = stages - 1; i >= 0; i--) {
      widths.add(Math.min(most, last << i));
    }
    return widths;
  }

  /** Returns the longest side of images that the preset is meant for, in pixels. */
  public int largestSide() {
    return switch (this) {
      case TINY -> 32;
      case SMALL, DCGAN -> 64;
      case BASE -> 256;
    };
  }

  /**
   * Returns the preset's gamma for the given data, resolution and batch: 1 at 32x32 and batch 32,
   * in proportion to the number of pixels and inversely to the batch, as in StyleGAN2's automatic
   * configuration (Karras et al., CVPR 2020); 0 for {@link #DCGAN}. That of {@link #TINY} falls, as
   * R3GAN's does: left as it is, its discriminator has no gradients to give after ten minutes; and
   * it is half as large for classes.
   */
  public Schedule gamma(DataOptions data, int height, int width, int batch) {
    double gamma = (double) height * width / 1024 * 32 / batch;
    return switch (this) {
      case TINY -> {
        double first = data.labelled() ? gamma / 2 : gamma;
        yield new Schedule(first, first / 5, 300);
      }
      case SMALL, BASE -> Schedule.constant(gamma);
      case DCGAN -> Schedule.constant(0);
    };
  }

  /**
   * The half-life of the generator's moving average, in kimg: what learns fast at first must not be
   * averaged with what it was long ago, as in StyleGAN's and R3GAN's training, where it grows too.
   */
  private Schedule averageHalfLife() {
    return this == TINY ? new Schedule(1, 5, 300) : Schedule.constant(5);
  }

  /**
   * Adam's learning rate. That of {@link #TINY} falls, as R3GAN's does: left as it is, steps are
   * too large for the networks to settle, and scores stop falling after ten minutes.
   */
  private Schedule learningRate() {
    return switch (this) {
      case TINY -> new Schedule(1e-3, 2e-4, 150, 150);
      case SMALL, BASE -> Schedule.constant(3e-4);
      case DCGAN -> Schedule.constant(2e-4);
    };
  }

  /**
   * Returns the preset's configuration.
   *
   * @param data what to train on; with labels {@link #TINY} is another
   * @param height the images' height in pixels
   * @param width the images' width in pixels
   * @param channels the images' channels
   */
  public GanConfig config(DataOptions data, int height, int width, int channels) {
    boolean classic = this == DCGAN;
    int batch = classic ? 64 : 32;
    LossOptions loss =
        new LossOptions(
            classic ? AdversarialLoss.NON_SATURATING : AdversarialLoss.RELATIVISTIC,
            1,
            8,
            true,
            1e-5,
            0,
            L2Form.SUM,
            AdaptiveL2.NONE,
            Clipping.NORM,
            classic ? 100 : 10);
    TrainingOptions training =
        new TrainingOptions(
            this == TINY ? 144 : 60,
            batch,
            Precision.FP32,
            learningRate(),
            this == TINY ? 0.3 : 1,
            classic ? 0.5 : 0,
            Schedule.constant(classic ? 0.999 : 0.99),
            gamma(data, height, width, batch),
            averageHalfLife(),
            1,
            AugmentOptions.NONE,
            0,
            0);
    return new GanConfig(0, data, network(data, height, width, channels), loss, training);
  }
}
