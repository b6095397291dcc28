package io.organza.export;

import io.organza.network.NetworkOptions;
import io.organza.sampling.Latents;
import io.organza.sampling.Truncation;
import java.io.IOException;
import java.util.stream.LongStream;

/** Compares what two generators make of the same latents. */
final class Comparison {

  /** How many images are compared: those of the seeds from 0 on. */
  static final int IMAGES = 64;

  private static final int BATCH = 8;

  private Comparison() {}

  /** Returns the largest difference between two values of the same pixel; NaN if one is NaN. */
  static double largestDifference(NetworkOptions options, ImageFunction one, ImageFunction other)
      throws IOException {
    double largest = 0;
    for (int first = 0; first < IMAGES; first += BATCH) {
      long[] seeds = LongStream.range(first, first + BATCH).toArray();
      int[] labels = Latents.classesOf(seeds, options.classes());
      float[] latents = new Latents(options.latentSize(), Truncation.NONE).flat(seeds);
      largest =
          Math.max(
              largest,
              largestDifference(one.images(latents, labels), other.images(latents, labels)));
    }
    return largest;
  }

  private static double largestDifference(float[] xs, float[] ys) throws IOException {
    if (xs.length != ys.length) {
      throw new IOException("expected " + xs.length + " values of pixels, found " + ys.length);
    }
    double largest = 0;
    for (int i = 0; i < xs.length; i++) {
      largest = Math.max(largest, Math.abs(xs[i] - ys[i]));
    }
    return largest;
  }
}
