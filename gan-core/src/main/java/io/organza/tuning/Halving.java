package io.organza.tuning;

import io.organza.record.Problems;
import java.util.List;

/**
 * Successive halving: all settings are trained for a short time, the best of them for longer, and
 * so on, rung by rung (Jamieson and Talwalkar, "Non-stochastic best arm identification and
 * hyperparameter optimization", AISTATS 2016).
 *
 * @param kimg the length of the first rung's training, in thousands of images
 * @param rungs how many rungs there are
 * @param eta each rung is so many times as long as the one before, for that share of its settings
 */
public record Halving(double kimg, int rungs, int eta) {

  /** Returns what is wrong with the values; each problem begins with the option in kebab-case. */
  public List<String> problems() {
    return new Problems()
        .require("kimg", kimg > 0 && Double.isFinite(kimg), "above 0 and finite", kimg)
        .require("rungs", rungs >= 1 && rungs <= 10, "from 1 to 10", rungs)
        .require("eta", eta >= 2, "at least 2", eta)
        .toList();
  }

  /** Returns the length of a training when it has done a rung, in thousands of images. */
  public double kimg(int rung) {
    return kimg * Math.pow(eta, rung);
  }

  /** Returns how many of a rung's settings go on: one of eta, rounded up. */
  public int survivors(int settings) {
    return (int) (((long) settings + eta - 1) / eta);
  }

  /** Returns how many trials there are of so many settings, if none diverges. */
  public int trials(int settings) {
    int trials = 0;
    int alive = settings;
    for (int rung = 0; rung < rungs; rung++) {
      trials += alive;
      alive = survivors(alive);
    }
    return trials;
  }

  /** Returns all images that trainings of so many settings are shown, in thousands. */
  public double totalKimg(int settings) {
    double total = 0;
    int alive = settings;
    for (int rung = 0; rung < rungs; rung++) {
      total += alive * (kimg(rung) - (rung == 0 ? 0 : kimg(rung - 1)));
      alive = survivors(alive);
    }
    return total;
  }
}
