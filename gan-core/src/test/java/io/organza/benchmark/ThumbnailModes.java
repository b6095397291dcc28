package io.organza.benchmark;

import io.organza.data.PackedImages;
import io.organza.image.ImageShape;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Sorts images into modes: that of some images, drawn at random, which each looks most like at 4x4
 * pixels.
 */
final class ThumbnailModes {

  private static final int SIDE = 4;

  private final ImageShape shape;
  private final float[][] centres;

  ThumbnailModes(PackedImages images, int count) {
    shape = images.shape();
    List<Integer> indices = IntStream.range(0, images.count()).boxed().collect(Collectors.toList());
    Collections.shuffle(indices, new Random(0));
    centres =
        indices.stream()
            .limit(count)
            .map(index -> thumbnail(images, index))
            .toArray(float[][]::new);
  }

  /** Returns the mode of each image, from 0. */
  int[] of(PackedImages images) {
    return IntStream.range(0, images.count())
        .map(index -> NearestPoint.of(thumbnail(images, index), centres))
        .toArray();
  }

  /** Returns the sums over the parts of an image. */
  private float[] thumbnail(PackedImages images, int index) {
    float[] pixels = new float[shape.size()];
    images.floats(index, false, pixels, 0);
    float[] sums = new float[shape.channels() * SIDE * SIDE];
    for (int i = 0; i < pixels.length; i++) {
      int row = i / shape.width() * SIDE / shape.height(); // of all channels
      int column = i % shape.width() * SIDE / shape.width();
      sums[row * SIDE + column] += pixels[i];
    }
    return sums;
  }
}
