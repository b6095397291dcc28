package io.organza;

import io.organza.data.DataOptions;
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
import java.util.Collections;
import java.util.List;

/** Named starting points for a configuration. */
public enum Preset {
  /** Made for CPUs: about five minutes for a first result at 32x32. */
  TINY {
    @Override
    NetworkOptions network(int height, int width, int channels) {
      return new NetworkOptions(
          NetworkFamily.RESIDUAL,
          height,
          width,
          channels,
          64,
          widths(height, width, 48, 192),
          widths(height, width, 32, 256),
          1,
          BlockShape.BASIC,
          16);
    }
  },

  /** Made for a GPU, or a patient CPU. */
  SMALL {
    @Override
    NetworkOptions network(int height, int width, int channels) {
      return new NetworkOptions(
          NetworkFamily.RESIDUAL,
          height,
          width,
          channels,
          64,
          widths(height, width, 128, 512),
          widths(height, width, 128, 512),
          2,
          BlockShape.BOTTLENECK,
          16);
    }
  },

  /** Made for GPUs: about 20 million parameters in each network. */
  BASE {
    @Override
    NetworkOptions network(int height, int width, int channels) {
      return new NetworkOptions(
          NetworkFamily.RESIDUAL,
          height,
          width,
          channels,
          64,
          widths(height, width, 768, 768),
          widths(height, width, 768, 768),
          2,
          BlockShape.BOTTLENECK,
          16);
    }
  },

  /** The classic baseline: transposed convolutions, batch normalisation, binary cross-entropy. */
  DCGAN {
    @Override
    NetworkOptions network(int height, int width, int channels) {
      List<Integer> widths = widths(height, width, 32, 256);
      widths = widths.subList(0, widths.size() - 1);
      return new NetworkOptions(
          NetworkFamily.DCGAN,
          height,
          width,
          channels,
          100,
          widths,
          widths,
          1,
          BlockShape.BASIC,
          1);
    }
  };

  abstract NetworkOptions network(int height, int width, int channels);

  /** The resolution doubles from stage to stage, and the width halves, within bounds. */
  static List<Integer> widths(int height, int width, int atFull, int most) {
    List<Integer> widths = new ArrayList<>();
    for (int i = 0; i <= NetworkOptions.doublings(height, width); i++) {
      widths.add(Math.min(most, atFull << i));
    }
    Collections.reverse(widths);
    return widths;
  }

  /**
   * Returns the preset's gamma for the given resolution and batch: 1 at 32x32 and batch 32, in
   * proportion to the number of pixels and inversely to the batch, as in StyleGAN2's automatic
   * configuration (Karras et al., CVPR 2020); 0 for {@link #DCGAN}.
   */
  public double gamma(int height, int width, int batch) {
    return this == DCGAN ? 0 : (double) height * width / 1024 * 32 / batch;
  }

  /**
   * Returns the preset's configuration.
   *
   * @param data what to train on
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
            8,
            true,
            1e-5,
            0,
            L2Form.SUM,
            Clipping.NORM,
            classic ? 100 : 10);
    TrainingOptions training =
        new TrainingOptions(
            60,
            batch,
            Precision.FP32,
            Schedule.constant(classic ? 2e-4 : 3e-4),
            classic ? 0.5 : 0,
            Schedule.constant(classic ? 0.999 : 0.99),
            Schedule.constant(gamma(height, width, batch)),
            Schedule.constant(5),
            1);
    return new GanConfig(0, data, network(height, width, channels), loss, training);
  }
}
