package io.organza.loss;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.organza.torch.Torch;
import java.util.List;

/**
 * Bounds gradients, on both sides.
 *
 * @param what what is bounded
 * @param bound the bound, above 0
 */
public record GradientClipping(Clipping what, double bound) {

  /**
   * What was found before clipping, as scalars.
   *
   * @param norm the norm of the whole gradient
   * @param bounded what is compared with the bound
   */
  public record Found(NDArray norm, NDArray bounded) {}

  /**
   * Bounds the gradient of the whole loss, in place.
   *
   * @param owner the manager that will own what was found
   * @param gradients the gradients of all parameters of one network
   */
  public Found clip(NDManager owner, List<NDArray> gradients) {
    return switch (what) {
      case NORM -> {
        NDArray norm = Torch.clipNorm(owner, gradients, bound);
        yield new Found(norm, norm);
      }
      case VALUE -> {
        NDArray norm = Torch.norm(owner, gradients);
        yield new Found(norm, Torch.clipValue(owner, gradients, bound));
      }
      case PENALTY_NORM, NONE -> new Found(Torch.norm(owner, gradients), owner.create(0f));
    };
  }

  /**
   * Adds the gradient of the penalties to that of the adversarial loss, in place, and bounds the
   * sum or, with {@link Clipping#PENALTY_NORM}, first the penalties'.
   *
   * @param owner the manager that will own what was found
   * @param gradients the adversarial gradients of all parameters of one network
   * @param penalised those of the {@code gradients} whose parameters are penalised
   * @param penalties the penalties' gradients of the same parameters
   */
  public Found clip(
      NDManager owner, List<NDArray> gradients, List<NDArray> penalised, List<NDArray> penalties) {
    if (what != Clipping.PENALTY_NORM) {
      Torch.addAll(penalised, penalties);
      return clip(owner, gradients);
    }
    NDArray bounded = Torch.clipNorm(owner, penalties, bound);
    Torch.addAll(penalised, penalties);
    return new Found(Torch.norm(owner, gradients), bounded);
  }
}
