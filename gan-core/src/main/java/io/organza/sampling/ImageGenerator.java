package io.organza.sampling;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.organza.checkpoint.Checkpoint;
import io.organza.checkpoint.CheckpointException;
import io.organza.image.ImageShape;
import io.organza.image.Pixels;
import io.organza.network.Generator;
import io.organza.network.Labels;
import io.organza.network.NetworkOptions;
import io.organza.torch.Precision;
import io.organza.torch.Torch;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.stream.Stream;

/**
 * A generator that makes images from seeds, or from latents, and of classes if it is conditional:
 * the same seed and class, the same image, whatever else is made with it.
 *
 * <p>How a sum is rounded depends on the shape of the batch that it is part of. So images are
 * always made in passes of the same number, filled up with others where fewer are asked for. It may
 * also depend on the number of PyTorch's threads, which is the process's.
 *
 * <p>Owns its weights until it is closed. Several threads may make images at the same time, but not
 * while it is loaded or closed.
 */
public final class ImageGenerator implements AutoCloseable {

  private static final int MOST_IN_PASS = 64;

  /** Pixels of a pass, so that large images need no more memory than small ones. */
  private static final int PIXELS_IN_PASS = 64 * 32 * 32;

  private final NetworkOptions options;
  private final ImageShape shape;
  private final Latents latents;
  private final NDManager manager;
  private final Generator generator;

  /** Creates a generator that makes noise until {@link #load} gives it its weights. */
  public ImageGenerator(NetworkOptions options, Precision precision, Device device) {
    this.options = options;
    shape = new ImageShape(options.channels(), options.height(), options.width());
    latents = new Latents(options.latentSize(), Truncation.NONE);
    manager = NDManager.newBaseManager(device, "PyTorch");
    generator = new Generator(options, precision, 0);
    try {
      generator.initialize(manager);
    } catch (RuntimeException e) {
      manager.close();
      throw e;
    }
  }

  /**
   * Opens the averaged generator of a checkpoint, on the CPU and in the run's precision; or an
   * exported one, in float32.
   *
   * @param path the folder of a checkpoint; or the folder of a run's checkpoints, for the newest
   *     that is intact; or the file {@code best} or {@code latest} in it; or an exported file in
   *     the format safetensors
   * @throws IOException if there is none, or it is damaged
   */
  public static ImageGenerator open(Path path) throws IOException {
    SavedGenerator saved = SavedGenerator.open(path);
    return of(saved, saved.precision(), Device.cpu());
  }

  /**
   * Returns the averaged generator of a checkpoint.
   *
   * @throws CheckpointException if its tensors cannot be read, or are not those of its networks
   */
  public static ImageGenerator of(Checkpoint checkpoint, Precision precision, Device device)
      throws CheckpointException {
    return of(SavedGenerator.of(checkpoint), precision, device);
  }

  /**
   * Returns a generator that was found on the disk.
   *
   * @throws CheckpointException if its tensors cannot be read, or are not those of its network
   */
  public static ImageGenerator of(SavedGenerator saved, Precision precision, Device device)
      throws CheckpointException {
    ImageGenerator generator = new ImageGenerator(saved.network(), precision, device);
    try {
      saved.tensors().restore(generator.tensors());
      return generator;
    } catch (CheckpointException | RuntimeException e) {
      generator.close();
      throw e;
    }
  }

  /** Returns the number of classes of images; 0 if the generator is unconditional. */
  public int classes() {
    return options.classes();
  }

  /** Returns the shape of each image. */
  public ImageShape shape() {
    return shape;
  }

  /** Returns the length of a latent. */
  public int latentSize() {
    return options.latentSize();
  }

  /** Returns the number of images that are made at once: fewer take as long. */
  public int passSize() {
    int fitting = PIXELS_IN_PASS / (shape.height() * shape.width());
    return Math.max(1, Math.min(MOST_IN_PASS, fitting));
  }

  /** Returns the tensors, by name: to be filled, or to be looked at. */
  public SortedMap<String, NDArray> tensors() {
    return generator.tensors();
  }

  /**
   * Copies the tensors of a generator of the same shape, such as those of a moving average.
   *
   * @throws IllegalArgumentException if they have other names or shapes
   */
  public void load(SortedMap<String, NDArray> tensors) {
    if (!tensors.keySet().equals(tensors().keySet())) {
      throw new IllegalArgumentException(
          "tensors must be " + tensors().keySet() + ", got " + tensors.keySet());
    }
    for (Map.Entry<String, NDArray> own : tensors().entrySet()) {
      Shape expected = own.getValue().getShape();
      Shape found = Objects.requireNonNull(tensors.get(own.getKey())).getShape();
      if (!found.equals(expected)) {
        throw new IllegalArgumentException(
            "%s: must be %s, got %s".formatted(own.getKey(), expected, found));
      }
    }
    Torch.copyAll(new NDList(tensors().values()), new NDList(tensors.values()));
  }

  /** Returns an image for each seed; of a conditional generator, of {@link Latents#classOf}. */
  public List<BufferedImage> generate(long... seeds) {
    return generate(seeds, Latents.classesOf(seeds, options.classes()));
  }

  /**
   * Returns an image for each seed, of the class at the same place. Images of the same seed have
   * the same latent, whatever their classes.
   *
   * @param classes a class for each seed, from 0; empty if the generator is unconditional
   * @throws IllegalArgumentException if there are more or fewer, or there is no such class
   */
  public List<BufferedImage> generate(long[] seeds, int[] classes) {
    return images(levels(latents.of(seeds), classes));
  }

  /**
   * Returns an image for each latent, all of one class.
   *
   * @param latents as {@link Latents} draws them, or any others: (N, latentSize)
   * @param label the class, from 0; not looked at if the generator is unconditional
   * @throws IllegalArgumentException if a latent has another length, or there is no such class
   */
  public List<BufferedImage> generate(float[][] latents, int label) {
    int[] classes = new int[options.conditional() ? latents.length : 0];
    Arrays.fill(classes, label);
    return images(levels(latents, classes));
  }

  /**
   * Returns the levels of an image for each latent: (N, (H, W, C)), unsigned 8-bit.
   *
   * @param latents (N, latentSize)
   * @param classes a class for each latent, from 0; empty if the generator is unconditional
   * @throws IllegalArgumentException if a latent has another length, there are more or fewer
   *     classes, or there is no such class
   */
  public byte[][] levels(float[][] latents, int[] classes) {
    if (classes.length != (options.conditional() ? latents.length : 0)) {
      throw new IllegalArgumentException(
          "classes must be one for each of %d images if the generator knows any (%d), got %d"
              .formatted(latents.length, options.classes(), classes.length));
    }
    byte[][] levels = new byte[latents.length][];
    for (int from = 0; from < latents.length; from += passSize()) {
      int count = Math.min(passSize(), latents.length - from);
      float[] pixels = pass(latents, classes, from, count);
      for (int i = 0; i < count; i++) {
        levels[from + i] = Pixels.toInterleaved(pixels, i * shape.size(), shape);
      }
    }
    return levels;
  }

  /** Makes images of so many latents, and of zeros up to the size of a pass: (pass, C, H, W). */
  private float[] pass(float[][] latents, int[] classes, int from, int count) {
    int size = options.latentSize();
    float[] flat = new float[passSize() * size];
    for (int i = 0; i < count; i++) {
      float[] latent = latents[from + i];
      if (latent.length != size) {
        throw new IllegalArgumentException(
            "latents must have %d numbers each, got %d".formatted(size, latent.length));
      }
      System.arraycopy(latent, 0, flat, i * size, size);
    }
    int[] filled = new int[options.conditional() ? passSize() : 0];
    if (options.conditional()) {
      System.arraycopy(classes, from, filled, 0, count);
    }
    try (NDManager scope = manager.newSubManager()) {
      NDArray z = scope.create(flat, new Shape(passSize(), size));
      NDArray labels = Labels.of(scope, filled, passSize(), options);
      return Torch.unrecorded(() -> generator.forward(z, labels, false)).toFloatArray();
    }
  }

  /** Returns a scope of the generator's device. */
  NDManager newScope() {
    return manager.newSubManager();
  }

  /**
   * Returns the images of latents (N, latentSize) as a network makes them, (N, C, H, W): recorded,
   * so that the latents have gradients.
   *
   * @param classes a class for each latent; empty if the generator is unconditional
   */
  NDArray images(NDArray z, int[] classes) {
    NDArray labels = Labels.of(z.getManager(), classes, (int) z.getShape().get(0), options);
    return generator.forward(z, labels, false);
  }

  private List<BufferedImage> images(byte[][] levels) {
    return Stream.of(levels).map(one -> Pixels.toImage(one, shape)).toList();
  }

  @Override
  public void close() {
    manager.close();
  }
}
