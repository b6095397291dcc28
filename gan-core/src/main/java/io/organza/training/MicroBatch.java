package io.organza.training;

import ai.djl.ndarray.NDArray;
import io.organza.torch.Torch;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The images of a batch that are computed at once.
 *
 * @param from the place of the first one in the batch
 * @param to the place after the last one
 * @param batch the images of the whole batch
 */
record MicroBatch(int from, int to, int batch) {

  /**
   * Returns the micro-batches of a batch that each device computes, as equal as they can be.
   *
   * @param devices how many there are, at most as many as images
   * @param most the images of a micro-batch; 0 for one micro-batch for each device
   */
  static List<List<MicroBatch>> shares(int batch, int devices, int most) {
    List<List<MicroBatch>> shares = new ArrayList<>();
    for (int device = 0; device < devices; device++) {
      int begin = device * batch / devices;
      int end = (device + 1) * batch / devices;
      int size = most == 0 ? end - begin : Math.min(most, end - begin);
      List<MicroBatch> share = new ArrayList<>();
      for (int from = begin; from < end; from += size) {
        share.add(new MicroBatch(from, Math.min(end, from + size), batch));
      }
      shares.add(share);
    }
    return shares;
  }

  int size() {
    return to - from;
  }

  boolean isWhole() {
    return size() == batch;
  }

  /**
   * Returns the micro-batch's part of what a batch has for each of its images, if it has anything.
   */
  float[] of(float[] all) {
    int size = all.length / batch;
    return isWhole() ? all : Arrays.copyOfRange(all, from * size, to * size);
  }

  /** As above. */
  int[] of(int[] all) {
    int size = all.length / batch;
    return isWhole() ? all : Arrays.copyOfRange(all, from * size, to * size);
  }

  /** Returns what the mean over the micro-batch adds to the mean over the batch. */
  NDArray share(NDArray mean) {
    return isWhole() ? mean : Torch.scale(mean, (double) size() / batch);
  }
}
