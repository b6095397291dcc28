package io.organza.training;

/** The real images of a step, and their classes. */
public final class RealBatch {

  private final float[] pixels;
  private final int[] labels;

  /**
   * Wraps arrays, which are not copied and must not be changed any more.
   *
   * @param pixels (batch, C, H, W), in [-1, 1]
   * @param labels the class of each image (batch), from 0; empty if training is unconditional
   */
  public RealBatch(float[] pixels, int[] labels) {
    this.pixels = pixels;
    this.labels = labels;
  }

  /** Returns a batch of images without classes. */
  public static RealBatch unlabelled(float[] pixels) {
    return new RealBatch(pixels, new int[0]);
  }

  /** Returns the images. */
  public float[] pixels() {
    return pixels;
  }

  /** Returns the class of each image, or none. */
  public int[] labels() {
    return labels;
  }
}
