package io.organza.metric;

import io.organza.image.ImageShape;
import io.organza.random.Purpose;
import io.organza.random.RandomStream;
import java.util.List;

/**
 * Small squares of images, at random places of each level of their {@link LaplacianPyramid}: of 7x7
 * pixels, or as much as the image has, 128 of each image, but fewer of each from 512 images on. The
 * squares are drawn by the image's place among the images given at once.
 *
 * <p>An image's features are its neighbourhoods of the first level, each (C, 7, 7), then those of
 * the next.
 */
public final class Neighbourhoods implements ImageFeatures {

  private static final int LONGEST_SIDE = 7;
  private static final int MOST_OF_AN_IMAGE = 128;
  private static final int USUAL_IN_ALL = 1 << 16;

  private final ImageShape shape;
  private final int side;
  private final int ofEach;

  /**
   * Describes neighbourhoods.
   *
   * @param shape of the images
   * @param images their number
   */
  public Neighbourhoods(ImageShape shape, int images) {
    this.shape = shape;
    side = Math.min(LONGEST_SIDE, Math.min(shape.height(), shape.width()));
    ofEach = Math.max(1, Math.min(MOST_OF_AN_IMAGE, USUAL_IN_ALL / images));
  }

  @Override
  public Features of(ImageSet images) {
    List<ImageShape> shapes = LaplacianPyramid.shapes(shape);
    int size = sizeOfOne();
    float[][] rows = new float[images.count()][shapes.size() * ofEach * size];
    float[] image = new float[shape.size()];
    for (int i = 0; i < rows.length; i++) {
      images.floats(i, image, 0);
      List<float[]> levels = LaplacianPyramid.of(image, shape);
      RandomStream random = RandomStream.of(0, Purpose.NEIGHBOURHOODS, i);
      int at = 0;
      for (int level = 0; level < shapes.size(); level++) {
        for (int j = 0; j < ofEach; j++) {
          copyAny(levels.get(level), shapes.get(level), random, rows[i], at);
          at += size;
        }
      }
    }
    return Features.of(rows);
  }

  private void copyAny(
      float[] level, ImageShape shape, RandomStream random, float[] into, int offset) {
    int top = random.nextInt(shape.height() - side + 1);
    int left = random.nextInt(shape.width() - side + 1);
    int at = offset;
    for (int channel = 0; channel < shape.channels(); channel++) {
      for (int y = 0; y < side; y++) {
        int from = (channel * shape.height() + top + y) * shape.width() + left;
        System.arraycopy(level, from, into, at, side);
        at += side;
      }
    }
  }

  private int sizeOfOne() {
    return shape.channels() * side * side;
  }

  /** Returns the number of levels. */
  int levels() {
    return LaplacianPyramid.shapes(shape).size();
  }

  /** Returns the shape of a level. */
  ImageShape shape(int level) {
    return LaplacianPyramid.shapes(shape).get(level);
  }

  /** Returns the neighbourhoods of a level, a row each, of what {@link #of} returned. */
  Features ofLevel(Features images, int level) {
    int length = ofEach * sizeOfOne();
    float[] values = new float[Math.multiplyExact(images.count(), length)];
    for (int i = 0; i < images.count(); i++) {
      System.arraycopy(
          images.values(), i * images.size() + level * length, values, i * length, length);
    }
    return new Features(values, images.count() * ofEach, sizeOfOne());
  }
}
