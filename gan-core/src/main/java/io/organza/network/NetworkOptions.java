package io.organza.network;

import io.organza.record.Problems;
import java.util.List;

/**
 * The shape of a pair of networks.
 *
 * @param family the family of both networks
 * @param height the images' height in pixels
 * @param width the images' width in pixels
 * @param channels the images' channels: 1 (grey), 3 (RGB) or 4 (RGBA)
 * @param latentSize the length of the latent z
 * @param generatorWidths feature channels of each stage of the generator, from the lowest
 *     resolution (the stem) to the highest; each stage doubles both sides
 * @param discriminatorWidths the same for the discriminator, also from the lowest resolution
 * @param blocksPerStage residual blocks in each stage of a residual network
 * @param blockShape the shape of a residual block
 * @param groupSize channels of a group of the 3x3 convolution of {@link BlockShape#BOTTLENECK}
 * @param classes the number of classes of images; 0 if networks are not told the class
 * @param generatorNoise whether each stage of the generator adds noise in training, by a learned
 *     scale
 * @param smoothedStages after how many of the generator's last transposed convolutions the filter
 *     [1 2 1] / 4 along both sides is; residual networks have none
 * @param modulated whether z, too, scales and moves the generator's features after each
 *     normalisation, and the scales and shifts of classes learn faster ({@link #classRate});
 *     residual networks normalise nothing
 */
public record NetworkOptions(
    NetworkFamily family,
    int height,
    int width,
    int channels,
    int latentSize,
    List<Integer> generatorWidths,
    List<Integer> discriminatorWidths,
    int blocksPerStage,
    BlockShape blockShape,
    int groupSize,
    int classes,
    boolean generatorNoise,
    int smoothedStages,
    boolean modulated) {

  /** The shorter side of the stem is at least this, and less than twice this. */
  private static final int STEM = 4;

  private static final int BOTTLENECK_EXPANSION = 2;

  private static final int MODULATED_CLASS_RATE = 5;

  /** Both networks keep a vector for each class, the discriminator's of thousands of numbers. */
  private static final int MOST_CLASSES = 10_000;

  public NetworkOptions {
    generatorWidths = List.copyOf(generatorWidths);
    discriminatorWidths = List.copyOf(discriminatorWidths);
  }

  /**
   * Returns how often the resolution doubles between the stem, whose shorter side is 4 to 7, and
   * images of the given size.
   */
  public static int doublings(int height, int width) {
    int quarters = Math.max(1, Math.min(height, width) / STEM);
    return Math.max(1, 31 - Integer.numberOfLeadingZeros(quarters));
  }

  /** Returns the size nearest to the given one that networks can be built for: {height, width}. */
  public static int[] nearestSize(int height, int width) {
    int step = 1 << doublings(height, width);
    int nearHeight = nearestMultiple(height, step);
    int nearWidth = nearestMultiple(width, step);
    // Rounding up may allow, and so ask for, one doubling more.
    return doublings(nearHeight, nearWidth) == doublings(height, width)
        ? new int[] {nearHeight, nearWidth}
        : nearestSize(nearHeight, nearWidth);
  }

  private static int nearestMultiple(int side, int step) {
    return Math.max(STEM, Math.round((float) side / step)) * step;
  }

  /** Returns the channels inside of a bottleneck, of so many outside. */
  public int bottleneckWidth(int width) {
    return BOTTLENECK_EXPANSION * width;
  }

  /** Returns the groups of the 3x3 convolution in a bottleneck, of so many channels outside. */
  public int groups(int width) {
    return bottleneckWidth(width) / group(width);
  }

  private int group(int width) {
    return Math.min(groupSize, bottleneckWidth(width));
  }

  /** Returns whether the filter is after the transposed convolution of a stage, from 0. */
  public boolean smoothed(int stage) {
    return stage >= generatorWidths.size() - smoothedStages;
  }

  /** Returns the height of the features at the lowest resolution. */
  public int stemHeight() {
    return height >> doublings();
  }

  /** Returns the width of the features at the lowest resolution. */
  public int stemWidth() {
    return width >> doublings();
  }

  /** Returns whether networks are told the class of each image. */
  public boolean conditional() {
    return classes > 0;
  }

  /** Returns the length of z, together with the vector of the class beside it if there is one. */
  int stemInputs() {
    return conditional() && family == NetworkFamily.RESIDUAL ? 2 * latentSize : latentSize;
  }

  /**
   * Returns how many times as fast as other weights the scales and shifts of classes learn; they
   * are stored divided by this (after the multiplier of the learning rate in StyleGAN's mapping
   * network, Karras et al., CVPR 2019).
   */
  public int classRate() {
    return modulated ? MODULATED_CLASS_RATE : 1;
  }

  private int doublings() {
    return generatorWidths.size() - (family.halvesImages() ? 0 : 1);
  }

  /** Returns what is wrong with the values; each problem begins with the option in kebab-case. */
  public List<String> problems() {
    boolean imageChannels = channels == 1 || channels == 3 || channels == 4;
    boolean mirrored =
        !generatorWidths.isEmpty() && generatorWidths.size() == discriminatorWidths.size();
    Problems problems =
        new Problems()
            .require("channels", imageChannels, "1 (grey), 3 (RGB) or 4 (RGBA)", channels)
            .require("latent-size", latentSize >= 1, "at least 1", latentSize)
            .require("blocks-per-stage", blocksPerStage >= 1, "at least 1", blocksPerStage)
            .require("group-size", groupSize >= 1, "at least 1", groupSize)
            .require(
                "classes",
                classes >= 0 && classes <= MOST_CLASSES,
                "at least 0 (none) and at most " + MOST_CLASSES,
                classes)
            .require(
                "smoothed-stages",
                smoothedStages >= 0
                    && smoothedStages <= (family.halvesImages() ? generatorWidths.size() : 0),
                "at least 0 and at most the transposed convolutions, of which residual networks have"
                    + " none",
                smoothedStages)
            .require(
                "modulated",
                !modulated || family != NetworkFamily.RESIDUAL,
                "false for residual networks, which normalise nothing",
                modulated)
            .require("discriminator-widths", mirrored, "as many as generator-widths", stages());
    checkWidths(problems, "generator-widths", generatorWidths);
    checkWidths(problems, "discriminator-widths", discriminatorWidths);
    if (mirrored) {
      checkSize(problems);
    }
    return problems.toList();
  }

  private String stages() {
    return discriminatorWidths.size() + " and " + generatorWidths.size();
  }

  private void checkWidths(Problems problems, String field, List<Integer> widths) {
    boolean positive = widths.stream().allMatch(w -> w >= 1);
    problems.require(field, positive, "at least 1 each", widths);
    if (blockShape == BlockShape.BOTTLENECK && groupSize >= 1 && positive) {
      boolean divides = widths.stream().allMatch(w -> bottleneckWidth(w) % group(w) == 0);
      problems.require(field, divides, "multiples of half the group-size", widths);
    }
  }

  private void checkSize(Problems problems) {
    int step = 1 << doublings();
    int[] nearest = nearestSize(height, width);
    problems.require(
        "resolution",
        height >= step && width >= step && height % step == 0 && width % step == 0,
        "multiples of %d, the nearest that can be built is %dx%d"
            .formatted(step, nearest[1], nearest[0]),
        width + "x" + height);
  }
}
