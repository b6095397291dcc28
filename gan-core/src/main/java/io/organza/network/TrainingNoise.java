package io.organza.network;

import ai.djl.ndarray.NDArray;
import io.organza.random.RandomStream;
import io.organza.torch.Torch;

/**
 * What is drawn for the features of a generator in one pass of training: noise, and which of them
 * are dropped.
 *
 * <p>The stream says only where the draws begin; the device computes them. Layers take theirs one
 * after another, each for the whole batch, so that the parts of a batch have what they have in the
 * whole. Serves one pass.
 */
public final class TrainingNoise {

  private final RandomStream random;
  private final double dropout;
  private final int from;
  private final int batch;

  /**
   * Prepares the draws for images of a batch.
   *
   * @param dropout the share of features that is dropped, 0 up to but not 1
   * @param from the place of the first image in the batch
   * @param batch the images of the whole batch
   */
  public TrainingNoise(RandomStream random, double dropout, int from, int batch) {
    this.random = random;
    this.dropout = dropout;
    this.from = from;
    this.batch = batch;
  }

  /**
   * Adds standard normal noise to features (N, C, H, W), one map (N, 1, H, W) for all channels.
   *
   * @param scale by what the noise is multiplied in each channel, (C)
   */
  NDArray add(NDArray x, NDArray scale) {
    return Torch.addNoise(x, scale, state(x.getShape().get(2) * x.getShape().get(3)));
  }

  /** Drops the share of features, and scales the others so that their mean stays. */
  NDArray drop(NDArray x) {
    if (dropout == 0) {
      return x;
    }
    long numbers = Torch.dropoutNumbers(x.getShape().size() / x.getShape().get(0));
    return Torch.dropOut(x, dropout, state(numbers));
  }

  /** Passes over the numbers of all images, and returns the state before those of the first. */
  private long state(long numbersPerImage) {
    random.skip(from * numbersPerImage);
    return random.skip((batch - from) * numbersPerImage);
  }
}
