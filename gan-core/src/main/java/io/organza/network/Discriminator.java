package io.organza.network;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import io.organza.torch.Precision;
import io.organza.torch.Torch;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * The discriminator: images (N, C, H, W) in [-1, 1] to logits (N, J), float32, higher for real;
 * and, if it is conditional, for real ones of their class. Each image is judged alone, the first
 * column; in the strided family also among others, a second one.
 *
 * <p>Residual family: the generator's mirror. A linear map from the image's channels, or in the
 * strided family a convolution that halves the resolution; stages of residual blocks, each after
 * the first at half the resolution; then the inner product of each channel with a learned pattern,
 * and a linear map of these; for the second judgement also of how much they differ among images.
 */
public final class Discriminator extends Network {

  /** How many images are judged by their variety together. */
  private static final long GROUP = 8;

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
      layers.addStage("stage" + i, width);
    }
    add(head(width));
  }

  /**
   * Judges real images and as many fakes in one pass, which takes half as many operations as two:
   * two batches, of which none knows of the other.
   *
   * @param labels the classes of the real images, and of the fakes as well
   * @return the logits (2 N, J) of the real images, then of the fakes
   */
  public NDArray forward(NDArray real, NDArray fake, NDArray labels) {
    return forward(new Layer.Pass(real.concat(fake), labels.concat(labels), 2, MOMENTUM, null));
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
    Layer features = (x, pass) -> Torch.matchPatterns(x, patterns.getArray());
    Layer logits = new ClassLayers(this, options).logits(1 / Math.sqrt(width), width);
    Layer judgements = options.family().judgesVariety() ? withVariety(logits, width) : logits;
    return (x, pass) -> judgements.apply(features.apply(x, pass), pass);
  }

  /**
   * Puts beside the logits (N, 1) a second judgement: the same plus a linear map of how much the
   * features (N, F) differ within groups of images. Fakes that are less varied than real ones, or
   * otherwise varied, are told by that (after the minibatch standard deviation of Karras et al.,
   * "Progressive growing of GANs", ICLR 2018, which is the mean over all features). A batch that
   * cannot be divided so is one group.
   */
  private Layer withVariety(Layer logits, int width) {
    Parameter linear = weight("head.variety", 1 / Math.sqrt(width), 1, width);
    return (x, pass) -> {
      long images = x.getShape().get(0);
      long groups = images % (GROUP * pass.batches()) == 0 ? images / GROUP : pass.batches();
      NDArray deviations = Torch.deviations(x.reshape(groups, -1, width));
      NDArray variety = Torch.linear(deviations, linear.getArray());
      NDArray alone = logits.apply(x, pass);
      NDArray among = alone.reshape(groups, -1).add(variety).reshape(-1, 1);
      return alone.concat(among, 1);
    };
  }

  @Override
  Shape inputShape() {
    return new Shape(1, options.channels(), options.height(), options.width());
  }

  @Override
  public Shape[] getOutputShapes(Shape[] inputShapes) {
    return new Shape[] {new Shape(inputShapes[0].get(0), options.family().judgesVariety() ? 2 : 1)};
  }
}
