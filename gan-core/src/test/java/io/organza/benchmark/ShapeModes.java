package io.organza.benchmark;

import io.organza.random.Purpose;
import io.organza.random.RandomStream;
import java.util.Arrays;

/**
 * A made set of known modes: each of the three colour channels of a 32x32 image shows one of some
 * white shapes on black, moved by up to three pixels. Five shapes make 125 modes, ten make 1,000.
 *
 * <p>There are so few pictures of a channel, 49 places of each shape, that a generated one can be
 * compared with all of them.
 */
final class ShapeModes {

  static final int SIDE = 32;

  /** The root mean square error, of pixels in [-1, 1], up to which a channel is recognised. */
  private static final double TOLERANCE = 0.5;

  private static final int JITTER = 3;
  private static final int PLACES = (2 * JITTER + 1) * (2 * JITTER + 1);
  private static final int PIXELS = SIDE * SIDE;

  private final int shapes;
  private final float[][] templates;

  /** Makes a set of the given number of shapes, at most 10. */
  ShapeModes(int shapes) {
    this.shapes = shapes;
    templates = templates(shapes);
  }

  /** Returns the number of modes. */
  int count() {
    return shapes * shapes * shapes;
  }

  /** Returns a batch of images (batch, 3, 32, 32), all modes equally likely. */
  float[] batch(int batch, long step) {
    RandomStream random = RandomStream.of(0, Purpose.PICTURE, step);
    float[] pixels = new float[batch * 3 * PIXELS];
    for (int channel = 0; channel < batch * 3; channel++) {
      float[] template = templates[random.nextInt(templates.length)];
      System.arraycopy(template, 0, pixels, channel * PIXELS, PIXELS);
    }
    return pixels;
  }

  /** Returns the mode of an image (3, 32, 32), or -1 if a channel is near no template. */
  int mode(float[] pixels) {
    int mode = 0;
    for (int channel = 0; channel < 3; channel++) {
      float[] plane = Arrays.copyOfRange(pixels, channel * PIXELS, (channel + 1) * PIXELS);
      int nearest = NearestPoint.of(plane, templates);
      if (NearestPoint.squaredDistance(plane, templates[nearest])
          > TOLERANCE * TOLERANCE * PIXELS) {
        return -1;
      }
      mode = mode * shapes + nearest / PLACES;
    }
    return mode;
  }

  private static float[][] templates(int shapes) {
    float[][] templates = new float[shapes * PLACES][];
    int i = 0;
    for (int shape = 0; shape < shapes; shape++) {
      for (int dy = -JITTER; dy <= JITTER; dy++) {
        for (int dx = -JITTER; dx <= JITTER; dx++) {
          templates[i++] = draw(shape, SIDE / 2.0 + dx, SIDE / 2.0 + dy);
        }
      }
    }
    return templates;
  }

  /** Draws a shape with smooth edges, by 4x4 samples for each pixel. */
  private static float[] draw(int shape, double centreX, double centreY) {
    float[] plane = new float[PIXELS];
    for (int i = 0; i < PIXELS; i++) {
      int inside = 0;
      for (int sample = 0; sample < 16; sample++) {
        int column = i % SIDE * 4 + sample % 4;
        int row = i / SIDE * 4 + sample / 4;
        double x = (column + 0.5) / 4 - centreX;
        double y = (row + 0.5) / 4 - centreY;
        inside += isInside(shape, x, y) ? 1 : 0;
      }
      plane[i] = inside / 8f - 1;
    }
    return plane;
  }

  private static boolean isInside(int shape, double x, double y) {
    double radius = Math.hypot(x, y);
    double across = Math.abs(x);
    double along = Math.abs(y);
    return switch (shape) {
      case 0 -> radius < 8; // disc
      case 1 -> Math.max(across, along) < 8; // square
      case 2 -> radius < 9 && radius > 5; // ring
      case 3 -> Math.min(across, along) < 2 && radius < 10; // cross
      case 4 -> y < 8 && y > 2 * across - 9; // triangle
      case 5 -> across + along < 10 && across + along > 5; // hollow diamond
      case 6 -> along < 3 && across < 10; // bar
      case 7 -> across < 3 && along < 10; // column
      case 8 -> Math.abs(across - along) < 3 && radius < 10; // saltire
      default -> Math.abs(across - 6) < 2.5 && along < 9; // two columns
    };
  }
}
