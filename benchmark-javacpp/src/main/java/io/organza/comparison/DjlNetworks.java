package io.organza.comparison;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import ai.djl.nn.Block;
import ai.djl.nn.Blocks;
import ai.djl.nn.LambdaBlock;
import ai.djl.nn.ParallelBlock;
import ai.djl.nn.Parameter;
import ai.djl.nn.SequentialBlock;
import ai.djl.nn.convolutional.Conv2d;
import ai.djl.nn.core.Linear;
import ai.djl.nn.norm.BatchNorm;
import ai.djl.nn.pooling.Pool;
import ai.djl.training.initializer.Initializer;
import ai.djl.training.initializer.NormalInitializer;
import io.organza.network.NetworkOptions;
import java.util.ArrayList;
import java.util.List;

/**
 * The networks in DJL's own blocks, with as many parameters and the same distribution of initial
 * weights.
 *
 * <p>DJL has no transposed convolution. One of 4x4 and stride 2 is a 2x2 convolution for each of
 * the four places that a pixel becomes, which are then put side by side.
 */
final class DjlNetworks {

  /** How many images are judged by their variety together. */
  private static final int GROUP = 8;

  private DjlNetworks() {}

  static Block generator(NetworkOptions options) {
    List<Integer> widths = options.generatorWidths();
    int height = options.stemHeight();
    int width = options.stemWidth();
    int stem = widths.get(0) * height * width;
    SequentialBlock network = new SequentialBlock();
    network.add(Linear.builder().setUnits(stem).optBias(false).build());
    Shape features = new Shape(-1, widths.get(0), height, width);
    network.add(LambdaBlock.singleton(x -> x.reshape(features)));
    for (int i = 0; i < widths.size(); i++) {
      int out = i == widths.size() - 1 ? options.channels() : widths.get(i + 1);
      network.add(BatchNorm.builder().build());
      network.add(Activation.reluBlock());
      network.add(convolution(4 * out, 2, 1, 1).build());
      network.add(LambdaBlock.singleton(DjlNetworks::besideEachOther));
    }
    network.add(Activation.tanhBlock());
    network.setInitializer(new NormalInitializer(0.02f), Parameter.Type.WEIGHT);
    return network;
  }

  /** (N, 4 C, H + 1, W + 1), of which each place has a window of H x W, to (N, C, 2 H, 2 W). */
  static NDArray besideEachOther(NDArray x) {
    Shape shape = x.getShape();
    long height = shape.get(2) - 1;
    long width = shape.get(3) - 1;
    long channels = shape.get(1) / 4;
    NDList windows = new NDList();
    for (int place = 0; place < 4; place++) {
      long top = place / 2;
      long left = place % 2;
      windows.add(
          x.get(
              ":, {}:{}, {}:{}, {}:{}",
              place * channels,
              (place + 1) * channels,
              top,
              top + height,
              left,
              left + width));
    }
    return NDArrays.stack(windows)
        .reshape(2, 2, -1, channels, height, width)
        .transpose(2, 3, 4, 0, 5, 1)
        .reshape(-1, channels, 2 * height, 2 * width);
  }

  static Block discriminator(NetworkOptions options) {
    List<Integer> widths = options.discriminatorWidths();
    int stages = widths.size();
    int width = widths.get(stages - 1);
    SequentialBlock network = new SequentialBlock();
    network.add(initialised(convolution(width, 4, 2, 1), 1 / Math.sqrt(16.0 * options.channels())));
    for (int i = stages - 1; i >= 0; i--) {
      if (i < stages - 1) {
        network.add(Pool.avgPool2dBlock(square(2), square(1), square(1)));
        network.add(Pool.avgPool2dBlock(square(2), square(2), square(0)));
        network.add(initialised(convolution(widths.get(i), 1, 1, 0), 1 / Math.sqrt(width)));
        width = widths.get(i);
      }
      network.add(residual(width, Math.sqrt(2 / (1 + 0.2 * 0.2)) / Math.sqrt(stages)));
    }
    Conv2d.Builder patterns = convolution(width, options.stemHeight(), 1, 0).optGroups(width);
    network.add(initialised(patterns, 1.0 / options.stemHeight()));
    network.add(Blocks.batchFlattenBlock());
    Block variety =
        new SequentialBlock()
            .add(LambdaBlock.singleton(DjlNetworks::deviations))
            .add(linear(width))
            .add(LambdaBlock.singleton(x -> x.broadcast(x.size(0), GROUP).reshape(-1, 1)));
    network.add(
        new ParallelBlock(
            outputs -> judgements(outputs.get(0).head(), outputs.get(1).head()),
            new ArrayList<>(List.of(linear(width), variety))));
    return network;
  }

  /** The logits (N, 2): of each image alone, and with the variety of its group. */
  private static NDList judgements(NDArray alone, NDArray variety) {
    return new NDList(alone.concat(alone.add(variety), 1));
  }

  private static Block linear(int width) {
    Block linear = Linear.builder().setUnits(1).optBias(false).build();
    linear.setInitializer(normal(1 / Math.sqrt(width)), Parameter.Type.WEIGHT);
    return linear;
  }

  /** The deviations of features (N, F) in groups of images, (N / GROUP, F). */
  private static NDArray deviations(NDArray x) {
    NDArray groups = x.reshape(-1, GROUP, x.size(1));
    NDArray centred = groups.sub(groups.mean(new int[] {1}, true));
    return centred.square().mean(new int[] {1}).add(1e-4).sqrt();
  }

  private static Block residual(int width, double gain) {
    Conv2d.Builder first = convolution(width, 3, 1, 1).optBias(true);
    Conv2d.Builder second = convolution(width, 3, 1, 1).optBias(true);
    SequentialBlock branch =
        new SequentialBlock()
            .add(Activation.leakyReluBlock(0.2f))
            .add(initialised(first, gain / Math.sqrt(9.0 * width)))
            .add(Activation.leakyReluBlock(0.2f))
            .add(initialised(second, 0));
    return new ParallelBlock(
        outputs -> new NDList(outputs.get(0).head().add(outputs.get(1).head())),
        new ArrayList<>(List.of(Blocks.identityBlock(), branch)));
  }

  private static Conv2d.Builder convolution(int filters, int kernel, int stride, int pad) {
    return Conv2d.builder()
        .setFilters(filters)
        .setKernelShape(square(kernel))
        .optStride(square(stride))
        .optPadding(square(pad))
        .optBias(false);
  }

  private static Block initialised(Conv2d.Builder builder, double deviation) {
    Block convolution = builder.build();
    convolution.setInitializer(normal(deviation), Parameter.Type.WEIGHT);
    return convolution;
  }

  private static Initializer normal(double deviation) {
    return deviation == 0 ? Initializer.ZEROS : new NormalInitializer((float) deviation);
  }

  private static Shape square(long side) {
    return new Shape(side, side);
  }
}
