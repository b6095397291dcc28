package io.organza.network;

/** The shapes of a residual block. */
public enum BlockShape {
  /** Two full 3x3 convolutions: what a CPU does best. */
  BASIC,
  /** 1x1 to twice the width, grouped 3x3, 1x1 back, as R3GAN does: what a GPU does best. */
  BOTTLENECK
}
