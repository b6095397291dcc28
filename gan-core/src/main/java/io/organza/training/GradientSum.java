package io.organza.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import io.organza.loss.GradientClipping.Taken;
import io.organza.torch.Torch;
import java.util.EnumMap;
import java.util.Map;

/** Gradients, and what was measured on the way, summed over the micro-batches of a batch. */
final class GradientSum {

  private final NDManager scope;
  private final NDList gradients = new NDList();
  private final NDList penalties = new NDList();
  private final Map<Measure, NDArray> measures = new EnumMap<>(Measure.class);

  /**
   * Begins with nothing.
   *
   * @param scope the owner of the sums
   */
  GradientSum(NDManager scope) {
    this.scope = scope;
  }

  /**
   * Adds those of a micro-batch.
   *
   * @param taken the gradients of the micro-batch's share of the losses
   * @param means scalars, means over the micro-batch
   */
  void add(MicroBatch microBatch, Taken taken, Map<Measure, NDArray> means) {
    add(gradients, taken.gradients());
    add(penalties, taken.penalties());
    means.forEach((measure, mean) -> add(measure, Torch.detach(microBatch.share(mean))));
  }

  /** Adds those of other micro-batches of the batch, which may be on another device. */
  void add(GradientSum other) {
    add(gradients, other.gradients);
    add(penalties, other.penalties);
    other.measures.forEach(this::add);
  }

  private void add(Measure measure, NDArray summand) {
    NDArray sum = measures.get(measure);
    NDList sums = sum == null ? new NDList() : new NDList(sum);
    add(sums, new NDList(summand));
    measures.put(measure, sums.head());
  }

  private void add(NDList sum, NDList summands) {
    NDList here = summands.toDevice(scope.getDevice(), false);
    if (sum.isEmpty()) {
      here.attach(scope);
      sum.addAll(here);
    } else {
      Torch.addAll(sum, here);
    }
  }

  /** Returns the gradients of the whole batch. */
  Taken taken() {
    return new Taken(gradients, penalties);
  }

  /** Returns what was measured, means over the whole batch. */
  Map<Measure, NDArray> measures() {
    return measures;
  }
}
