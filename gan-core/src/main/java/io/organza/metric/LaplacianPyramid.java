package io.organza.metric;

import io.organza.image.ImageShape;
import java.util.ArrayList;
import java.util.List;

/**
 * An image taken apart by scale (Burt and Adelson, "The Laplacian pyramid as a compact image code",
 * 1983): what each halving loses, and last what is left.
 *
 * <p>The filter is [1 4 6 4 1] / 16 along both sides; beyond the edges images are mirrored.
 */
final class LaplacianPyramid {

  /** Karras et al. halve no further. */
  private static final int LEAST_SIDE = 16;

  private LaplacianPyramid() {}

  /** Returns the shape of each level: the image's, its half, and so on. */
  static List<ImageShape> shapes(ImageShape shape) {
    List<ImageShape> shapes = new ArrayList<>(List.of(shape));
    ImageShape level = shape;
    while (level.height() % 2 == 0
        && level.width() % 2 == 0
        && Math.min(level.height(), level.width()) >= 2 * LEAST_SIDE) {
      level = new ImageShape(level.channels(), level.height() / 2, level.width() / 2);
      shapes.add(level);
    }
    return shapes;
  }

  /** Returns the levels of an image (C, H, W), in the order of their shapes. */
  static List<float[]> of(float[] image, ImageShape shape) {
    List<ImageShape> shapes = shapes(shape);
    List<float[]> levels = new ArrayList<>();
    float[] rest = image;
    for (int i = 0; i + 1 < shapes.size(); i++) {
      float[] half = halved(rest, shapes.get(i));
      float[] level = doubled(half, shapes.get(i));
      for (int j = 0; j < level.length; j++) {
        level[j] = rest[j] - level[j];
      }
      levels.add(level);
      rest = half;
    }
    levels.add(rest);
    return levels;
  }

  /** Filters an image of a shape, and takes every second pixel. */
  private static float[] halved(float[] image, ImageShape shape) {
    float[] blurred = blurred(image, shape);
    float[] half = new float[blurred.length / 4];
    int width = shape.width() / 2;
    for (int i = 0; i < half.length; i++) {
      half[i] = blurred[i / width * 2 * shape.width() + i % width * 2];
    }
    return half;
  }

  /** Puts zeros between the pixels, which makes an image of the shape, and filters it. */
  private static float[] doubled(float[] half, ImageShape shape) {
    float[] spread = new float[half.length * 4];
    int width = shape.width() / 2;
    for (int i = 0; i < half.length; i++) {
      spread[i / width * 2 * shape.width() + i % width * 2] = 4 * half[i];
    }
    return blurred(spread, shape);
  }

  private static float[] blurred(float[] image, ImageShape shape) {
    int height = shape.height();
    int width = shape.width();
    float[] across = new float[image.length];
    for (int row = 0; row < image.length; row += width) {
      for (int x = 0; x < width; x++) {
        across[row + x] =
            weighted(
                image[row + mirrored(x - 2, width)],
                image[row + mirrored(x - 1, width)],
                image[row + x],
                image[row + mirrored(x + 1, width)],
                image[row + mirrored(x + 2, width)]);
      }
    }
    float[] blurred = new float[image.length];
    for (int plane = 0; plane < image.length; plane += height * width) {
      for (int y = 0; y < height; y++) {
        int above2 = plane + mirrored(y - 2, height) * width;
        int above = plane + mirrored(y - 1, height) * width;
        int row = plane + y * width;
        int below = plane + mirrored(y + 1, height) * width;
        int below2 = plane + mirrored(y + 2, height) * width;
        for (int x = 0; x < width; x++) {
          blurred[row + x] =
              weighted(
                  across[above2 + x],
                  across[above + x],
                  across[row + x],
                  across[below + x],
                  across[below2 + x]);
        }
      }
    }
    return blurred;
  }

  private static float weighted(float a, float b, float c, float d, float e) {
    return (a + 4 * b + 6 * c + 4 * d + e) / 16;
  }

  private static int mirrored(int i, int length) {
    return i < 0 ? -i : i < length ? i : 2 * length - 2 - i;
  }
}
