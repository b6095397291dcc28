package io.organza.metric;

import io.organza.data.PackedImages;
import io.organza.image.ImageShape;
import io.organza.image.Pixels;
import java.util.stream.IntStream;

/** A set of images to be judged, of 8-bit levels and one shape. Safe for use by several threads. */
public interface ImageSet extends JudgedImages {

  /** Returns the shape (C, H, W) of each image. */
  ImageShape shape();

  /**
   * Copies an image.
   *
   * @param index from 0 to {@link #count()} - 1
   * @param into receives (C, H, W) floats in [-1, 1]
   * @param offset the index of the first of them
   */
  void floats(int index, float[] into, int offset);

  /** Returns packed images as they are, none mirrored. */
  static ImageSet of(PackedImages images) {
    return of(images, IntStream.range(0, images.count()).toArray(), false);
  }

  /**
   * Returns some packed images.
   *
   * @param indices which, not to be changed any more
   * @param mirrored whether left and right are swapped
   */
  static ImageSet of(PackedImages images, int[] indices, boolean mirrored) {
    return new ImageSet() {
      @Override
      public int count() {
        return indices.length;
      }

      @Override
      public ImageShape shape() {
        return images.shape();
      }

      @Override
      public void floats(int index, float[] into, int offset) {
        images.floats(indices[index], mirrored, into, offset);
      }
    };
  }

  /**
   * Returns images of the given levels, which must not be changed any more.
   *
   * @param levels (N, (H, W, C)), unsigned 8-bit, as {@code ImageGenerator} makes them
   */
  static ImageSet of(byte[][] levels, ImageShape shape) {
    return new ImageSet() {
      @Override
      public int count() {
        return levels.length;
      }

      @Override
      public ImageShape shape() {
        return shape;
      }

      @Override
      public void floats(int index, float[] into, int offset) {
        Pixels.toPlanar(levels[index], shape, into, offset);
      }
    };
  }

  /**
   * Returns some of the images, drawn at random, the same each time.
   *
   * @param most how many at most, at least 1
   */
  default ImageSet atMost(int most) {
    return count() <= most ? this : at(DrawnOrder.SUBSET.some(count(), most));
  }

  @Override
  default ImageSet range(int begin, int end) {
    return at(IntStream.range(begin, end).toArray());
  }

  private ImageSet at(int[] indices) {
    ImageSet all = this;
    return new ImageSet() {
      @Override
      public int count() {
        return indices.length;
      }

      @Override
      public ImageShape shape() {
        return all.shape();
      }

      @Override
      public void floats(int index, float[] into, int offset) {
        all.floats(indices[index], into, offset);
      }
    };
  }
}
