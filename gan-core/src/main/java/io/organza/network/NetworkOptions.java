package io.organza.network;

import java.util.ArrayList;
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
 * @param blocksPerStage residual blocks in each stage; unused by {@link NetworkFamily#DCGAN}
 * @param blockShape the shape of a residual block; unused by {@link NetworkFamily#DCGAN}
 * @param groupSize channels of a group of the 3x3 convolution of {@link BlockShape#BOTTLENECK}
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
    int groupSize) {

  /** The shorter side of the stem is at least this, and less than twice this. */
  private static final int STEM = 4;

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
    return new int[] {nearestMultiple(height, step), nearestMultiple(width, step)};
  }

  private static int nearestMultiple(int side, int step) {
    return Math.max(STEM, Math.round((float) side / step)) * step;
  }

  /** Returns the height of the features at the lowest resolution. */
  public int stemHeight() {
    return height >> doublings();
  }

  /** Returns the width of the features at the lowest resolution. */
  public int stemWidth() {
    return width >> doublings();
  }

  private int doublings() {
    return switch (family) {
      case RESIDUAL -> generatorWidths.size() - 1;
      case DCGAN -> generatorWidths.size();
    };
  }

  /** Returns what is wrong with the options, a line for each, in no case an exception. */
  public List<String> problems() {
    List<String> problems = new ArrayList<>();
    if (channels != 1 && channels != 3 && channels != 4) {
      problems.add("channels: must be 1 (grey), 3 (RGB) or 4 (RGBA), got " + channels);
    }
    requirePositive(problems, "latent-size", latentSize);
    requirePositive(problems, "blocks-per-stage", blocksPerStage);
    requirePositive(problems, "group-size", groupSize);
    generatorWidths.forEach(w -> requirePositive(problems, "generator-widths", w));
    discriminatorWidths.forEach(w -> requirePositive(problems, "discriminator-widths", w));
    if (generatorWidths.isEmpty() || generatorWidths.size() != discriminatorWidths.size()) {
      problems.add(
          "discriminator-widths: must have as many stages as generator-widths, at least one, got "
              + discriminatorWidths.size()
              + " and "
              + generatorWidths.size());
    } else {
      checkSize(problems);
    }
    if (blockShape == BlockShape.BOTTLENECK && problems.isEmpty()) {
      checkGroups(problems);
    }
    return problems;
  }

  private void checkSize(List<String> problems) {
    int step = 1 << doublings();
    if (height < step || width < step || height % step != 0 || width % step != 0) {
      int[] nearest = nearestSize(height, width);
      problems.add(
          "resolution: %dx%d cannot be built, sides must be multiples of %d; the nearest is %dx%d"
              .formatted(width, height, step, nearest[1], nearest[0]));
    }
  }

  private void checkGroups(List<String> problems) {
    for (List<Integer> widths : List.of(generatorWidths, discriminatorWidths)) {
      for (int w : widths) {
        if (2 * w % Math.min(groupSize, 2 * w) != 0) {
          problems.add("group-size: must divide twice each width, got " + groupSize + " for " + w);
        }
      }
    }
  }

  private static void requirePositive(List<String> problems, String name, int value) {
    if (value < 1) {
      problems.add(name + ": must be at least 1, got " + value);
    }
  }
}
