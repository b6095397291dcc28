package io.organza.network;

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
 * @param groupSize channels of a group of a block's 3x3 convolution; unused by {@link
 *     NetworkFamily#DCGAN}
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
    int groupSize) {

  public NetworkOptions {
    generatorWidths = List.copyOf(generatorWidths);
    discriminatorWidths = List.copyOf(discriminatorWidths);
  }

  /** Returns what is wrong with the values; each problem begins with the option in kebab-case. */
  public List<String> problems() {
    return List.of();
  }
}
