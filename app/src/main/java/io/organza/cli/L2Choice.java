package io.organza.cli;

import io.organza.loss.LossOptions;
import org.jspecify.annotations.Nullable;

/**
 * What {@code --l2} asks for.
 *
 * @param lambda the fixed one; null for an adaptive one
 */
record L2Choice(@Nullable Double lambda) {

  private static final String ADAPTIVE = "adaptive";

  /** Reads a number, or {@code adaptive}. */
  static L2Choice parse(String text) {
    return new L2Choice(text.equals(ADAPTIVE) ? null : Converters.finite(text));
  }

  boolean isAdaptive() {
    return lambda == null;
  }

  /** Returns the L2 penalty of a run in a few words. */
  static String describe(LossOptions loss) {
    return loss.adaptiveL2().enabled()
        ? "%s from %s to %s"
            .formatted(
                ADAPTIVE,
                Format.number(loss.adaptiveL2().least()),
                Format.number(loss.adaptiveL2().most()))
        : Format.number(loss.l2());
  }
}
