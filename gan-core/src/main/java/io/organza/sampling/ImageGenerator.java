package io.organza.sampling;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.organza.image.Pixels;
import io.organza.network.Generator;
import io.organza.network.NetworkOptions;
import io.organza.torch.Precision;
import io.organza.torch.Torch;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SortedMap;

/**
 * A generator that makes images from seeds: the same seed, the same image.
 *
 * <p>Owns its weights until it is closed. Confined to a thread.
 */
public final class ImageGenerator implements AutoCloseable {

  /** Images per pass through the network. */
  private static final int BATCH = 64;

  private final NetworkOptions options;
  private final NDManager manager;
  private final Generator generator;

  /** Creates a generator that makes noise until {@link #load} gives it its weights. */
  public ImageGenerator(NetworkOptions options, Precision precision, Device device) {
    this.options = options;
    manager = NDManager.newBaseManager(device, "PyTorch");
    generator = new Generator(options, precision, 0);
    generator.initialize(manager);
  }

  /** Returns the tensors, by name: to be filled, or to be looked at. */
  public SortedMap<String, NDArray> tensors() {
    return generator.tensors();
  }

  /** Copies the tensors of a generator of the same shape, such as those of a moving average. */
  public void load(SortedMap<String, NDArray> tensors) {
    if (!tensors.keySet().equals(tensors().keySet())) {
      throw new IllegalArgumentException(
          "tensors must be " + tensors().keySet() + ", got " + tensors.keySet());
    }
    Torch.copyAll(new NDList(tensors().values()), new NDList(tensors.values()));
  }

  /** Returns an image for each seed. */
  public List<BufferedImage> images(long[] seeds) {
    List<BufferedImage> images = new ArrayList<>(seeds.length);
    for (int i = 0; i < seeds.length; i += BATCH) {
      long[] some = Arrays.copyOfRange(seeds, i, Math.min(seeds.length, i + BATCH));
      float[] pixels = pixels(some);
      int size = pixels.length / some.length;
      for (int j = 0; j < some.length; j++) {
        images.add(
            Pixels.toImage(
                pixels, j * size, options.channels(), options.height(), options.width()));
      }
    }
    return images;
  }

  private float[] pixels(long[] seeds) {
    try (NDManager scope = manager.newSubManager()) {
      NDArray z =
          scope.create(
              Latents.of(seeds, options.latentSize()),
              new Shape(seeds.length, options.latentSize()));
      return Torch.unrecorded(() -> generator.forward(z, false)).toFloatArray();
    }
  }

  @Override
  public void close() {
    manager.close();
  }
}
