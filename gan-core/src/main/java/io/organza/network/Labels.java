package io.organza.network;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;

/** Class labels in the form in which networks take them: (N), int64; (0) for none. */
public final class Labels {

  private Labels() {}

  /** Returns no labels, which is what an unconditional network takes. */
  public static NDArray none(NDManager owner) {
    return owner.zeros(new Shape(0), DataType.INT64);
  }

  /**
   * Returns the labels of a batch.
   *
   * @param labels a class for each image, from 0; empty if the networks are unconditional
   * @param images the number of images in the batch
   * @throws IllegalArgumentException if there are more or fewer, or one is no class of the networks
   */
  public static NDArray of(NDManager owner, int[] labels, int images, NetworkOptions options) {
    int expected = options.conditional() ? images : 0;
    if (labels.length != expected) {
      throw new IllegalArgumentException(
          "labels must be %d for %d images of %d classes, got %d"
              .formatted(expected, images, options.classes(), labels.length));
    }
    if (expected == 0) {
      return none(owner);
    }
    long[] indices = new long[expected];
    for (int i = 0; i < expected; i++) {
      if (labels[i] < 0 || labels[i] >= options.classes()) {
        throw new IllegalArgumentException(
            "labels must be at least 0 and below " + options.classes() + ", got " + labels[i]);
      }
      indices[i] = labels[i];
    }
    return owner.create(indices);
  }
}
