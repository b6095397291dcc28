package io.organza.export;

import io.organza.network.NetworkOptions;

/** How the images that an exported file makes are written as numbers. */
public enum PixelValues {
  /** float32 from 0 to 1, (N, C, H, W), as networks have them. */
  UNIT,
  /** Unsigned bytes, (N, H, W, C), as files and screens have them. */
  BYTES;

  private static final int WHITE = 255;

  /** Returns the most that a value, from 0 to 1, may differ from the checkpoint's. */
  double tolerance() {
    return switch (this) {
      case UNIT -> GeneratorExport.TOLERANCE;
      case BYTES -> GeneratorExport.TOLERANCE + 0.5 / WHITE;
    };
  }

  /** Returns bytes (N, H, W, C) as floats from 0 to 1, (N, C, H, W). */
  static float[] toUnit(byte[] levels, NetworkOptions options) {
    int channels = options.channels();
    int plane = options.height() * options.width();
    float[] pixels = new float[levels.length];
    for (int i = 0; i < levels.length; i++) {
      int pixel = i / channels;
      int image = pixel / plane;
      int at = (image * channels + i % channels) * plane + pixel % plane;
      pixels[at] = (levels[i] & 0xFF) / (float) WHITE;
    }
    return pixels;
  }
}
