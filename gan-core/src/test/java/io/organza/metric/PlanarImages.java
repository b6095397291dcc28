package io.organza.metric;

import io.organza.image.ImageShape;

/** Images that tests compute. */
final class PlanarImages {

  private PlanarImages() {}

  /** Returns images of which each has (C, H, W) floats. */
  static ImageSet of(ImageShape shape, float[]... images) {
    return new ImageSet() {
      @Override
      public int count() {
        return images.length;
      }

      @Override
      public ImageShape shape() {
        return shape;
      }

      @Override
      public void floats(int index, float[] into, int offset) {
        System.arraycopy(images[index], 0, into, offset, shape.size());
      }
    };
  }
}
