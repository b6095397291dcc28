package io.organza.loss;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
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

  /** Returns the bounded gradients of a loss. */
  public Clipped gradients(NDArray loss, List<NDArray> weights) {
    return clip(Torch.gradients(loss, weights));
  }

  /** Returns the bounded gradients of the sum of an adversarial loss and a penalty. */
  public Clipped gradients(NDArray loss, NDArray penalty, List<NDArray> weights) {
    if (what == Clipping.PENALTY_NORM) {
      NDList gradients = Torch.gradientsKeepingGraph(loss, weights);
      return clip(gradients, Torch.gradients(penalty, weights));
    }
    return gradients(loss.add(penalty), weights);
  }

  /** Adds penalties' gradients to those of the adversarial loss, and bounds them; in place. */
  public Clipped clip(NDList gradients, NDList penalties) {
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
          new Clipped(gradients, Torch.norm(owner, gradients), owner.create(0f));
    };
  }
}
