package io.organza.metric;

import org.jspecify.annotations.Nullable;

/**
 * How near made images are to real ones; each set's nearest-neighbour scores are of at most 10,000
 * of its images.
 *
 * @param frechet the squared Frechet distance; lower is better
 * @param frechetInterval where that of many images lies, if either set has fewer than {@link
 *     #MANY_IMAGES} and it can be told; else null
 * @param kernel the kernel distance; lower is better
 * @param neighbours precision, recall, density and coverage, with 5 neighbours; higher is better
 */
public record Scores(
    double frechet,
    @Nullable Interval frechetInterval,
    KernelDistance kernel,
    NeighbourScores neighbours) {

  private static final int MOST_NEIGHBOURS = 10_000;
  private static final int NEIGHBOURS = 5;

  /** The fewest images that can be scored. */
  public static final int LEAST_IMAGES = NEIGHBOURS + 1;

  /** From so many images on, on both sides, that they are not more makes little difference. */
  public static final int MANY_IMAGES = 5_000;

  /**
   * Computes all scores.
   *
   * @param made by the reference's extractor
   * @throws IllegalArgumentException if there are fewer than {@link #LEAST_IMAGES} on either side
   */
  public static Scores of(Features made, Reference real) {
    boolean few = Math.min(made.count(), real.features().count()) < MANY_IMAGES;
    return new Scores(
        real.frechetDistance(made),
        few ? real.frechetInterval(made).orElse(null) : null,
        KernelDistance.between(made, real.features()),
        NeighbourScores.of(
            real.features().atMost(MOST_NEIGHBOURS), made.atMost(MOST_NEIGHBOURS), NEIGHBOURS));
  }
}
