package io.organza.network;

import ai.djl.ndarray.NDArray;

/** A part of a network: features (N, C, H, W) in, features out. */
@FunctionalInterface
interface Layer {

  /**
   * Computes the features.
   *
   * @param training whether batch statistics are used and gathered; most layers do not care
   */
  NDArray apply(NDArray x, boolean training);
}
