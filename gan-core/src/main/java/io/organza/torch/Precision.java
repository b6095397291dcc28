package io.organza.torch;

/** The number format in which networks are computed; weights are always float32. */
public enum Precision {
  /** IEEE single precision. */
  FP32,
  /** bfloat16, in the channels-last layout. */
  BF16
}
