package io.organza.metric;

import io.organza.data.PackedImages;
import io.organza.sampling.ImageGenerator;
import io.organza.sampling.Latents;
import io.organza.sampling.Truncation;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/**
 * The images that a generator is judged by: those of the seeds 0, 1, ..., each of a conditional
 * generator's classes as often as among the real images.
 */
public final class GeneratedImages implements JudgedImages {

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

  @Override
  public int count() {
    return count;
  }

  @Override
  public ImageSet range(int begin, int end) {
    Latents latents = new Latents(generator.latentSize(), Truncation.NONE);
    float[][] z = latents.of(LongStream.range(begin, end).toArray());
    int[] classes =
        generator.classes() == 0
            ? new int[0]
            : IntStream.range(begin, end).map(this::classOf).toArray();
    return ImageSet.of(generator.levels(z, classes), generator.shape());
  }

  /** Returns the class that an image is asked to be of: one class after the other. */
  @Override
  public int classOf(int index) {
    return labels[(int) ((long) index * labels.length / count)];
  }
}
