package io.organza.torch;

import ai.djl.Device;

/** The number format in which networks are computed; weights are always float32. */
public enum Precision {
  /** IEEE single precision. */
  FP32,
  /** bfloat16, with float32 sums inside of each operation. */
  BF16;

  /** Measures, in about a second, which precision is faster on the device. */
  public static Precision fastest(Device device) {
    return PrecisionProbe.fastest(device);
  }
}
