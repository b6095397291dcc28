package io.organza.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.organza.torch.Precision;
import io.organza.torch.Torch;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;

/** Compares the gradients of a discriminator with its finite differences. */
final class FiniteDifferences {

  private final NDManager manager;
  private final Random random;

  FiniteDifferences(NDManager manager, Random random) {
    this.manager = manager;
    this.random = random;
  }

  private NDArray normal(Shape shape) {
    float[] values = new float[(int) shape.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return manager.create(values, shape);
  }

  /** A smooth activation, because a finite difference also sees the kinks of a leaky ReLU. */
  Discriminator smooth(NetworkOptions options) {
    Discriminator discriminator = new Discriminator(options, Precision.FP32, 3, Torch::softplus);
    discriminator.initialize(manager);
    // The blocks' last convolutions begin at 0, which would hide what comes before.
    discriminator
        .trained()
        .values()
        .forEach(w -> Torch.addAll(List.of(w), List.of(normal(w.getShape()).mul(0.05))));
    return discriminator;
  }

  /**
   * Compares the slope with a central difference, along a direction half of which is drawn and half
   * uphill, so that the slope stands out from rounding.
   */
  void compare(Discriminator discriminator, Supplier<NDArray> value) {
    List<NDArray> weights = new NDList(discriminator.trained().values());
    NDList gradients = Torch.recorded(() -> Torch.gradients(value.get(), weights));
    List<NDArray> drawn = new ArrayList<>();
    List<NDArray> direction = new ArrayList<>();
    for (NDArray gradient : gradients) {
      drawn.add(normal(gradient.getShape()));
      direction.add(gradient.duplicate());
    }
    Torch.clipNorm(manager, drawn, 0.5);
    float uphill = Torch.norm(manager, direction).getFloat();
    direction.forEach(d -> d.divi(2 * uphill));
    Torch.addAll(direction, drawn);
    double slope = 0;
    for (int i = 0; i < gradients.size(); i++) {
      slope += gradients.get(i).mul(direction.get(i)).sum().getFloat();
    }

    float step = 0.01f;
    move(weights, direction, step);
    double ahead = Torch.recorded(value).getFloat();
    move(weights, direction, -2 * step);
    double behind = Torch.recorded(value).getFloat();
    double difference = (ahead - behind) / (2 * step);

    assertThat(slope).isPositive();
    assertThat(difference).isCloseTo(slope, within(0.01 * Math.abs(slope)));
  }

  private static void move(List<NDArray> weights, List<NDArray> direction, float step) {
    List<NDArray> steps = direction.stream().map(d -> d.mul(step)).toList();
    Torch.addAll(weights, steps);
  }
}
