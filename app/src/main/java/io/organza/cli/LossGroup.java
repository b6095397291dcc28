package io.organza.cli;

import io.organza.loss.AdversarialLoss;
import io.organza.loss.Clipping;
import io.organza.loss.L2Form;
import io.organza.training.Schedule;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that say what training minimises. */
final class LossGroup {

  @Option(
      names = "--loss",
      paramLabel = "rp|ns|hinge|lsgan|wgan",
      converter = Choices.ForLoss.class,
      description =
          "The adversarial loss: relativistic paired (default), non-saturating, hinge, "
              + "least squares or Wasserstein.")
  @Nullable AdversarialLoss loss;

  @Option(
      names = "--gamma",
      paramLabel = "G",
      description = "The weight of the gradient penalties R1 and R2; 0 for none.")
  @Nullable Double gamma;

  @Option(
      names = "--penalty-every",
      paramLabel = "K",
      description = "Compute R1 and R2 at every K-th step, K times as strong.")
  @Nullable Integer penaltyEvery;

  @Option(names = "--no-r2", description = "Penalise gradients at real images only.")
  boolean noR2;

  @Option(
      names = "--l2",
      paramLabel = "L",
      description = "Lambda of the L2 penalty on the generator's weights; 0 for none.")
  @Nullable Double l2;

  @Option(
      names = "--l1",
      paramLabel = "L",
      description = "Lambda of the L1 penalty on the generator's weights; 0 for none.")
  @Nullable Double l1;

  @Option(
      names = "--l2-form",
      paramLabel = "sum|half-mean|norm",
      converter = Choices.ForL2Form.class,
      description =
          "The L2 penalty: L * sum(w^2) (default), L / (2 batch) * sum(w^2), "
              + "or L * sqrt(sum(w^2)).")
  @Nullable L2Form l2Form;

  @Option(
      names = "--clip",
      paramLabel = "norm|penalty-norm|value|none",
      converter = Choices.ForClipping.class,
      description =
          "Clip gradients by their global norm (default), by that of the penalties' gradient alone, "
              + "by value, or not at all.")
  @Nullable Clipping clip;

  @Option(names = "--clip-at", paramLabel = "C", description = "The bound of clipping.")
  @Nullable Double clipAt;

  void lay(Map<String, @Nullable Object> values) {
    values.put("/loss/adversarial", loss);
    values.put("/training/gamma", gamma == null ? null : Schedule.constant(gamma));
    values.put("/loss/penaltyEvery", penaltyEvery);
    values.put("/loss/r2", noR2 ? false : null);
    values.put("/loss/l2", l2);
    values.put("/loss/l1", l1);
    values.put("/loss/l2Form", l2Form);
    values.put("/loss/clip", clip);
    values.put("/loss/clipAt", clipAt);
  }

  List<String> problems() {
    return clip == Clipping.NONE && clipAt != null
        ? List.of("--clip-at: contradicts --clip none, got " + clipAt)
        : List.of();
  }
}
