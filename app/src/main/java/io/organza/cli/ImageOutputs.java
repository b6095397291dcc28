package io.organza.cli;

import io.organza.file.AtomicFile;
import io.organza.image.ImageGrid;
import io.organza.image.ImageShape;
import io.organza.image.Pixels;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * Where made images go: a file for each, an array of all, a sheet of the first ones. Safe for use
 * by several threads, once it is built.
 */
final class ImageOutputs {

  private static final int MOST_ON_SHEET = 256;

  /** A sheet is in memory whole, and more than once when it is written. */
  private static final int MOST_PIXELS = 1 << 24;

  private static final int FEWEST_ON_SHEET = 64;

  private final ImagePlan plan;
  private final int mostOnSheet;
  private final ImageShape shape;
  private final ImageFormat format;
  private final @Nullable ImageFolder folder;
  private final @Nullable NpyFile array;
  private final AtomicReferenceArray<@Nullable BufferedImage> cells;

  /**
   * Creates outputs that have nothing yet.
   *
   * @param folder where each image gets a file, if they are to
   * @param array where all are put, if they are to be
   */
  ImageOutputs(
      ImagePlan plan,
      ImageShape shape,
      ImageFormat format,
      @Nullable ImageFolder folder,
      @Nullable NpyFile array) {
    this.plan = plan;
    this.shape = shape;
    this.format = format;
    this.folder = folder;
    this.array = array;
    mostOnSheet = mostOnSheet(shape);
    cells = new AtomicReferenceArray<>(plan.cells(mostOnSheet));
  }

  /** Returns how many images of a shape are on a sheet at most: of large ones fewer. */
  static int mostOnSheet(ImageShape shape) {
    int fit = MOST_PIXELS / (shape.height() * shape.width());
    return Math.min(MOST_ON_SHEET, Math.max(FEWEST_ON_SHEET, fit));
  }

  /** Returns whether an image must be made; if not, what is there is taken for the sheet. */
  boolean needs(ImagePlan.Item item) throws IOException {
    if (array != null || folder == null || !folder.has(item)) {
      return true;
    }
    int cell = plan.cell(item, mostOnSheet);
    if (cell >= 0) {
      cells.set(cell, read(folder.file(item)));
    }
    return false;
  }

  private BufferedImage read(Path file) throws IOException {
    BufferedImage image = null;
    try {
      image = ImageFiles.read(file).filter(this::fits).orElse(null);
    } catch (IOException e) {
      throw new IOException(e.getMessage() + "; delete it to go on", e);
    }
    if (image == null) {
      throw new IOException(file + ": is no image of " + shape + "; delete it to go on");
    }
    BufferedImage alike = Pixels.toImage(new byte[shape.size()], shape);
    alike.getRaster().setRect(image.getRaster());
    return alike;
  }

  private boolean fits(BufferedImage image) {
    return image.getWidth() == shape.width()
        && image.getHeight() == shape.height()
        && image.getRaster().getNumBands() == shape.channels();
  }

  /** Brings an image to where it goes. */
  void put(ImagePlan.Item item, byte[] levels) throws IOException {
    int cell = plan.cell(item, mostOnSheet);
    if (cell >= 0) {
      cells.set(cell, Pixels.toImage(levels, shape));
    }
    if (array != null) {
      array.put(item.index(), levels);
    }
    if (folder != null && !folder.has(item)) {
      AtomicFile.writeUnsynced(folder.file(item), format.encode(levels, shape));
    }
  }

  /** Returns the sheet, once all images of it were made. */
  BufferedImage sheet() {
    BufferedImage[] images = new BufferedImage[cells.length()];
    Arrays.setAll(images, i -> Objects.requireNonNull(cells.get(i)));
    return ImageGrid.of(Arrays.asList(images), plan.columns(mostOnSheet));
  }
}
