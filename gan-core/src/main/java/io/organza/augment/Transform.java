package io.organza.augment;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import io.organza.random.RandomStream;
import io.organza.torch.Torch;
import java.util.Arrays;

/**
 * A random change of an image that a few numbers describe, as in DiffAugment (Zhao et al.,
 * "Differentiable augmentation for data-efficient GAN training", NeurIPS 2020).
 */
public enum Transform {

  /**
   * Adds -0.5 to 0.5 to the colours (brightness), then multiplies their distance from grey by 0 to
   * 2 (saturation) and from the image's mean by 0.5 to 1.5 (contrast). Alpha stays as it is, and
   * grey images have no saturation.
   */
  COLOR {
    @Override
    float[] identity() {
      return new float[] {0, 1, 1};
    }

    @Override
    float[] draw(RandomStream random, int height, int width) {
      return new float[] {
        random.nextFloat() - 0.5f, 2 * random.nextFloat(), 0.5f + random.nextFloat()
      };
    }

    @Override
    NDArray apply(NDArray images, NDArray numbers) {
      return Torch.recolor(images, numbers);
    }
  },

  /** Moves the image by whole pixels, up to an eighth of each side; what it leaves is 0. */
  TRANSLATION {
    @Override
    float[] identity() {
      return new float[] {0, 0};
    }

    @Override
    float[] draw(RandomStream random, int height, int width) {
      return new float[] {shift(random, height), shift(random, width)};
    }

    private static int shift(RandomStream random, int side) {
      int most = (int) Math.round(side / 8.0);
      return random.nextInt(2 * most + 1) - most;
    }

    @Override
    NDArray apply(NDArray images, NDArray numbers) {
      return Torch.translate(images, numbers);
    }
  },

  /** Sets a box to 0 that has half of each side and its middle anywhere in the image. */
  CUTOUT {
    @Override
    float[] identity() {
      return new float[] {0, 0, 0, 0};
    }

    @Override
    float[] draw(RandomStream random, int height, int width) {
      int rows = (height + 1) / 2;
      int columns = (width + 1) / 2;
      int top = begin(random, height, rows);
      int left = begin(random, width, columns);
      return new float[] {top, top + rows, left, left + columns};
    }

    /** A box of an even length lies between pixels, so there is one place more for it. */
    private static int begin(RandomStream random, int side, int length) {
      return random.nextInt(side + 1 - length % 2) - length / 2;
    }

    @Override
    NDArray apply(NDArray images, NDArray numbers) {
      return Torch.cutOut(images, numbers);
    }
  };

  /** Returns the numbers that leave an image as it is. */
  abstract float[] identity();

  /** Draws the numbers for an image of that many pixels. */
  abstract float[] draw(RandomStream random, int height, int width);

  /** Transforms images (N, C, H, W), each by its row of numbers (N, k). */
  abstract NDArray apply(NDArray images, NDArray numbers);

  /**
   * Transforms each of the images (N, C, H, W) with the given probability.
   *
   * @param from the place of the first image in its batch
   * @param batch the images of the batch, for all of which is drawn
   */
  NDArray apply(NDArray images, int from, int batch, double probability, RandomStream random) {
    Shape shape = images.getShape();
    int count = (int) shape.get(0);
    int size = identity().length;
    float[] numbers = new float[batch * size];
    for (int i = 0; i < batch; i++) {
      float[] drawn = draw(random, (int) shape.get(2), (int) shape.get(3));
      float[] row = random.nextDouble() < probability ? drawn : identity();
      System.arraycopy(row, 0, numbers, i * size, size);
    }
    float[] own = Arrays.copyOfRange(numbers, from * size, (from + count) * size);
    return apply(images, images.getManager().create(own, new Shape(count, size)));
  }
}
