package io.organza.training;

import io.organza.record.Problems;
import java.util.List;

/**
 * A value that changes with progress: constant, then a half cosine to another value, then constant.
 *
 * @param from the value at the first image
 * @param to the value at the end of the way and after
 * @param afterKimg where the way begins, in thousands of images
 * @param overKimg the length of the way, in thousands of images; 0 for a step
 */
public record Schedule(double from, double to, double afterKimg, double overKimg) {

  /** A schedule that changes from the first image on. */
  public Schedule(double from, double to, double overKimg) {
    this(from, to, 0, overKimg);
  }

  /** Returns a schedule that never changes. */
  public static Schedule constant(double value) {
    return new Schedule(value, value, 0);
  }

  /** Returns what is wrong with the values; where they are used, there are narrower bounds. */
  public List<String> problems() {
    return new Problems()
        .require("from", Double.isFinite(from), "finite", from)
        .require("to", Double.isFinite(to), "finite", to)
        .require(
            "after-kimg", afterKimg >= 0 && Double.isFinite(afterKimg), "at least 0", afterKimg)
        .require("over-kimg", overKimg >= 0 && Double.isFinite(overKimg), "at least 0", overKimg)
        .toList();
  }

  /** Returns the least value on the way. */
  double least() {
    return Math.min(from, to);
  }

  /** Returns the greatest value on the way. */
  double greatest() {
    return Math.max(from, to);
  }

  /** Returns the value after the given number of images. */
  public double at(long images) {
    double gone = images - afterKimg * 1000;
    if (gone >= overKimg * 1000) {
      return to;
    }
    if (gone <= 0) {
      return from;
    }
    double way = (1 - Math.cos(Math.PI * gone / (overKimg * 1000))) / 2;
    return from + (to - from) * way;
  }
}
