package io.organza.network;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import io.organza.torch.Torch;

/** Doubles or halves the resolution with the interpolating filter [1 2 1]. */
final class Resampling {

  private static final float[] OUTER = {1, 2, 1, 2, 4, 2, 1, 2, 1};

  private Resampling() {}

  /** Every second pixel is kept, those between are the means of their neighbours. */
  static NDArray up(NDArray x) {
    return Torch.resampleUp(x, kernel(x, 4));
  }

  /** Every second pixel of the smoothed image; beyond the border are zeros. */
  static NDArray down(NDArray x) {
    return Torch.resampleDown(x, kernel(x, 16));
  }

  private static NDArray kernel(NDArray x, float divisor) {
    float[] values = OUTER.clone();
    for (int i = 0; i < values.length; i++) {
      values[i] /= divisor;
    }
    return x.getManager().create(values, new Shape(1, 1, 3, 3));
  }
}
