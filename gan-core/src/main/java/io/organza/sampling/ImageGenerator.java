package io.organza.sampling;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.organza.image.Pixels;
import io.organza.network.Generator;
import io.organza.network.Labels;
import io.organza.network.NetworkOptions;
import io.organza.torch.Precision;
import io.organza.torch.Torch;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SortedMap;

/**
 * A generator that makes images from seeds, and of classes if it is conditional: the same seed and
 * class, the same image.
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

  /** Returns the number of classes of images; 0 if the generator is unconditional. */
  public int classes() {
    return options.classes();
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

  /** Returns an image for each seed; of a conditional generator, of {@link Latents#classOf}. */
  public List<BufferedImage> images(long[] seeds) {
    int classes = options.classes();
    return images(
        seeds,
        options.conditional()
            ? Arrays.stream(seeds).mapToInt(seed -> Latents.classOf(seed, classes)).toArray()
            : new int[0]);
  }

  /**
   * Returns an image for each seed, of the class at the same place. Images of the same seed have
   * the same latent, whatever their classes.
   *
   * @param classes a class for each seed, from 0; empty if the generator is unconditional
   * @throws IllegalArgumentException if there are more or fewer, or there is no such class
   */
  public List<BufferedImage> images(long[] seeds, int[] classes) {
    if (classes.length != (options.conditional() ? seeds.length : 0)) {
      throw new IllegalArgumentException(
          "classes must be one for each of %d seeds if the generator knows any (%d), got %d"
              .formatted(seeds.length, options.classes(), classes.length));
    }
    List<BufferedImage> images = new ArrayList<>(seeds.length);
    for (int i = 0; i < seeds.length; i += BATCH) {
      int end = Math.min(seeds.length, i + BATCH);
      long[] some = Arrays.copyOfRange(seeds, i, end);
      int[] labels = options.conditional() ? Arrays.copyOfRange(classes, i, end) : classes;
      float[] pixels = pixels(some, labels);
      int size = pixels.length / some.length;
      for (int j = 0; j < some.length; j++) {
        images.add(
            Pixels.toImage(
                pixels, j * size, options.channels(), options.height(), options.width()));
      }
    }
    return images;
  }

  private float[] pixels(long[] seeds, int[] classes) {
    try (NDManager scope = manager.newSubManager()) {
      NDArray z =
          scope.create(
              Latents.of(seeds, options.latentSize()),
              new Shape(seeds.length, options.latentSize()));
      NDArray labels = Labels.of(scope, classes, seeds.length, options);
      return Torch.unrecorded(() -> generator.forward(z, labels, false)).toFloatArray();
    }
  }

  @Override
  public void close() {
    manager.close();
  }
}
