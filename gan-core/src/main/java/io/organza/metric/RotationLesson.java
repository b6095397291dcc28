package io.organza.metric;

import io.organza.image.ImageShape;
import io.organza.random.RandomStream;

/**
 * Images turned by 0, 90, 180 or 270 degrees: to name the angle, one must see what is shown. So
 * networks learn features without labels (Gidaris, Singh and Komodakis, "Unsupervised
 * representation learning by predicting image rotations", ICLR 2018). Of images that are no squares
 * the middle is taken.
 */
final class RotationLesson implements Lesson {

  private static final int ANGLES = 4;

  private final ImageSet images;
  private final ImageShape shape;

  RotationLesson(ImageSet images) {
    this.images = images;
    int side = Math.min(images.shape().height(), images.shape().width());
    shape = new ImageShape(images.shape().channels(), side, side);
  }

  @Override
  public int classes() {
    return ANGLES;
  }

  @Override
  public ImageShape shape() {
    return shape;
  }

  @Override
  public int draw(RandomStream random, float[] into, int offset) {
    float[] image = new float[images.shape().size()];
    images.floats(random.nextInt(images.count()), image, 0);
    int quarters = random.nextInt(ANGLES);
    int side = shape.width();
    int height = images.shape().height();
    int width = images.shape().width();
    int corner = (height - side) / 2 * width + (width - side) / 2;
    for (int channel = 0; channel < shape.channels(); channel++) {
      int from = channel * height * width + corner;
      int to = offset + channel * side * side;
      for (int y = 0; y < side; y++) {
        for (int x = 0; x < side; x++) {
          into[to + turned(y, x, quarters, side)] = image[from + y * width + x];
        }
      }
    }
    return quarters;
  }

  /** Returns the index of the pixel that (y, x) of a square comes to lie on. */
  private static int turned(int y, int x, int quarters, int side) {
    int last = side - 1;
    return switch (quarters) {
      case 0 -> y * side + x;
      case 1 -> x * side + last - y;
      case 2 -> (last - y) * side + last - x;
      default -> (last - x) * side + y;
    };
  }
}
