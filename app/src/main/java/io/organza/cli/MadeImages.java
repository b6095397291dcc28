package io.organza.cli;

import io.organza.data.PackedImages;
import io.organza.image.ImageGrid;
import io.organza.image.ImageShape;
import io.organza.image.Pixels;
import io.organza.metric.ImageSet;
import io.organza.metric.Neighbour;
import io.organza.sampling.ImageGenerator;
import io.organza.sampling.Latents;
import io.organza.sampling.Truncation;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;

/**
 * Generated images that are to be compared with training images.
 *
 * @param levels (N, (H, W, C)), unsigned 8-bit
 */
record MadeImages(List<byte[]> levels, ImageShape shape) {

  MadeImages {
    levels = List.copyOf(levels);
  }

  /** Makes the images of the seeds from 0 on, of their own classes. */
  static MadeImages of(ImageGenerator generator, int count) {
    long[] seeds = LongStream.range(0, count).toArray();
    int[] labels = Latents.classesOf(seeds, generator.classes());
    Latents latents = new Latents(generator.latentSize(), Truncation.NONE);
    return new MadeImages(List.of(generator.levels(latents.of(seeds), labels)), generator.shape());
  }

  /** Returns the images without the rest. */
  ImageSet set() {
    return ImageSet.of(levels.toArray(byte[][]::new), shape);
  }

  /** Returns how many images wide a sheet is, with so many neighbours of each. */
  static int columns(int neighbours) {
    return 2 + neighbours;
  }

  /** Draws a row for each image: the image, a gap, and its neighbours in a set. */
  BufferedImage sheet(List<List<Neighbour>> neighbours, PackedImages set) {
    List<BufferedImage> cells = new ArrayList<>();
    float[] floats = new float[shape.size()];
    for (int i = 0; i < levels.size(); i++) {
      cells.add(Pixels.toImage(levels.get(i), shape));
      cells.add(Pixels.toImage(new byte[shape.size()], shape));
      for (Neighbour one : neighbours.get(i)) {
        set.floats(one.index(), one.mirrored(), floats, 0);
        cells.add(Pixels.toImage(Pixels.toInterleaved(floats, 0, shape), shape));
      }
    }
    return ImageGrid.of(cells, cells.size() / levels.size());
  }
}
