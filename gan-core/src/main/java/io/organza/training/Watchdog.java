package io.organza.training;

import io.organza.loss.AdversarialLoss;
import io.organza.loss.Clipping;
import io.organza.loss.LossOptions;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * Watches a training's ticks for what goes wrong slowly. What lasts for several ticks is told once,
 * and again only after it was gone for as many.
 */
public final class Watchdog {

  /** What can go wrong, with advice. */
  public enum Warning {
    /** The discriminator's loss stays near the least that it can be. */
    SATURATED_DISCRIMINATOR(
        "the discriminator tells real from generated images nearly without error, so the generator"
            + " learns little: try a larger gamma"),
    /**
     * The discriminator's loss stays where it is without an idea, so it has no gradients to give.
     */
    VANISHED_GRADIENTS(
        "the discriminator hardly tells real from generated images, so the generator learns little"
            + " more: if scores no longer fall, try a smaller gamma"),
    /** Generated images are nearly the same whatever their latents. */
    LOST_VARIETY(
        "generated images differ much less from each other than the real ones:"
            + " try a larger gamma or a smaller learning rate"),
    /** The gradients of a network are far above the bound all the time. */
    ALWAYS_CLIPPED(
        "gradients are clipped far at every step:"
            + " try a smaller learning rate, a larger gamma or a larger bound"),
    /** The discriminator knows the images that it is trained on from others of their kind. */
    LEARNED_BY_HEART(
        "the discriminator knows the training images by heart:"
            + " try a larger set, augmentation, or to stop earlier");

    private final String message;

    Warning(String message) {
      this.message = message;
    }

    /** Returns what is wrong and what to try, as a line. */
    public String message() {
      return message;
    }
  }

  /** The classic networks lose and find their balance within the first six ticks of 1 kimg. */
  private static final int TICKS = 10;

  /** A tenth of the loss at chance: the right answer has a probability of 93% (logistic losses). */
  private static final double SATURATED = 0.1;

  /** Of the loss at chance. Healthy runs of tiny have 0.9 to 0.96 at their hardest. */
  private static final double NEAR_CHANCE = 0.98;

  /** Residual generators have 0.8 to 1, the classic one begins with 0.2; collapsed ones near 0. */
  private static final double LITTLE_VARIETY = 0.15;

  /** One step in a hundred may be the exception. */
  private static final double ALWAYS = 0.99;

  /** The classic networks train well with their generator's gradients at three times the bound. */
  private static final double FAR = 5;

  /** Half of what the discriminator knows is memory: ADA begins to augment more there. */
  private static final double WIDE_GAP = 0.5;

  private final LossOptions loss;
  private final Map<Warning, Alarm> alarms = new EnumMap<>(Warning.class);

  /** Begins to watch a training with the given losses. */
  public Watchdog(LossOptions loss) {
    this.loss = loss;
    for (Warning warning : Warning.values()) {
      alarms.put(warning, new Alarm());
    }
  }

  /** Takes the next tick's report, and returns what is to be told now. */
  public List<Warning> watch(TickReport tick) {
    List<Warning> told = new ArrayList<>();
    alarms.forEach(
        (warning, alarm) -> {
          if (alarm.rises(isSeen(warning, tick))) {
            told.add(warning);
          }
        });
    return told;
  }

  private boolean isSeen(Warning warning, TickReport tick) {
    return switch (warning) {
      case SATURATED_DISCRIMINATOR ->
          tick.discriminatorLoss() < SATURATED * lossAtChance(loss.adversarial());
      case VANISHED_GRADIENTS ->
          tick.discriminatorLoss() > NEAR_CHANCE * lossAtChance(loss.adversarial());
      case LOST_VARIETY -> tick.fakeVariety() < LITTLE_VARIETY;
      case LEARNED_BY_HEART -> tick.gap() > WIDE_GAP;
      case ALWAYS_CLIPPED ->
          isFarClipped(tick.discriminatorClipped(), tick.discriminatorGradientNorm())
              || isFarClipped(tick.generatorClipped(), tick.generatorGradientNorm());
    };
  }

  /** The discriminator's loss if it has no idea; Wasserstein's has no least value. */
  private static double lossAtChance(AdversarialLoss adversarial) {
    return switch (adversarial) {
      case RELATIVISTIC -> Math.log(2);
      case NON_SATURATING -> 2 * Math.log(2);
      case HINGE -> 2;
      case LEAST_SQUARES -> 0.25;
      case WASSERSTEIN -> Double.NaN;
    };
  }

  /** Only for the norm of the whole gradient is it known how far it was above the bound. */
  private boolean isFarClipped(double share, double norm) {
    return share >= ALWAYS && (loss.clip() != Clipping.NORM || norm > FAR * loss.clipAt());
  }

  /** Rises when something was seen in so many ticks in a row, falls when it was not. */
  private static final class Alarm {
    private boolean risen;
    private int against;

    /** Returns whether it rises now. */
    boolean rises(boolean seen) {
      against = seen == risen ? 0 : against + 1;
      if (against < TICKS) {
        return false;
      }
      against = 0;
      risen = seen;
      return seen;
    }
  }
}
