package io.organza.metric;

import io.organza.image.ImageShape;
import java.util.ArrayList;
import java.util.List;

/**
 * The pixels themselves, at several scales: each halves the sides of the one before, by means of
 * four pixels. What images have in common in the large counts more than where each detail is.
 *
 * <p>The distance of two vectors is the root of the mean of the scales' mean squared differences:
 * from 0, the same image, to 1, black and white.
 */
public final class PixelFeatures implements ImageFeatures {

  /** Scales with a longer side are left out, if they can be halved. */
  private static final int LONGEST_SIDE = 64;

  private static final int SHORTEST_SIDE = 4;

  @Override
  public Features of(ImageSet images) {
    ImageShape shape = images.shape();
    List<ImageShape> scales = scales(shape);
    int size = scales.stream().filter(PixelFeatures::counts).mapToInt(ImageShape::size).sum();
    long counted = scales.stream().filter(PixelFeatures::counts).count();
    int count = images.count();
    float[] values = new float[Math.multiplyExact(count, size)];
    int at = 0;
    for (int i = 0; i < count; i++) {
      float[] image = new float[shape.size()];
      images.floats(i, image, 0);
      for (ImageShape scale : scales) {
        image = scale.equals(shape) ? image : halved(image, scale);
        if (counts(scale)) {
          // Pixels reach from -1 to 1, differences from 0 to 2.
          double weight = 0.5 / Math.sqrt((double) counted * scale.size());
          for (float pixel : image) {
            values[at++] = (float) (weight * pixel);
          }
        }
      }
    }
    return new Features(values, count, size);
  }

  /** Returns the shape, its half, and so on. */
  private static List<ImageShape> scales(ImageShape shape) {
    List<ImageShape> scales = new ArrayList<>(List.of(shape));
    for (ImageShape scale = shape; canBeHalved(scale); ) {
      scale = new ImageShape(scale.channels(), scale.height() / 2, scale.width() / 2);
      scales.add(scale);
    }
    return scales;
  }

  private static boolean counts(ImageShape scale) {
    return Math.max(scale.height(), scale.width()) <= LONGEST_SIDE || !canBeHalved(scale);
  }

  private static boolean canBeHalved(ImageShape scale) {
    return scale.height() % 2 == 0
        && scale.width() % 2 == 0
        && Math.min(scale.height(), scale.width()) >= 2 * SHORTEST_SIDE;
  }

  /** Returns the means of four pixels, an image of the given shape. */
  private static float[] halved(float[] image, ImageShape half) {
    int width = 2 * half.width();
    float[] means = new float[half.size()];
    for (int i = 0; i < means.length; i++) {
      int row = i / half.width(); // of all channels
      int from = 2 * row * width + 2 * (i % half.width());
      float sum = image[from] + image[from + 1] + image[from + width] + image[from + width + 1];
      means[i] = sum / 4;
    }
    return means;
  }
}
