package io.organza.cli;

import io.organza.data.PackedImages;
import io.organza.data.SkippedFile;
import io.organza.image.ImageGrid;
import io.organza.image.ImageShape;
import io.organza.image.Pixels;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.imageio.ImageIO;

/** What a run writes about the images that it learns from. */
final class RunImages {

  private static final int COLUMNS = 8;
  private static final int FEW = 3;

  private RunImages() {}

  /** Draws up to 64 of the images, evenly spread over all, into {@code reals.png}. */
  static void drawReals(PackedImages images, Path folder) throws IOException {
    ImageShape shape = images.shape();
    int count = Math.min(COLUMNS * COLUMNS, images.count());
    List<BufferedImage> cells = new ArrayList<>();
    float[] floats = new float[shape.size()];
    for (int i = 0; i < count; i++) {
      images.floats((int) ((long) i * images.count() / count), false, floats, 0);
      cells.add(Pixels.toImage(floats, 0, shape.channels(), shape.height(), shape.width()));
    }
    ImageIO.write(ImageGrid.of(cells, COLUMNS), "png", folder.resolve("reals.png").toFile());
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
