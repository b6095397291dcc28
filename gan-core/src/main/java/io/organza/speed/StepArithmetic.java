package io.organza.speed;

import io.organza.loss.LossOptions;
import io.organza.network.NetworkOptions;
import io.organza.torch.Convolution;
import io.organza.torch.Convolution.Pass;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The arithmetic of the convolutions in a step of training.
 *
 * <p>With G and D a forward pass of the generator and the discriminator, a plain step is 3 G + 8 D:
 *
 * <ul>
 *   <li>the discriminator's turn: D for the real image and the fake one forward, and for both the
 *       gradients of inputs and of weights: 6 D;
 *   <li>the generator's turn: G forward, and its two gradients: 3 G; D forward for the fake image,
 *       and the gradient of its input: 2 D.
 * </ul>
 *
 * <p>R1 and R2 add 3 D each: the gradient of the input, and of that, for the weights, once more the
 * forward pass and the gradient of the weights. In the discriminator's turn the gradient of the
 * first convolution's input, the image, is not needed but for the penalties.
 *
 * @param passes how often each convolution is computed at a step
 */
public record StepArithmetic(Map<Convolution, Times> passes) {

  /**
   * How often the passes of a convolution are computed at a step: means over the steps with
   * penalties and those without.
   */
  public record Times(double forward, double inputGradient, double weightGradient) {

    /** Returns how often a pass is computed. */
    public double of(Pass pass) {
      return switch (pass) {
        case FORWARD -> forward;
        case INPUT_GRADIENT -> inputGradient;
        case WEIGHT_GRADIENT -> weightGradient;
      };
    }

    private Times plus(Times other) {
      return new Times(
          forward + other.forward,
          inputGradient + other.inputGradient,
          weightGradient + other.weightGradient);
    }
  }

  /**
   * Counts the passes.
   *
   * @param penalised whether there are gradient penalties: whether their weight is above 0
   */
  public static StepArithmetic of(NetworkOptions network, LossOptions loss, boolean penalised) {
    double penalties = penalised ? (loss.r2() ? 2.0 : 1.0) / loss.penaltyEvery() : 0;
    Map<Convolution, Times> passes = new LinkedHashMap<>();
    for (Convolution convolution : NetworkConvolutions.ofGenerator(network)) {
      passes.merge(convolution, new Times(1, 1, 1), Times::plus);
    }
    double inputs = 1;
    for (Convolution convolution : NetworkConvolutions.ofDiscriminator(network)) {
      Times times = new Times(3 + penalties, inputs + penalties, 2 + penalties);
      passes.merge(convolution, times, Times::plus);
      inputs = 3;
    }
    return new StepArithmetic(passes);
  }

  /** Returns the floating-point operations of a step's convolutions for each of its images. */
  public double flopsPerImage() {
    double flops = 0;
    for (Map.Entry<Convolution, Times> entry : passes.entrySet()) {
      for (Pass pass : Pass.values()) {
        flops += entry.getValue().of(pass) * entry.getKey().flops();
      }
    }
    return flops;
  }
}
