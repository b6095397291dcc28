package io.organza.export;

/**
 * Takes down the operations of a generator, each before those that use its result.
 *
 * <p>Results are known by the names that the methods return; weights by those that the network
 * gives them. Features are (N, C, H, W).
 */
interface GraphWriter {

  /** The latents, (N, latentSize), float32. */
  String LATENT = "z";

  /** The class of each image, (N), int64; only conditional generators have it. */
  String LABEL = "label";

  /** The images. */
  String IMAGE = "image";

  /** Returns the filter [1 2 1] / 2 along both sides, (3, 3). */
  static float[] resampling() {
    return new float[] {0.25f, 0.5f, 0.25f, 0.5f, 1, 0.5f, 0.25f, 0.5f, 0.25f};
  }

  /** The rows of the weight (classes, F) that the labels name, (N, F). */
  String embedLabel(String weight);

  /** (N, A) and (N, B) beside each other, (N, A + B). */
  String concatenate(String x, String y);

  /** (N, in) times the weight (out, in), (N, out). */
  String linear(String x, String weight);

  /** Patterns (C, H, W) scaled by x (N, C), (N, C, H, W). */
  String scalePatterns(String x, String patterns);

  /** (N, C * H * W) as (N, C, H, W). */
  String reshape(String x, int channels, int height, int width);

  /** A convolution of stride 1 that keeps the size, with a weight (out, in / groups, k, k). */
  String convolution(String x, String weight, int groups);

  /** As above, with the bias {@code weight.bias} (out). */
  String convolutionWithBias(String x, String weight, int groups);

  /** A transposed convolution with a weight (in, out, 4, 4) that doubles both sides. */
  String convolutionUp(String x, String weight);

  /** The filter [1 2 1] / 4 along both sides; beyond the edge is what is at the edge. */
  String smooth(String x);

  /** Zeros between the pixels, then the filter {@link #resampling}: doubles both sides. */
  String resampleUp(String x, int channels);

  /**
   * Each channel normalised by {@code name.mean}, {@code variance}, {@code weight}, {@code bias}.
   */
  String batchNorm(String x, String name);

  /** Each channel of x times the scale (N, C), plus the shift (N, C). */
  String scaleAndShift(String x, String scale, String shift);

  /** max(x, 0.2 x). */
  String leakyRelu(String x);

  /** max(x, 0). */
  String relu(String x);

  /** The hyperbolic tangent. */
  String tanh(String x);

  /** x + 1. */
  String plusOne(String x);

  /** x times a number. */
  String times(String x, int factor);

  /** x + y. */
  String add(String x, String y);

  /** The end: {@link #IMAGE} is (x + 1) / 2, clamped to 0 and 1; (N, C, H, W), float32. */
  void unitImage(String x);

  /** The end: {@link #IMAGE} is 255 (x + 1) / 2, clamped and rounded; (N, H, W, C), uint8. */
  void byteImage(String x);
}
