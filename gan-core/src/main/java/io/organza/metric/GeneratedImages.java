package io.organza.metric;

import io.organza.data.PackedImages;
import io.organza.sampling.ImageGenerator;
import io.organza.sampling.Latents;
import io.organza.sampling.Truncation;
import java.util.List;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/**
 * The images that a generator is judged by: those of the seeds 0, 1, ..., each of a conditional
 * generator's classes as often as among the real images.
 */
public final class GeneratedImages {

  private static final int CHUNK = 1000;

  private final ImageGenerator generator;
  private final int[] labels;
  private final int count;

  /**
   * Describes images, which are made when they are asked for.
   *
   * @param generator stays its owner's
   * @param real tells how frequent the classes are; its classes are the generator's
   */
  public GeneratedImages(ImageGenerator generator, PackedImages real, int count) {
    this.generator = generator;
    labels = IntStream.range(0, real.count()).map(real::label).sorted().toArray();
    this.count = count;
  }

  /**
   * Makes all images, some at a time, and returns their features of each kind.
   *
   * @param progress is told how many are done
   */
  public List<Features> features(List<ImageFeatures> kinds, IntConsumer progress) {
    List<float[][]> rows = kinds.stream().map(kind -> new float[count][]).toList();
    for (int from = 0; from < count; from += CHUNK) {
      ImageSet images = images(from, Math.min(CHUNK, count - from));
      for (int kind = 0; kind < kinds.size(); kind++) {
        kinds.get(kind).of(images).copyRows(rows.get(kind), from);
      }
      progress.accept(from + images.count());
    }
    return rows.stream().map(Features::of).toList();
  }

  private ImageSet images(int from, int some) {
    Latents latents = new Latents(generator.latentSize(), Truncation.NONE);
    float[][] z = latents.of(LongStream.range(from, from + some).toArray());
    int[] classes =
        generator.classes() == 0
            ? new int[0]
            : IntStream.range(from, from + some).map(this::classOf).toArray();
    return ImageSet.of(generator.levels(z, classes), generator.shape());
  }

  /**
   * Returns the class that an image of a conditional generator is asked to be of: one class after
   * the other.
   */
  public int classOf(int index) {
    return labels[(int) ((long) index * labels.length / count)];
  }
}
