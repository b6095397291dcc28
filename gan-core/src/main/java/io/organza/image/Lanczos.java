package io.organza.image;

import java.util.Arrays;

/**
 * The weights of a Lanczos-3 resampling of one line of pixels.
 *
 * <p>Pixels are squares with their centres at half integers; when the line shrinks the filter
 * widens by the same factor, so that nothing aliases. Outside the line nothing is assumed: weights
 * are cut there, and sum to one.
 */
final class Lanczos {

  private static final int LOBES = 3;
  private static final int COLORS = 3;

  private final int[] firsts;
  private final float[][] weights;

  Lanczos(int from, int to) {
    firsts = new int[to];
    weights = new float[to][];
    double scale = (double) from / to;
    double stretch = Math.max(scale, 1);
    double support = LOBES * stretch;
    for (int i = 0; i < to; i++) {
      double center = (i + 0.5) * scale;
      int first = (int) Math.max(Math.round(center - support), 0);
      int last = (int) Math.min(Math.round(center + support), from);
      firsts[i] = first;
      weights[i] = weights(first, last, center, stretch);
    }
  }

  /**
   * Resamples a line.
   *
   * @param line (from, stride) values
   * @param stride values per pixel
   * @param resampled (to, stride) values, overwritten
   */
  void apply(float[] line, int stride, float[] resampled) {
    if (stride == COLORS) {
      applyToColors(line, resampled);
      return;
    }
    for (int i = 0; i < firsts.length; i++) {
      float[] taps = weights[i];
      for (int k = 0; k < stride; k++) {
        int at = firsts[i] * stride + k;
        float sum = 0;
        for (float tap : taps) {
          sum += tap * line[at];
          at += stride;
        }
        resampled[i * stride + k] = sum;
      }
    }
  }

  /**
   * The same for three values per pixel: sums that do not wait for each other take half as long.
   */
  private void applyToColors(float[] line, float[] resampled) {
    for (int i = 0; i < firsts.length; i++) {
      int at = firsts[i] * COLORS;
      float red = 0;
      float green = 0;
      float blue = 0;
      for (float tap : weights[i]) {
        red += tap * line[at];
        green += tap * line[at + 1];
        blue += tap * line[at + 2];
        at += COLORS;
      }
      resampled[i * COLORS] = red;
      resampled[i * COLORS + 1] = green;
      resampled[i * COLORS + 2] = blue;
    }
  }

  /**
   * Resamples a column of lines to its i-th line.
   *
   * @param lines (from, W) values
   * @param i which of the resampled lines
   * @param resampled (W) values, overwritten
   */
  void applyAcross(float[][] lines, int i, float[] resampled) {
    Arrays.fill(resampled, 0);
    for (int tap = 0; tap < weights[i].length; tap++) {
      float weight = weights[i][tap];
      float[] line = lines[firsts[i] + tap];
      for (int x = 0; x < resampled.length; x++) {
        resampled[x] += weight * line[x];
      }
    }
  }

  private static float[] weights(int first, int last, double center, double stretch) {
    double[] raw = new double[last - first];
    double sum = 0;
    for (int i = 0; i < raw.length; i++) {
      raw[i] = kernel((first + i + 0.5 - center) / stretch);
      sum += raw[i];
    }
    float[] weights = new float[raw.length];
    for (int i = 0; i < raw.length; i++) {
      weights[i] = (float) (raw[i] / sum);
    }
    return weights;
  }

  private static double kernel(double x) {
    return Math.abs(x) < LOBES ? sinc(x) * sinc(x / LOBES) : 0;
  }

  private static double sinc(double x) {
    return x == 0 ? 1 : Math.sin(Math.PI * x) / (Math.PI * x);
  }
}
