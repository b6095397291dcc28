package io.organza.cli;

import io.organza.data.PackedImages;
import io.organza.data.SkippedFile;
import io.organza.image.ImageGrid;
import io.organza.image.ImageShape;
import io.organza.image.Pixels;
import io.organza.sampling.SampleSheet;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;

/** What a run writes about the images that it learns from. */
final class RunImages {

  private static final int FEW = 3;

  private RunImages() {}

  /**
   * Draws images into {@code reals.png}: with classes a row for each, as sheets of samples have,
   * else up to 64, evenly spread over all.
   */
  static void drawReals(PackedImages images, Path folder) throws IOException {
    ImageShape shape = images.shape();
    List<BufferedImage> cells = new ArrayList<>();
    float[] floats = new float[shape.size()];
    for (int index : images.classes().isEmpty() ? spread(images.count()) : rows(images)) {
      images.floats(index, false, floats, 0);
      cells.add(Pixels.toImage(Pixels.toInterleaved(floats, 0, shape), shape));
    }
    ImageIO.write(
        ImageGrid.of(cells, SampleSheet.COLUMNS), "png", folder.resolve("reals.png").toFile());
  }

  private static int[] spread(int count) {
    int shown = Math.min(SampleSheet.COLUMNS * SampleSheet.COLUMNS, count);
    return IntStream.range(0, shown).map(i -> (int) ((long) i * count / shown)).toArray();
  }

  /** Returns images of each class, again from the first one where a class has too few. */
  private static int[] rows(PackedImages images) {
    IntStream.Builder rows = IntStream.builder();
    for (int label : SampleSheet.rows(images.classes().size())) {
      int[] own =
          IntStream.range(0, images.count()).filter(i -> images.label(i) == label).toArray();
      for (int column = 0; column < SampleSheet.COLUMNS && own.length > 0; column++) {
        rows.add(own[column % own.length]);
      }
    }
    return rows.build().toArray();
  }

  /** Says which files are left out, and lists them all in {@code skipped.csv}. */
  static void reportSkipped(PackedImages images, Path folder, Console console) throws IOException {
    List<SkippedFile> skipped = images.skipped();
    if (images.ignored() > 0) {
      console.say(
          "Leave out " + Format.counted(images.ignored(), "file") + " not named like images");
    }
    if (skipped.isEmpty()) {
      return;
    }
    Path report = folder.resolve("skipped.csv");
    List<String> lines = new ArrayList<>(List.of("path,reason"));
    skipped.forEach(file -> lines.add(quoted(file.path()) + "," + quoted(file.reason())));
    Files.write(report, lines);
    console.say("Cannot read, and leave out, " + Format.counted(skipped.size(), "file") + ":");
    skipped.stream().limit(FEW).forEach(file -> console.say("  " + file));
    if (skipped.size() > FEW) {
      console.say("  ... all of them are in " + report);
    }
  }

  private static String quoted(String text) {
    return '"' + text.replace("\"", "\"\"") + '"';
  }
}
