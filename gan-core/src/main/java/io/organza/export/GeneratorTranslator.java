package io.organza.export;

import ai.djl.modality.Input;
import ai.djl.modality.Output;
import ai.djl.ndarray.BytesSupplier;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.translate.ArgumentsUtil;
import ai.djl.translate.Batchifier;
import ai.djl.translate.ServingTranslator;
import ai.djl.translate.TranslatorContext;
import ai.djl.util.JsonUtils;
import com.google.gson.JsonParseException;
import io.organza.image.ImageGrid;
import io.organza.image.ImageShape;
import io.organza.image.Pixels;
import io.organza.image.PngEncoder;
import io.organza.sampling.Latents;
import io.organza.sampling.Truncation;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/**
 * Draws what a request asks a generator for, in DJL and DJL Serving: JSON such as {@code {"seeds":
 * [0, 1], "labels": [2, 2]}} to a PNG of all images. Without labels the class of a seed is {@link
 * Latents#classOf}.
 *
 * <p>DJL creates it as the {@code serving.properties} of an exported model folder say.
 */
public final class GeneratorTranslator implements ServingTranslator {

  private static final int MOST_IMAGES = 256;
  private static final String EXPECTED = "the request must be JSON such as {\"seeds\": [0]}, got ";

  private int latentSize;
  private int classes;

  /** Creates a translator that is to be told {@code latentSize} and {@code classes}. */
  public GeneratorTranslator() {}

  @Override
  public void setArguments(Map<String, ?> arguments) {
    latentSize = ArgumentsUtil.intValue(arguments, "latentSize");
    classes = ArgumentsUtil.intValue(arguments, "classes");
  }

  @Override
  public @Nullable Batchifier getBatchifier() {
    return null;
  }

  /**
   * Returns z and, if the generator knows classes, the labels.
   *
   * @throws IllegalArgumentException if the request cannot be followed
   */
  @Override
  public NDList processInput(TranslatorContext context, Input input) {
    Request request = request(input);
    long[] seeds = numbers("seeds", request.seeds());
    if (seeds.length < 1 || seeds.length > MOST_IMAGES) {
      throw new IllegalArgumentException(
          "seeds must be 1 to %d numbers, got %d".formatted(MOST_IMAGES, seeds.length));
    }
    Shape shape = new Shape(seeds.length, latentSize);
    float[] latents = new Latents(latentSize, Truncation.NONE).flat(seeds);
    NDList inputs = new NDList(context.getNDManager().create(latents, shape));
    if (classes > 0) {
      inputs.add(context.getNDManager().create(labels(request, seeds)));
    }
    return inputs;
  }

  private long[] labels(Request request, long[] seeds) {
    if (request.labels() == null) {
      return LongStream.of(seeds).map(seed -> Latents.classOf(seed, classes)).toArray();
    }
    long[] labels = numbers("labels", request.labels());
    boolean known = LongStream.of(labels).allMatch(label -> label >= 0 && label < classes);
    if (labels.length != seeds.length || !known) {
      throw new IllegalArgumentException(
          "labels must be %d numbers from 0 to %d, got %s"
              .formatted(seeds.length, classes - 1, request.labels()));
    }
    return labels;
  }

  private static Request request(Input input) {
    BytesSupplier data = input.getData();
    try {
      Request request =
          data == null ? null : JsonUtils.GSON.fromJson(data.getAsString(), Request.class);
      if (request != null) {
        return request;
      }
    } catch (JsonParseException e) {
      throw new IllegalArgumentException(EXPECTED + e.getMessage(), e);
    }
    throw new IllegalArgumentException(EXPECTED + "nothing: is it sent as application/json?");
  }

  private static long[] numbers(String name, @Nullable List<@Nullable Long> numbers) {
    if (numbers == null) {
      return new long[0];
    }
    if (numbers.contains(null)) {
      throw new IllegalArgumentException(name + " must be numbers, got " + numbers);
    }
    return numbers.stream().mapToLong(Long::longValue).toArray();
  }

  @Override
  public Output processOutput(TranslatorContext context, NDList outputs) throws IOException {
    NDArray images = outputs.singletonOrThrow();
    Shape shape = images.getShape();
    float[] pixels = images.toFloatArray();
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = 2 * pixels[i] - 1;
    }
    ImageShape image = new ImageShape((int) shape.get(1), (int) shape.get(2), (int) shape.get(3));
    List<BufferedImage> cells = new ArrayList<>();
    for (int i = 0; i < shape.get(0); i++) {
      cells.add(Pixels.toImage(Pixels.toInterleaved(pixels, i * image.size(), image), image));
    }
    byte[] png = PngEncoder.encode(ImageGrid.of(cells, ImageGrid.columns(cells.size())));
    Output output = new Output();
    output.addProperty("Content-Type", "image/png");
    output.add(png);
    return output;
  }

  /** What is asked for. */
  private record Request(
      @Nullable List<@Nullable Long> seeds, @Nullable List<@Nullable Long> labels) {}
}
