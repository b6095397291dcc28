package io.organza.metric;

/**
 * How near made images are to real ones; each set's nearest-neighbour scores are of at most 10,000
 * of its images.
 *
 * @param frechet the squared Frechet distance; lower is better
 * @param kernel the kernel distance; lower is better
 * @param neighbours precision, recall, density and coverage, with 5 neighbours; higher is better
 */
public record Scores(double frechet, KernelDistance kernel, NeighbourScores neighbours) {

  private static final int MOST_NEIGHBOURS = 10_000;
  private static final int NEIGHBOURS = 5;

  /** The fewest images that can be scored. */
  public static final int LEAST_IMAGES = NEIGHBOURS + 1;

  /**
   * Computes all scores.
   *
   * @param made by the reference's extractor
   * @throws IllegalArgumentException if there are fewer than {@link #LEAST_IMAGES} on either side
   */
  public static Scores of(Features made, Reference real) {
    return new Scores(
        real.frechetDistance(made),
        KernelDistance.between(made, real.features()),
        NeighbourScores.of(
            real.features().atMost(MOST_NEIGHBOURS), made.atMost(MOST_NEIGHBOURS), NEIGHBOURS));
  }
}
