package io.organza.cli;

import io.organza.loss.AdversarialLoss;
import io.organza.loss.Clipping;
import io.organza.loss.L2Form;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that say which losses, penalties and bounds there are, without how strong. */
final class LossKindGroup {

  @Option(
      names = "--loss",
      paramLabel = "rp|ns|hinge|lsgan|wgan",
      description =
          "The adversarial loss: relativistic paired (default), non-saturating, hinge, "
              + "least squares or Wasserstein.")
  @Nullable AdversarialLoss loss;

  @Option(
      names = "--variety",
      paramLabel = "SHARE",
      description =
          "The share in the losses of how images are judged among others, by the variety of their "
              + "group, 0 to 1; the rest is that of each image alone. Only tiny judges both; "
              + "default: 1.")
  @Nullable Double variety;

  @Option(
      names = "--penalty-every",
      paramLabel = "K",
      description = "Compute R1 and R2 at every K-th step, K times as strong; default: 8.")
  @Nullable Integer penaltyEvery;

  @Option(
      names = "--r2",
      negatable = true,
      description = "Penalise gradients at generated images as well as at real ones; default: yes.")
  @Nullable Boolean r2;

  @Option(
      names = "--l2-form",
      paramLabel = "sum|half-mean|norm",
      description =
          "The L2 penalty: L * sum(w^2) (default), L / (2 batch) * sum(w^2), "
              + "or L * sqrt(sum(w^2)).")
  @Nullable L2Form l2Form;

  @Option(
      names = "--clip",
      paramLabel = "norm|penalty-norm|value|none",
      description =
          "Clip gradients by their global norm (default), by that of the penalties' gradient alone, "
              + "by value, or not at all.")
  @Nullable Clipping clip;

  void lay(Map<String, @Nullable Object> values) {
    values.put("/loss/adversarial", loss);
    values.put("/loss/variety", variety);
    values.put("/loss/penaltyEvery", penaltyEvery);
    values.put("/loss/r2", r2);
    values.put("/loss/l2Form", l2Form);
    values.put("/loss/clip", clip);
  }
}
