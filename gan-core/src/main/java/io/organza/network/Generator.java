package io.organza.network;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import io.organza.torch.Precision;
import io.organza.torch.Torch;
import java.util.List;

/**
 * The generator: latents z (N, latentSize), standard normal, to images (N, C, H, W), whose pixels
 * are around [-1, 1], float32. A conditional one takes the class of each image too.
 *
 * <p>Residual family: a learned pattern for each channel, scaled by a linear map of z; then stages
 * of residual blocks, each after the first at twice the resolution; then a linear map to the
 * image's channels. The other families: {@link DcganLayers}.
 */
public final class Generator extends Network {

  private final NetworkOptions options;

  /** Creates a generator; {@link #initialize} gives it its weights. */
  public Generator(NetworkOptions options, Precision precision, long seed) {
    super(options, seed);
    this.options = options;
    switch (options.family()) {
      case RESIDUAL -> addResidual(precision);
      case STRIDED, DCGAN -> new DcganLayers(this, options).addGenerator(precision);
    }
    add((x, pass) -> Torch.leave(x));
  }

  /**
   * Computes the images of a batch in training.
   *
   * @param labels the class of each image, as {@link Labels} makes them
   * @param noise what is drawn for the features
   */
  public NDArray forward(NDArray latents, NDArray labels, TrainingNoise noise) {
    return forward(new Layer.Pass(latents, labels, 1, MOMENTUM, noise));
  }

  /**
   * Computes the images of a batch for the sake of running statistics, which move towards the
   * batch's.
   *
   * @param share of the batch in the running statistics from now on, above 0, at most 1
   */
  public NDArray observe(NDArray latents, NDArray labels, double share) {
    return forward(new Layer.Pass(latents, labels, 1, share, null));
  }

  private void addResidual(Precision precision) {
    List<Integer> widths = options.generatorWidths();
    ResidualLayers layers = new ResidualLayers(this, options, widths.size(), Torch::leakyRelu);
    int width = widths.get(0);
    new ClassLayers(this, options).addClassBesideLatent();
    add(stem(width));
    add((x, pass) -> Torch.enter(x, precision));
    for (int i = 0; i < widths.size(); i++) {
      if (i > 0) {
        if (widths.get(i) != width) {
          add(layers.projection("stage" + i + ".projection", width, widths.get(i)));
          width = widths.get(i);
        }
        add((x, pass) -> Torch.resampleUp(x));
      }
      add(NoiseLayers.noise(this, options, "stage" + i, width));
      layers.addStage("stage" + i, width);
    }
    add(layers.projectionWithBias("image.projection", width, options.channels()));
  }

  private Layer stem(int width) {
    Parameter linear =
        weight("stem.linear", 1 / Math.sqrt(options.stemInputs()), width, options.stemInputs());
    Parameter patterns =
        weight("stem.patterns", 1, width, options.stemHeight(), options.stemWidth());
    return (z, pass) ->
        Torch.scalePatterns(Torch.linear(z, linear.getArray()), patterns.getArray());
  }

  @Override
  Shape inputShape() {
    return new Shape(1, options.latentSize());
  }

  @Override
  public Shape[] getOutputShapes(Shape[] inputShapes) {
    long count = inputShapes[0].get(0);
    return new Shape[] {new Shape(count, options.channels(), options.height(), options.width())};
  }
}
