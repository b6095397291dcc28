package io.organza.cli;

import ai.djl.Device;
import io.organza.torch.Precision;

/** The number format that was asked for. */
enum PrecisionChoice {
  /** Whichever is faster on the device. */
  AUTO,
  FP32,
  BF16;

  /** Returns the precision, which may take a second to find out. */
  Precision on(Device device) {
    return switch (this) {
      case AUTO -> Precision.fastest(device);
      case FP32 -> Precision.FP32;
      case BF16 -> Precision.BF16;
    };
  }
}
