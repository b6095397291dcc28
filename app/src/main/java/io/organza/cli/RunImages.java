package io.organza.cli;

import io.organza.data.PackedImages;
import io.organza.data.SkippedFile;
import io.organza.file.AtomicFile;
import io.organza.image.ImageGrid;
import io.organza.image.ImageShape;
import io.organza.image.Pixels;
import io.organza.image.PngEncoder;
import io.organza.sampling.SampleSheet;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;

/** What a run writes about the images that it learns from. */
final class RunImages {

  /** What the sheet of the images is called. */
  static final String REALS = "reals.png";

  private static final int FEW = 3;

  private RunImages() {}

  /**
   * Draws images into {@link #REALS}: with classes a row for each, as sheets of samples have, black
   * for one without images; else up to 64, evenly spread over all.
   */
  static void drawReals(PackedImages images, Path folder) throws IOException {
    ImageShape shape = images.shape();
    List<BufferedImage> cells = new ArrayList<>();
    float[] floats = new float[shape.size()];
    for (int index : images.classes().isEmpty() ? spread(images.count()) : rows(images)) {
      if (index < 0) {
        Arrays.fill(floats, -1);
      } else {
        images.floats(index, false, floats, 0);
      }
      cells.add(Pixels.toImage(Pixels.toInterleaved(floats, 0, shape), shape));
    }
    BufferedImage sheet = ImageGrid.of(cells, SampleSheet.COLUMNS);
    AtomicFile.write(folder.resolve(REALS), PngEncoder.encode(sheet));
  }

  /** Returns which of so many images a sheet shows: up to 64, evenly spread over all. */
  static int[] spread(int count) {
    return spread(count, SampleSheet.COLUMNS * SampleSheet.COLUMNS);
  }

  /** Returns the indices of up to so many images, evenly spread over all. */
  static int[] spread(int count, int most) {
    int chosen = Math.min(most, count);
    return IntStream.range(0, chosen).map(i -> (int) ((long) i * count / chosen)).toArray();
  }

  /** Returns the indices of the images in the rows of classes; below 0 for one that has none. */
  private static int[] rows(PackedImages images) {
    int[] none = new int[SampleSheet.COLUMNS];
    Arrays.fill(none, -1);
    return Arrays.stream(SampleSheet.rows(images.classes().size()))
        .mapToObj(label -> ofClass(label, images.count(), images::label))
        .flatMapToInt(row -> Arrays.stream(row.length == 0 ? none : row))
        .toArray();
  }

  /**
   * Returns which images a sheet's row for a class shows, again from the first one where the class
   * has too few; none if it has none.
   *
   * @param count the number of all images
   * @param labels the class of each
   */
  static int[] ofClass(int label, int count, IntUnaryOperator labels) {
    int[] own = IntStream.range(0, count).filter(i -> labels.applyAsInt(i) == label).toArray();
    int columns = own.length == 0 ? 0 : SampleSheet.COLUMNS;
    return IntStream.range(0, columns).map(column -> own[column % own.length]).toArray();
  }

  /** Warns of what images may do to what is learned from them. */
  static void warn(PackedImages images, Console console) {
    DataFacts.few(images.count())
        .ifPresent(few -> console.warn(few + ": organza neighbours tells whether they are"));
    DataFacts.enlarged(images.enlargedShare(), images.shape()).ifPresent(console::warn);
    int copies = images.duplicates();
    if (copies > 0) {
      console.warn(DataFacts.copies(copies) + ": organza inspect --report lists them");
    }
  }

  /**
   * Says which files are left out, and lists them all in {@code skipped.csv}: there paths are as
   * they are, so that another program finds the files.
   */
  static void reportSkipped(PackedImages images, Path folder, Console console) throws IOException {
    List<SkippedFile> skipped = images.skipped();
    if (images.ignored() > 0) {
      console.say(
          "Leave out "
              + Format.counted(images.ignored(), "file")
              + " not named like images; organza inspect tells their endings");
    }
    if (skipped.isEmpty()) {
      return;
    }
    Path report = folder.resolve("skipped.csv");
    StringBuilder lines = new StringBuilder("path,reason\n");
    for (SkippedFile file : skipped) {
      lines
          .append(quoted(file.path()))
          .append(',')
          .append(quoted(Format.printable(file.reason())))
          .append('\n');
    }
    AtomicFile.write(report, lines.toString());
    console.say("Cannot use, and leave out, " + Format.counted(skipped.size(), "file") + ":");
    skipped.stream().limit(FEW).forEach(file -> console.say("  " + Format.printable("" + file)));
    if (skipped.size() > FEW) {
      console.say("  ... all of them are in " + report);
    }
  }

  private static String quoted(String text) {
    return '"' + text.replace("\"", "\"\"") + '"';
  }
}
