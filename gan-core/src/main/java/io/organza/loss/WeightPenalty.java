package io.organza.loss;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import io.organza.torch.Torch;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;

/**
 * The penalty on the generator's weights: L2, L1 or both (the elastic net of Zou and Hastie, 2005).
 *
 * @param l2 lambda of the L2 part, at least 0
 * @param l1 lambda of the L1 part, lambda * sum(|w|), at least 0
 * @param form the form of the L2 part
 */
public record WeightPenalty(double l2, double l1, L2Form form) {

  /**
   * The penalty of some weights.
   *
   * @param value a scalar
   * @param gradients its gradient for each weight, in the order of the names
   */
  public record Taken(NDArray value, NDList gradients) {}

  /**
   * Returns the penalty and its gradients, in closed form; they belong to the owner.
   *
   * @param weights all weights by name
   * @param counted the names of those that the penalty counts; the gradients of others are zeros
   * @param batch the images per step
   */
  public Taken take(
      NDManager owner, SortedMap<String, NDArray> weights, Set<String> counted, int batch) {
    double squares =
        switch (form) {
          case SUM -> l2;
          case HALF_MEAN -> l2 / (2.0 * batch);
          case NORM -> 0;
        };
    double length = form == L2Form.NORM ? l2 : 0;
    NDList all = new NDList(weights.values());
    List<Boolean> counts = weights.keySet().stream().map(counted::contains).toList();
    NDList taken = Torch.weightPenalty(owner, all, counts, squares, length, l1);
    return new Taken(taken.head(), taken.subNDList(1));
  }
}
