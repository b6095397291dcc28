package io.organza.loss;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.organza.torch.Torch;
import java.util.List;

/**
 * Takes gradients and bounds them, on both sides. Losses are summed here: call it recorded.
 *
 * @param what what is bounded
 * @param bound the bound, above 0
 */
public record GradientClipping(Clipping what, double bound) {

  /**
   * Bounded gradients, and what was found before.
   *
   * @param gradients the gradients of all weights
   * @param norm the norm of all gradients before they were bounded, a scalar
   * @param bounded what is compared with the bound, a scalar
   */
  public record Clipped(NDList gradients, NDArray norm, NDArray bounded) {}

  /**
   * Gradients that are not bounded yet.
   *
   * @param gradients those of all weights
   * @param penalties those of penalties, where they were taken apart, else none
   */
  public record Taken(NDList gradients, NDList penalties) {}

  /** Returns the gradients of a loss. */
  public Taken take(NDArray loss, List<NDArray> weights) {
    return new Taken(Torch.gradients(loss, weights), new NDList());
  }

  /** Returns the gradients of the sum of an adversarial loss and a penalty. */
  public Taken take(NDArray loss, NDArray penalty, List<NDArray> weights) {
    if (what == Clipping.PENALTY_NORM) {
      NDList gradients = Torch.gradientsKeepingGraph(loss, weights);
      return new Taken(gradients, Torch.gradients(penalty, weights));
    }
    return take(loss.add(penalty), weights);
  }

  /** Adds penalties' gradients to those of the adversarial loss, and bounds them; in place. */
  public Clipped clip(Taken taken) {
    NDList gradients = taken.gradients();
    NDList penalties = taken.penalties();
    if (penalties.isEmpty()) {
      return clip(gradients);
    }
    if (what == Clipping.PENALTY_NORM) {
      NDManager owner = penalties.getManager();
      NDArray bounded = Torch.clipNorm(owner, penalties, bound);
      Torch.addAll(gradients, penalties);
      return new Clipped(gradients, Torch.norm(owner, gradients), bounded);
    }
    Torch.addAll(gradients, penalties);
    return clip(gradients);
  }

  private Clipped clip(NDList gradients) {
    NDManager owner = gradients.getManager();
    return switch (what) {
      case NORM -> {
        NDArray norm = Torch.clipNorm(owner, gradients, bound);
        yield new Clipped(gradients, norm, norm);
      }
      case VALUE -> {
        NDArray norm = Torch.norm(owner, gradients);
        yield new Clipped(gradients, norm, Torch.clipValue(owner, gradients, bound));
      }
      case PENALTY_NORM, NONE ->
          new Clipped(gradients, Torch.norm(owner, gradients), owner.zeros(new Shape()));
    };
  }
}
