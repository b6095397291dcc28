package io.organza.loss;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.organza.torch.Torch;
import java.util.List;

/**
 * The penalty on the generator's weights: L2, L1 or both (the elastic net of Zou and Hastie, 2005).
 *
 * @param l2 lambda of the L2 part, at least 0
 * @param l1 lambda of the L1 part, lambda * sum(|w|), at least 0
 * @param form the form of the L2 part
 */
public record WeightPenalty(double l2, double l1, L2Form form) {

  /**
   * Returns the penalty, a scalar that belongs to the owner. To be called recorded.
   *
   * @param weights the weights, without biases and scales
   * @param batch the images per step
   */
  public NDArray of(NDManager owner, List<NDArray> weights, int batch) {
    NDArray penalty = squares(Torch.sumOfSquares(owner, weights), batch);
    return l1 > 0 ? penalty.add(Torch.scale(Torch.sumOfMagnitudes(owner, weights), l1)) : penalty;
  }

  private NDArray squares(NDArray sum, int batch) {
    return switch (form) {
      case SUM -> Torch.scale(sum, l2);
      case HALF_MEAN -> Torch.scale(sum, l2 / (2.0 * batch));
      case NORM -> Torch.scale(sum.sqrt(), l2);
    };
  }
}
