package io.organza.comparison;

import io.organza.ConfigLayers;
import io.organza.GanConfig;
import io.organza.Preset;
import io.organza.data.DataOptions;
import io.organza.random.Purpose;
import io.organza.random.RandomStream;

/** What every contender trains: the preset {@code tiny} at 32x32, on the same random pixels. */
final class Task {

  /** The steps before time is taken, whose losses are compared. */
  static final int COMPARED_STEPS = 128;

  /** The seed of weights and latents. */
  static final long SEED = 0;

  private static final int SIDE = 32;
  private static final int CHANNELS = 3;
  private static final int BATCHES = 32;

  private final float[][] batches = new float[BATCHES][];

  Task() {
    int size = batch() * CHANNELS * SIDE * SIDE;
    for (int i = 0; i < BATCHES; i++) {
      RandomStream random = RandomStream.of(SEED, Purpose.PICTURE, i);
      batches[i] = new float[size];
      for (int j = 0; j < size; j++) {
        batches[i][j] = 2 * random.nextFloat() - 1;
      }
    }
  }

  /** Returns the networks, losses and rates; no contender smooths its images. */
  static GanConfig config() {
    GanConfig tiny = Preset.TINY.config(DataOptions.of("random pixels"), SIDE, SIDE, CHANNELS);
    return ConfigLayers.over(tiny).set("/network/smoothedStages", 0).toConfig();
  }

  /** Returns the images of a step. */
  static int batch() {
    return config().training().batch();
  }

  /** Returns how far a step moves the generator's average towards the generator, 0 to 1. */
  static double averageWeight() {
    return 1 - Math.pow(0.5, batch() / (config().training().emaKimg().at(0) * 1000));
  }

  /** Returns how many times R1 + R2 count in the loss of a step that has them. */
  static double penaltyWeight() {
    return config().training().gamma().at(0) / 2 * config().loss().penaltyEvery();
  }

  /** Returns the shares in the losses of how images are judged: alone, and among others. */
  static float[] judgementShares() {
    float variety = (float) config().loss().variety();
    return new float[] {1 - variety, variety};
  }

  /** Returns whether a step, counted from 0, has penalties. */
  static boolean isPenalised(long step) {
    return step % config().loss().penaltyEvery() == 0;
  }

  /** Returns the images of a step, counted from 0: (batch, 3, 32, 32) in [-1, 1]. */
  float[] pixels(long step) {
    return batches[(int) (step % BATCHES)];
  }

  /** Returns the shape of {@link #pixels}. */
  static long[] pixelShape() {
    return new long[] {batch(), CHANNELS, SIDE, SIDE};
  }

  /** Returns the latents that Organza draws for a step: (batch, latentSize). */
  static float[] latents(long step) {
    int count = batch() * config().network().latentSize();
    return RandomStream.of(SEED, Purpose.TRAINING_LATENTS, step).gaussians(count);
  }
}
