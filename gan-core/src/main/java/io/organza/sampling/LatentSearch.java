package io.organza.sampling;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.organza.image.ImageShape;
import io.organza.image.Pixels;
import io.organza.random.Purpose;
import io.organza.random.RandomStream;
import io.organza.torch.AdamOptimizer;
import io.organza.torch.Torch;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Finds the latent whose image is nearest to a given picture, by gradient descent through the
 * generator (Zhu et al., "Generative visual manipulation on the natural image manifold", ECCV
 * 2016).
 *
 * <p>Several latents descend side by side, by Adam with a rate that falls to 0: the nearest ones of
 * many that are drawn at random, some of every class. The best counts, for a descent may end in a
 * bad place. For each,
 *
 * <pre>loss = sum over k of mean((down^k(image(z)) - down^k(picture))^2) + 0.01 (|z|^2 / n - 1)^2
 * </pre>
 *
 * <p>where image cuts off what the generator makes beyond [-1, 1], as when it is shown, and down
 * halves both sides, as often as they have eight pixels: so shapes that are in the wrong place know
 * where to go. The last term keeps the n numbers of z near the sphere on which normal latents lie.
 */
public final class LatentSearch {

  private static final double PRIOR = 0.01;
  private static final double RATE = 0.1;
  private static final int DRAWN_FOR_EACH = 16;
  private static final int DRAWN_OF_CLASS = 4;
  private static final int SMALLEST_SIDE = 8;

  private final ImageGenerator generator;
  private final Options options;

  /**
   * How long to search.
   *
   * @param starts how many latents descend, at least 1
   * @param steps how many steps they take, at least 1
   * @param seed of the latents that are drawn
   */
  public record Options(int starts, int steps, long seed) {

    public Options {
      if (starts < 1 || steps < 1) {
        throw new IllegalArgumentException(
            "starts and steps must be at least 1, got " + starts + " and " + steps);
      }
    }
  }

  /** What is told between two steps. */
  @FunctionalInterface
  public interface Progress {

    /**
     * Hears how many steps were taken; 0 also between passes of images that are drawn to start
     * from.
     *
     * @return whether to go on
     */
    boolean goOn(int steps);
  }

  /** Prepares a search with a generator, which stays its owner's. */
  public LatentSearch(ImageGenerator generator, Options options) {
    this.generator = generator;
    this.options = options;
  }

  /**
   * Searches.
   *
   * @param picture the levels of a picture of the generator's shape, (H, W, C)
   * @param classes those to try, from 0; empty if the generator is unconditional
   * @return the nearest latent that was found, also if it was stopped early
   */
  public Match find(byte[] picture, List<Integer> classes, Progress progress) {
    if (picture.length != generator.shape().size()
        || classes.isEmpty() != (generator.classes() == 0)) {
      throw new IllegalArgumentException(
          "picture must be of %s with classes if the generator knows any, got %d levels and %s"
              .formatted(generator.shape(), picture.length, classes));
    }
    List<Match> starts = nearestDrawn(picture, classes, progress);
    float[] descended = descend(starts, picture, progress);
    float[][] latents = new float[starts.size()][generator.latentSize()];
    for (int i = 0; i < latents.length; i++) {
      System.arraycopy(descended, i * latents[i].length, latents[i], 0, latents[i].length);
    }
    // A descent may end farther away than it began.
    List<Match> found = new ArrayList<>(starts);
    found.addAll(matches(latents, labels(starts), picture));
    return best(found, 1).get(0);
  }

  /** Draws latents, of the classes in turn, until it is to stop; keeps those to start from. */
  private List<Match> nearestDrawn(byte[] picture, List<Integer> classes, Progress progress) {
    int count = Math.max(DRAWN_FOR_EACH * options.starts(), DRAWN_OF_CLASS * classes.size());
    List<Match> nearest = List.of();
    // In passes: of thousands of classes not all images are in memory at once.
    for (int from = 0;
        from == 0 || (from < count && progress.goOn(0));
        from += generator.passSize()) {
      int to = Math.min(from + generator.passSize(), count);
      List<Match> known = new ArrayList<>(nearest);
      known.addAll(drawn(from, to, picture, classes));
      nearest = best(known, options.starts());
    }
    return nearest;
  }

  private List<Match> drawn(int from, int to, byte[] picture, List<Integer> classes) {
    float[][] latents = new float[to - from][];
    int[] labels = new int[classes.isEmpty() ? 0 : latents.length];
    for (int i = 0; i < latents.length; i++) {
      RandomStream random = RandomStream.of(options.seed(), Purpose.SEARCHED_LATENTS, from + i);
      latents[i] = random.gaussians(generator.latentSize());
      if (labels.length > 0) {
        labels[i] = classes.get((from + i) % classes.size());
      }
    }
    return matches(latents, labels, picture);
  }

  private List<Match> matches(float[][] latents, int[] labels, byte[] picture) {
    byte[][] levels = generator.levels(latents, labels);
    return IntStream.range(0, latents.length)
        .mapToObj(
            i -> new Match(latents[i], labels.length == 0 ? 0 : labels[i], levels[i], picture))
        .toList();
  }

  private static List<Match> best(List<Match> matches, int count) {
    return matches.stream().sorted(Comparator.comparingDouble(Match::rms)).limit(count).toList();
  }

  private int[] labels(List<Match> starts) {
    return generator.classes() == 0 ? new int[0] : starts.stream().mapToInt(Match::label).toArray();
  }

  /** Returns where the latents end, one after the other. */
  private float[] descend(List<Match> starts, byte[] picture, Progress progress) {
    int size = generator.latentSize();
    float[] flat = new float[starts.size() * size];
    for (int i = 0; i < starts.size(); i++) {
      System.arraycopy(starts.get(i).latent(), 0, flat, i * size, size);
    }
    try (NDManager scope = generator.newScope()) {
      Shape shape = new Shape(starts.size(), size);
      // A copy in PyTorch's own memory, to be changed in place.
      NDArray z = scope.create(flat, shape).duplicate();
      AdamOptimizer adam = new AdamOptimizer(List.of(z)); // Its moments are freed with z.
      int[] labels = labels(starts);
      List<NDArray> targets = Torch.unrecorded(() -> scales(planes(scope, picture)));
      for (int step = 1; step <= options.steps() && progress.goOn(step - 1); step++) {
        NDArray gradient = Torch.recorded(() -> gradient(z, labels, targets));
        double rate = RATE * (1 - (step - 1.0) / options.steps());
        adam.step(List.of(gradient), step, new AdamOptimizer.Rates(rate, 0.9, 0.999, 1e-8));
        gradient.close();
      }
      return z.toFloatArray();
    }
  }

  private NDArray gradient(NDArray z, int[] labels, List<NDArray> targets) {
    try (NDManager scope = z.getManager().newSubManager()) {
      NDArray leaf = Torch.leaf(z);
      leaf.attach(scope);
      NDArray loss = loss(leaf, labels, targets);
      NDArray gradient = Torch.gradients(loss, List.of(leaf)).head();
      gradient.attach(z.getManager());
      return gradient;
    }
  }

  /** Returns the sum of the losses of all latents, each of which depends on its own alone. */
  private NDArray loss(NDArray z, int[] labels, List<NDArray> targets) {
    NDArray loss = Torch.scale(distanceFromSphere(z), PRIOR);
    List<NDArray> images = scales(clamped(generator.images(z, labels)));
    for (int i = 0; i < images.size(); i++) {
      NDArray difference = images.get(i).sub(targets.get(i));
      double pixels = (double) targets.get(i).size();
      loss = loss.add(Torch.scale(difference.square().sum(), 1 / pixels));
    }
    return loss;
  }

  /** Returns images with their pixels in [-1, 1], as they are shown. */
  private static NDArray clamped(NDArray images) {
    NDArray one = images.onesLike();
    NDArray above = Torch.relu(images.add(one));
    return one.sub(Torch.relu(one.add(one).sub(above)));
  }

  private static NDArray distanceFromSphere(NDArray z) {
    long size = z.getShape().get(1);
    NDArray square = Torch.scale(z.square().sum(new int[] {1}), 1.0 / size);
    return square.sub(square.onesLike()).square().sum();
  }

  /** Returns images (N, C, H, W), and the same at half the size and less. */
  private static List<NDArray> scales(NDArray images) {
    List<NDArray> scales = new ArrayList<>(List.of(images));
    NDArray small = images;
    while (Math.min(small.getShape().get(2), small.getShape().get(3)) >= SMALLEST_SIDE) {
      small = Torch.resampleDown(small);
      scales.add(small);
    }
    return scales;
  }

  /** Returns the picture as a network sees it: (1, C, H, W), floats in [-1, 1]. */
  private NDArray planes(NDManager scope, byte[] picture) {
    ImageShape shape = generator.shape();
    float[] floats = new float[shape.size()];
    Pixels.toPlanar(picture, shape, floats, 0);
    return scope.create(floats, new Shape(1, shape.channels(), shape.height(), shape.width()));
  }

  /** A latent, and how near its image is to a picture. */
  public static final class Match {

    private final float[] latent;
    private final int label;
    private final byte[] levels;
    private final double rms;

    private Match(float[] latent, int label, byte[] levels, byte[] picture) {
      this.latent = latent;
      this.label = label;
      this.levels = levels;
      rms = rms(levels, picture);
    }

    private static double rms(byte[] levels, byte[] picture) {
      double sum = 0;
      for (int i = 0; i < levels.length; i++) {
        double difference = ((levels[i] & 0xFF) - (picture[i] & 0xFF)) / 255.0;
        sum += difference * difference;
      }
      return Math.sqrt(sum / levels.length);
    }

    /** Returns the latent: (latentSize). */
    public float[] latent() {
      return latent.clone();
    }

    /** Returns the class, from 0; 0 if there are none. */
    public int label() {
      return label;
    }

    /** Returns the levels of the latent's image: (H, W, C). */
    public byte[] levels() {
      return levels.clone();
    }

    /** Returns the root mean square of the differences of levels, as a share of their range. */
    public double rms() {
      return rms;
    }
  }
}
