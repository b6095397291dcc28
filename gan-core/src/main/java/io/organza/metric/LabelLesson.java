package io.organza.metric;

import io.organza.data.PackedImages;
import io.organza.image.ImageShape;
import io.organza.random.RandomStream;

/** Labelled images as they are, each as often. */
final class LabelLesson implements Lesson {

  private final PackedImages images;
  private final int[] indices;

  /**
   * Takes some labelled images.
   *
   * @param indices which, at least one, not to be changed any more
   */
  LabelLesson(PackedImages images, int[] indices) {
    this.images = images;
    this.indices = indices;
  }

  @Override
  public int classes() {
    return images.classes().size();
  }

  @Override
  public ImageShape shape() {
    return images.shape();
  }

  @Override
  public int draw(RandomStream random, float[] into, int offset) {
    int index = indices[random.nextInt(indices.length)];
    images.floats(index, false, into, offset);
    return images.label(index);
  }
}
