package io.organza.cli;

import io.organza.image.ImageGrid;
import io.organza.image.Pixels;
import io.organza.sampling.ImageGenerator;
import io.organza.sampling.LatentPath;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.List;

/** The frames of an animation: a grid of images, each of which changes along a path. */
final class PathFrames {

  private final ImageGenerator generator;
  private final List<Cell> cells;
  private final int columns;

  /**
   * What a cell of the grid shows.
   *
   * @param path the path of its latent
   * @param labels the class at each latent of the path; none if there are no classes
   */
  record Cell(LatentPath path, List<Integer> labels) {

    Cell {
      labels = List.copyOf(labels);
    }

    int label(int step) {
      return labels.get(path.nearest(step));
    }
  }

  PathFrames(ImageGenerator generator, List<Cell> cells, int columns) {
    this.generator = generator;
    this.cells = List.copyOf(cells);
    this.columns = columns;
  }

  /** Returns the number of frames that take no longer than one. */
  int atOnce() {
    return Math.max(1, generator.passSize() / cells.size());
  }

  /** Returns the frames from one step on. */
  List<BufferedImage> of(int first, int count) {
    float[][] latents = new float[count * cells.size()][];
    int[] labels = new int[generator.classes() == 0 ? 0 : latents.length];
    for (int i = 0; i < latents.length; i++) {
      Cell cell = cells.get(i % cells.size());
      int step = first + i / cells.size();
      latents[i] = cell.path().at(step);
      if (labels.length > 0) {
        labels[i] = cell.label(step);
      }
    }
    return grids(generator.levels(latents, labels));
  }

  private List<BufferedImage> grids(byte[][] levels) {
    List<BufferedImage> grids = new ArrayList<>();
    for (int from = 0; from < levels.length; from += cells.size()) {
      List<BufferedImage> images = new ArrayList<>();
      for (int i = 0; i < cells.size(); i++) {
        images.add(Pixels.toImage(levels[from + i], generator.shape()));
      }
      grids.add(ImageGrid.of(images, columns));
    }
    return grids;
  }
}
