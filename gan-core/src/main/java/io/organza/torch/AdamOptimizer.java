package io.organza.torch;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.pytorch.jni.IValue;
import java.util.List;

/**
 * The optimizer Adam (Kingma and Ba, ICLR 2015) of some weights, and the moments that it keeps of
 * their gradients.
 *
 * <p>A moment belongs to its weight's manager, and is freed by {@link #close} if that lives longer.
 */
public final class AdamOptimizer implements AutoCloseable {

  private final NDList weights;
  private final NDList first = new NDList();
  private final NDList second = new NDList();

  /** The numbers of a step. */
  public record Rates(double learningRate, double beta1, double beta2, double epsilon) {}

  /** Creates an optimizer that has seen no gradient yet: all moments are 0. */
  public AdamOptimizer(List<NDArray> weights) {
    this.weights = new NDList(weights);
    for (NDArray weight : weights) {
      first.add(Torch.zerosLike(weight));
      second.add(Torch.zerosLike(weight));
    }
  }

  /**
   * Moves the weights, and the moments, in place.
   *
   * @param gradients of the weights, in their order
   * @param step the number of this step, from 1
   */
  public void step(List<NDArray> gradients, long step, Rates rates) {
    Torch.library()
        .update(
            "adam",
            OperationLibrary.list(weights),
            OperationLibrary.list(gradients),
            OperationLibrary.list(first),
            OperationLibrary.list(second),
            IValue.from((double) step),
            IValue.from(rates.learningRate()),
            IValue.from(rates.beta1()),
            IValue.from(rates.beta2()),
            IValue.from(rates.epsilon()));
  }

  /** Returns the means of the gradients, in the order of the weights. */
  public List<NDArray> first() {
    return first;
  }

  /** Returns the means of the gradients' squares, in the order of the weights. */
  public List<NDArray> second() {
    return second;
  }

  @Override
  public void close() {
    first.close();
    second.close();
  }
}
