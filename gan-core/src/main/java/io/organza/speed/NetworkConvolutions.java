package io.organza.speed;

import io.organza.network.NetworkFamily;
import io.organza.network.NetworkOptions;
import io.organza.torch.Convolution;
import java.util.ArrayList;
import java.util.List;

/**
 * The convolutions of a network, in the order in which an image passes through them.
 *
 * <p>Not among them are the stem and the head, which are linear maps, and resampling, whose filters
 * are fixed and see one channel each: together they are about a hundredth of the arithmetic.
 */
final class NetworkConvolutions {

  private final NetworkOptions options;
  private final List<Convolution> convolutions = new ArrayList<>();

  private NetworkConvolutions(NetworkOptions options) {
    this.options = options;
  }

  /** Returns the generator's. */
  static List<Convolution> ofGenerator(NetworkOptions options) {
    NetworkConvolutions generator = new NetworkConvolutions(options);
    switch (options.family()) {
      case RESIDUAL -> generator.addResidualGenerator();
      case STRIDED, DCGAN -> generator.addClassicGenerator();
    }
    return generator.convolutions;
  }

  /** Returns the discriminator's; the first is the one that takes the image. */
  static List<Convolution> ofDiscriminator(NetworkOptions options) {
    NetworkConvolutions discriminator = new NetworkConvolutions(options);
    switch (options.family()) {
      case RESIDUAL, STRIDED -> discriminator.addResidualDiscriminator();
      case DCGAN -> discriminator.addClassicDiscriminator();
    }
    return discriminator.convolutions;
  }

  private void addResidualGenerator() {
    List<Integer> widths = options.generatorWidths();
    int last = widths.size() - 1;
    for (int stage = 0; stage <= last; stage++) {
      if (stage > 0) {
        addProjection(widths.get(stage - 1), widths.get(stage), stage - 1);
      }
      addBlocks(widths.get(stage), stage);
    }
    convolutions.add(
        Convolution.same(1, widths.get(last), options.channels(), height(last), width(last)));
  }

  private void addResidualDiscriminator() {
    List<Integer> widths = options.discriminatorWidths();
    int last = widths.size() - 1;
    convolutions.add(
        options.family() == NetworkFamily.STRIDED
            ? Convolution.down(
                options.channels(), widths.get(last), options.height(), options.width())
            : Convolution.same(
                1, options.channels(), widths.get(last), options.height(), options.width()));
    for (int stage = last; stage >= 0; stage--) {
      if (stage < last) {
        addProjection(widths.get(stage + 1), widths.get(stage), stage);
      }
      addBlocks(widths.get(stage), stage);
    }
  }

  /** Adds what changes the number of channels, if it changes. */
  private void addProjection(int in, int out, int stage) {
    if (in != out) {
      convolutions.add(Convolution.same(1, in, out, height(stage), width(stage)));
    }
  }

  private void addBlocks(int channels, int stage) {
    for (int block = 0; block < options.blocksPerStage(); block++) {
      switch (options.blockShape()) {
        case BASIC -> {
          convolutions.add(Convolution.same(3, channels, channels, height(stage), width(stage)));
          convolutions.add(Convolution.same(3, channels, channels, height(stage), width(stage)));
        }
        case BOTTLENECK -> addBottleneck(channels, stage);
      }
    }
  }

  private void addBottleneck(int channels, int stage) {
    int wide = options.bottleneckWidth(channels);
    int groups = options.groups(channels);
    convolutions.add(Convolution.same(1, channels, wide, height(stage), width(stage)));
    convolutions.add(new Convolution(wide, wide, 3, 1, false, groups, height(stage), width(stage)));
    convolutions.add(Convolution.same(1, wide, channels, height(stage), width(stage)));
  }

  private void addClassicGenerator() {
    List<Integer> widths = options.generatorWidths();
    for (int stage = 0; stage < widths.size(); stage++) {
      boolean last = stage == widths.size() - 1;
      int out = last ? options.channels() : widths.get(stage + 1);
      convolutions.add(Convolution.up(widths.get(stage), out, height(stage), width(stage)));
    }
  }

  private void addClassicDiscriminator() {
    List<Integer> widths = options.discriminatorWidths();
    int in = options.channels();
    for (int stage = widths.size() - 1; stage >= 0; stage--) {
      int out = widths.get(stage);
      convolutions.add(Convolution.down(in, out, height(stage + 1), width(stage + 1)));
      in = out;
    }
  }

  private int height(int stage) {
    return options.stemHeight() << stage;
  }

  private int width(int stage) {
    return options.stemWidth() << stage;
  }
}
