package io.organza.cli;

import ai.djl.Device;
import io.organza.GanConfig;
import io.organza.checkpoint.Checkpoint;
import io.organza.data.ImageSource;
import io.organza.data.PackedImages;
import io.organza.file.AtomicFile;
import io.organza.image.ImageShape;
import io.organza.image.PngEncoder;
import io.organza.metric.NearestImages;
import io.organza.metric.Neighbour;
import io.organza.metric.PixelFeatures;
import io.organza.record.Problems;
import io.organza.sampling.ImageGenerator;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code organza neighbours}: shows generated images beside the nearest training images. */
@Command(
    name = "neighbours",
    sortOptions = false,
    abbreviateSynopsis = true,
    description = "Shows the training images nearest to generated ones: does it only copy?",
    footer = {
      "",
      "Each row of the sheet is a generated image, a gap, and its nearest training images."
          + " Distances",
      "are of pixels, at several scales: 0 is the same image, 1 black against white.",
      "",
      "Example: organza neighbours 00003-flowers-tiny --count 32 --out neighbours.png"
    })
final class NeighboursCommand implements Callable<Integer> {

  private static final int MOST_IMAGES = 1000;
  private static final int MOST_NEAREST = 20;

  /** A sheet is in memory whole, and more than once when it is written. */
  private static final int MOST_PIXELS = 1 << 26;

  private final Console console;

  @Option(
      names = "--count",
      paramLabel = "N",
      description = "How many images to make, with the seeds 0, 1, ...; default: 16.")
  int count = 16;

  @Option(
      names = "--nearest",
      paramLabel = "K",
      description = "How many training images to show beside each; default: 5.")
  int nearest = 5;

  @Option(
      names = "--out",
      paramLabel = "FILE.png",
      description = "The sheet; default: one in the run's folder of samples.")
  @Nullable Path out;

  @Option(names = "--overwrite", description = "Replace a sheet that is there already.")
  boolean overwrite;

  @Mixin MovedOptions moved = new MovedOptions();
  @Mixin CheckpointOptions chosen = new CheckpointOptions();
  @Mixin CacheOption cache = new CacheOption();

  NeighboursCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws IOException {
    UsageException.check(problems());
    Runs.Found found = chosen.find(console);
    Path sheet = out != null ? out : found.file("neighbours", ".png");
    UsageException.check(sheetProblems(sheet));
    Checkpoint checkpoint = found.checkpoint();
    GanConfig config = moved.over(checkpoint.config());
    try (ImageSource source = ImageSource.open(config.data());
        ImageGenerator generator =
            ImageGenerator.of(checkpoint, config.training().precision(), Device.cpu())) {
      UsageException.check(sizeProblems(count, nearest, generator.shape()));
      Datasets.Packed images = Datasets.pack(source, config, cache.open(), console);
      PackedImages trained = images.training();
      Datasets.requireSame(trained, checkpoint, config.data().source());
      if (trained.count() < 2) {
        throw new IOException(config.data().source() + ": needs 2 images, found 1");
      }
      NearestImages search =
          new NearestImages(trained, config.data().mirror(), new PixelFeatures());
      MadeImages made = MadeImages.of(generator, count);
      console.say("Comparing with %d training images ...".formatted(trained.count()));
      List<List<Neighbour>> neighbours = search.of(made.set(), nearest);
      tell(neighbours, trained, source);
      CopyReport.of(neighbours, search, trained, images.holdout()).lines().forEach(console::result);
      AtomicFile.write(sheet, PngEncoder.encode(made.sheet(neighbours, trained)), overwrite);
      console.result("Sheet: " + sheet);
      return ExitCodes.DONE;
    }
  }

  private void tell(List<List<Neighbour>> neighbours, PackedImages trained, ImageSource source) {
    for (int seed = 0; seed < neighbours.size(); seed++) {
      List<String> texts = new ArrayList<>();
      for (Neighbour one : neighbours.get(seed)) {
        String path = source.path(trained.sourceIndex(one.index()));
        String mirrored = one.mirrored() ? " (mirrored)" : "";
        texts.add(String.format(Locale.ROOT, "%.3f %s%s", one.distance(), path, mirrored));
      }
      console.result("Seed %d: %s".formatted(seed, String.join(", ", texts)));
    }
  }

  private List<String> problems() {
    boolean nearestHold = nearest >= 1 && nearest <= MOST_NEAREST;
    return new Problems()
        .require("--count", count >= 1 && count <= MOST_IMAGES, "1 to " + MOST_IMAGES, count)
        .require("--nearest", nearestHold, "1 to " + MOST_NEAREST, nearest)
        .addAll(Folders.problems("--cache", cache.folder()))
        .toList();
  }

  /** Returns what is wrong with a sheet of so many rows. */
  static List<String> sizeProblems(int count, int nearest, ImageShape shape) {
    long row = (long) MadeImages.columns(nearest) * shape.width() * shape.height();
    long most = Math.max(1, MOST_PIXELS / row);
    return new Problems()
        .require(
            "--count",
            count <= most,
            "at most %d for a sheet with --nearest %d at %s".formatted(most, nearest, shape),
            count)
        .toList();
  }

  private List<String> sheetProblems(Path sheet) {
    List<String> problems = Folders.fileProblems("--out", sheet, ".png");
    return problems.isEmpty() ? Folders.taken(sheet, overwrite) : problems;
  }
}
