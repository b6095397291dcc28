package io.organza.metric;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import io.organza.file.Sha256;
import io.organza.image.ImageShape;
import io.organza.image.Pixels;
import io.organza.torch.ScriptFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The features that a TorchScript file of the person's own computes: with the Inception network of
 * the publications, their distances. Grey images are repeated to three channels.
 */
public final class ScriptFeatures implements FeatureExtractor {

  private static final String FLAG = "return_features";
  private static final int CHANNELS = 3;

  private final Path file;
  private final ScriptFile script;
  private final FeatureProtocol protocol;
  private final List<Boolean> flags;
  private final Device device;
  private final String hash;

  private ScriptFeatures(
      Path file, ScriptFile script, FeatureProtocol protocol, List<Boolean> flags, Device device)
      throws IOException {
    this.file = file;
    this.script = script;
    this.protocol = protocol;
    this.flags = flags;
    this.device = device;
    hash = Sha256.of(file);
  }

  /**
   * Loads a file, and tries it with a black image.
   *
   * @param protocol null to find it out, which is possible for {@link FeatureProtocol#NVIDIA} only
   * @param shape of the images that it is to be used for
   * @throws IOException if it cannot be read, is no TorchScript, nobody knows its protocol, or it
   *     gives no features of such images
   */
  public static ScriptFeatures of(
      Path file, @Nullable FeatureProtocol protocol, ImageShape shape, Device device)
      throws IOException {
    if (!Files.isRegularFile(file)) {
      throw new NoSuchFileException(file.toString());
    }
    ScriptFile script = ScriptFile.open(file, device);
    try {
      List<String> parameters = script.parameters();
      FeatureProtocol known = protocol != null ? protocol : found(file, parameters);
      List<Boolean> flags = known == FeatureProtocol.NVIDIA ? flags(file, parameters) : List.of();
      ScriptFeatures features = new ScriptFeatures(file, script, known, flags, device);
      features.rows(ImageSet.of(new byte[1][shape.size()], shape));
      return features;
    } catch (IOException | RuntimeException e) {
      script.close();
      throw e;
    }
  }

  private static FeatureProtocol found(Path file, List<String> parameters) throws IOException {
    if (indexOfFlag(parameters) > 0) {
      return FeatureProtocol.NVIDIA;
    }
    throw new IOException(
        "%s: forward(%s) does not tell what images it takes: its protocol must be given"
            .formatted(file, String.join(", ", parameters)));
  }

  /** Returns the arguments after the images: true for the flag, false for others before it. */
  private static List<Boolean> flags(Path file, List<String> parameters) throws IOException {
    int index = indexOfFlag(parameters);
    if (index < 1) {
      throw new IOException(
          "%s: forward(%s) has no %s".formatted(file, String.join(", ", parameters), FLAG));
    }
    List<Boolean> flags = new ArrayList<>();
    for (int i = 1; i <= index; i++) {
      flags.add(i == index);
    }
    return flags;
  }

  private static int indexOfFlag(List<String> parameters) {
    for (int i = 0; i < parameters.size(); i++) {
      if (parameters.get(i).matches("bool " + FLAG + "(=.*)?")) {
        return i;
      }
    }
    return -1;
  }

  @Override
  public String name() {
    return "TorchScript, %s (%s), SHA-256 %s".formatted(protocol(), protocol.images(), hash);
  }

  @Override
  public String protocol() {
    return protocol.name().toLowerCase(Locale.ROOT);
  }

  @Override
  public String hash() {
    return hash;
  }

  /**
   * Computes the features, (N, size).
   *
   * @throws UncheckedIOException if the file's code fails, or what it returns is no features
   */
  @Override
  public Features of(ImageSet images) {
    try {
      return Features.of(rows(images));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private float[][] rows(ImageSet images) throws IOException {
    if (images.shape().channels() > CHANNELS) {
      throw new IOException(file + ": takes images without alpha, got " + images.shape());
    }
    int pass = FeatureExtractor.passSize(images.shape());
    float[][] rows = new float[images.count()][];
    for (int from = 0; from < images.count(); from += pass) {
      int count = Math.min(pass, images.count() - from);
      float[] values = pass(images, from, count);
      int size = values.length / count;
      for (int i = 0; i < count; i++) {
        rows[from + i] = Arrays.copyOfRange(values, i * size, (i + 1) * size);
      }
    }
    return rows;
  }

  private float[] pass(ImageSet images, int from, int count) throws IOException {
    try (NDManager scope = NDManager.newBaseManager(device, "PyTorch")) {
      NDArray features = script.forward(batch(scope, images, from, count), flags);
      Shape shape = features.getShape();
      if (shape.dimension() < 2 || shape.get(0) != count || shape.size() != count * shape.get(1)) {
        throw new IOException(
            "%s: returns %s for %d images, not a row of features for each"
                .formatted(file, shape, count));
      }
      float[] values = features.toType(DataType.FLOAT32, false).toFloatArray();
      for (float value : values) {
        if (!Float.isFinite(value)) {
          throw new IOException("%s: returns features that are not finite".formatted(file));
        }
      }
      return values;
    }
  }

  /** Returns some of the images as the protocol wants them, (N, 3, H, W). */
  private NDArray batch(NDManager scope, ImageSet images, int from, int count) {
    ImageShape shape = images.shape();
    int plane = shape.height() * shape.width();
    float[] image = new float[shape.size()];
    float[] pixels = new float[count * CHANNELS * plane];
    for (int i = 0; i < count; i++) {
      images.floats(from + i, image, 0);
      for (int channel = 0; channel < CHANNELS; channel++) {
        int source = shape.channels() == 1 ? 0 : channel;
        System.arraycopy(image, source * plane, pixels, (i * CHANNELS + channel) * plane, plane);
      }
    }
    Shape size = new Shape(count, CHANNELS, shape.height(), shape.width());
    return switch (protocol) {
      case NVIDIA, BYTES -> scope.create(ByteBuffer.wrap(levels(pixels)), size, DataType.UINT8);
      case UNIT -> scope.create(unit(pixels), size);
      case SIGNED -> scope.create(pixels, size);
    };
  }

  private static byte[] levels(float[] pixels) {
    byte[] levels = new byte[pixels.length];
    for (int i = 0; i < levels.length; i++) {
      levels[i] = Pixels.toLevel(pixels[i]);
    }
    return levels;
  }

  private static float[] unit(float[] pixels) {
    float[] unit = new float[pixels.length];
    for (int i = 0; i < unit.length; i++) {
      unit[i] = (Pixels.toLevel(pixels[i]) & 0xFF) / 255f;
    }
    return unit;
  }

  @Override
  public void close() {
    script.close();
  }
}
