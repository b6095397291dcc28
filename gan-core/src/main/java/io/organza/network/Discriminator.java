package io.organza.network;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import io.organza.torch.Precision;
import io.organza.torch.Torch;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * The discriminator: images (N, C, H, W) in [-1, 1] to logits (N), float32, higher for real; and,
 * if it is conditional, for real ones of their class.
 *
 * <p>Residual family: the generator's mirror. A linear map from the image's channels, or in the
 * strided family a convolution that halves the resolution; stages of residual blocks, each after
 * the first at half the resolution; then the inner product of each channel with a learned pattern,
 * and a linear map of these.
 */
public final class Discriminator extends Network {

  private final NetworkOptions options;

  /** Creates a discriminator; {@link #initialize} gives it its weights. */
  public Discriminator(NetworkOptions options, Precision precision, long seed) {
    this(options, precision, seed, Torch::leakyRelu);
  }

  Discriminator(
      NetworkOptions options, Precision precision, long seed, UnaryOperator<NDArray> activation) {
    super(options, seed);
    this.options = options;
    add((x, pass) -> Torch.enter(x, precision));
    switch (options.family()) {
      case RESIDUAL, STRIDED -> addResidual(activation);
      case DCGAN -> new DcganLayers(this, options).addDiscriminator();
    }
  }

  private void addResidual(UnaryOperator<NDArray> activation) {
    List<Integer> widths = options.discriminatorWidths();
    ResidualLayers layers = new ResidualLayers(this, options, widths.size(), activation);
    int width = widths.get(widths.size() - 1);
    add(
        options.family() == NetworkFamily.STRIDED
            ? layers.down("image.convolution", options.channels(), width)
            : layers.projection("image.projection", options.channels(), width));
    for (int i = widths.size() - 1; i >= 0; i--) {
      if (i < widths.size() - 1) {
        add((x, pass) -> Torch.resampleDown(x));
        if (widths.get(i) != width) {
          add(layers.projection("stage" + i + ".projection", width, widths.get(i)));
          width = widths.get(i);
        }
      }
      add(layers.stage("stage" + i, width));
    }
    add(head(width));
  }

  private Layer head(int width) {
    int size = options.stemHeight() * options.stemWidth();
    Parameter patterns =
        weight(
            "head.patterns",
            1 / Math.sqrt(size),
            width,
            1,
            options.stemHeight(),
            options.stemWidth());
    Layer logits = new ClassLayers(this, options).logits(1 / Math.sqrt(width), width);
    return (x, pass) -> logits.apply(Torch.matchPatterns(x, patterns.getArray()), pass);
  }

  @Override
  Shape inputShape() {
    return new Shape(1, options.channels(), options.height(), options.width());
  }

  @Override
  public Shape[] getOutputShapes(Shape[] inputShapes) {
    return new Shape[] {new Shape(inputShapes[0].get(0))};
  }
}
