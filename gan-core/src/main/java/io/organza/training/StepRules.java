package io.organza.training;

import io.organza.loss.GradientClipping;
import io.organza.loss.LossOptions;
import io.organza.network.NetworkOptions;
import io.organza.random.Purpose;
import io.organza.random.RandomStream;
import io.organza.torch.AdamOptimizer;

/**
 * What is the same for all that a step computes: the options, and the state that it starts from.
 *
 * @param state how far the training is; it moves on at the end of each step
 */
record StepRules(
    NetworkOptions shape,
    LossOptions loss,
    TrainingOptions options,
    long seed,
    TrainingState state) {

  private static final double EPSILON = 1e-8;

  GradientClipping clipping() {
    return new GradientClipping(loss.clip(), loss.clipAt());
  }

  double augmentProbability() {
    return options.augment().probability(state.progress().augmentProbability());
  }

  /** Returns the weight of R1 and R2 at this step, how rarely they come counted in; 0 for none. */
  double penaltyWeight() {
    boolean penalised = state.steps() % loss.penaltyEvery() == 0;
    return penalised ? options.gamma().at(state.images()) / 2 * loss.penaltyEvery() : 0;
  }

  /** Returns the weight of the L2 penalty. */
  double lambda() {
    return loss.adaptiveL2().lambda(loss.l2(), state.progress().l2Decades());
  }

  /** Returns Adam's numbers, with a learning rate of so many times the usual one. */
  AdamOptimizer.Rates rates(double factor) {
    return new AdamOptimizer.Rates(
        options.learningRate().at(state.images())
            * factor
            * state.progress().recoveries().rateFactor(),
        options.beta1(),
        options.beta2().at(state.images()),
        EPSILON);
  }

  /** Returns the weight by which the average moves towards the generator at this step. */
  double averageWeight() {
    double halfLife = options.emaKimg().at(state.images()) * 1000;
    return 1 - Math.pow(0.5, options.batch() / halfLife);
  }

  /** Returns the numbers that are drawn at this step for a purpose. */
  RandomStream draws(Purpose purpose) {
    return RandomStream.of(seed, purpose, drawIndex());
  }

  /** As above, for one of up to four draws of the same purpose at a step. */
  RandomStream draws(Purpose purpose, int number) {
    return RandomStream.of(seed, purpose, 4 * drawIndex() + number);
  }

  /** After a recovery the draws are others, so that the same step does not fail again. */
  private long drawIndex() {
    return state.steps() + ((long) state.progress().recoveries().count() << 48);
  }
}
