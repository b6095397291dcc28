package io.organza.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import io.organza.torch.Torch;
import java.util.ArrayList;
import java.util.List;

/**
 * The images of a batch that are computed at once.
 *
 * @param from the place of the first one in the batch
 * @param to the place after the last one
 * @param batch the images of the whole batch
 */
record Piece(int from, int to, int batch) {

  /**
   * Returns the pieces of a batch, the last of which may be smaller.
   *
   * @param most the images of a piece; 0 for one piece
   */
  static List<Piece> of(int batch, int most) {
    List<Piece> pieces = new ArrayList<>();
    int size = most == 0 ? batch : most;
    for (int from = 0; from < batch; from += size) {
      pieces.add(new Piece(from, Math.min(batch, from + size), batch));
    }
    return pieces;
  }

  int size() {
    return to - from;
  }

  boolean isWhole() {
    return size() == batch;
  }

  /** Returns the piece's part of an array (N, ...) or of an empty one, in the given scope. */
  NDArray of(NDArray all, NDManager scope) {
    if (isWhole() || all.getShape().get(0) == 0) {
      return all;
    }
    NDArray part = all.get(new NDIndex(from + ":" + to));
    part.attach(scope);
    return part;
  }

  /** Returns what the mean over the piece adds to the mean over the batch. */
  NDArray share(NDArray mean) {
    return isWhole() ? mean : Torch.scale(mean, (double) size() / batch);
  }
}
