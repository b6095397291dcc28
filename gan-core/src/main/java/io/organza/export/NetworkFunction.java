package io.organza.export;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.organza.network.Generator;
import io.organza.network.Labels;
import io.organza.network.NetworkOptions;
import io.organza.torch.Precision;
import io.organza.torch.Torch;
import java.util.SortedMap;

/**
 * The network itself, in float32 on the CPU: what is exported, and what exports are compared with.
 *
 * <p>Confined to a thread.
 */
final class NetworkFunction implements ImageFunction {

  private final NetworkOptions options;
  private final NDManager manager = NDManager.newBaseManager(Device.cpu(), "PyTorch");
  private final Generator generator;

  /** Creates a network whose tensors are still to be filled. */
  NetworkFunction(NetworkOptions options) {
    this.options = options;
    generator = new Generator(options, Precision.FP32, 0);
    generator.initialize(manager);
  }

  NetworkOptions options() {
    return options;
  }

  /** Returns the live tensors, by name. */
  SortedMap<String, NDArray> tensors() {
    return generator.tensors();
  }

  @Override
  public float[] images(float[] latents, int[] labels) {
    int count = latents.length / options.latentSize();
    try (NDManager scope = manager.newSubManager()) {
      NDArray z = scope.create(latents, new Shape(count, options.latentSize()));
      NDArray classes = Labels.of(scope, labels, count, options);
      float[] pixels = Torch.unrecorded(() -> generator.forward(z, classes, false)).toFloatArray();
      for (int i = 0; i < pixels.length; i++) {
        pixels[i] = Math.max(0, Math.min(1, (pixels[i] + 1) / 2));
      }
      return pixels;
    }
  }

  @Override
  public void close() {
    manager.close();
  }
}
