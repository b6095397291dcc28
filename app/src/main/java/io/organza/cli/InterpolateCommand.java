package io.organza.cli;

import io.organza.image.AnimationFormat.Pace;
import io.organza.image.AnimationWriter;
import io.organza.image.Enlargement;
import io.organza.image.ImageShape;
import io.organza.sampling.ImageGenerator;
import io.organza.sampling.LatentPath;
import io.organza.sampling.Latents;
import io.organza.sampling.SavedGenerator;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code organza interpolate}: lets images turn into each other. */
@Command(
    name = "interpolate",
    sortOptions = false,
    abbreviateSynopsis = true,
    description = "Makes an animation in which the images of seeds turn into each other.",
    footer = {
      "",
      "The way is spherical, through latents such as the network was trained with. In the frame of",
      "a seed is the image that organza generate makes of it.",
      "",
      "Examples: organza interpolate --seeds 3,14,15 --out flowers.gif",
      "          organza interpolate 00004-pets-tiny --class dogs --seeds 0-31 --grid 2x4 --out dogs.mp4"
    })
final class InterpolateCommand implements Callable<Integer> {

  private static final int MOST_FRAMES = 100_000;

  private final Console console;

  @Option(
      names = "--seeds",
      required = true,
      paramLabel = "LIST",
      description = "The seeds on the way, at least two: 3,14,15 or 0-7.")
  @Nullable SeedList seeds;

  @Option(
      names = "--frames",
      paramLabel = "N",
      description = "Frames from each seed to the next; default: 30.")
  int frames = 30;

  @Option(names = "--fps", paramLabel = "N", description = "Frames a second; default: 25.")
  int perSecond = 25;

  @Option(
      names = "--one-way",
      description = "End at the last seed; default: go back to the first, so that it has no end.")
  boolean oneWay;

  @Option(
      names = "--easing",
      paramLabel = "smooth|linear",
      description = "Linger at each seed (smooth, default), or go at one speed.")
  LatentPath.Easing easing = LatentPath.Easing.SMOOTH;

  @Option(
      names = "--grid",
      paramLabel = "ROWSxCOLUMNS",
      description =
          "Show several ways side by side; each has its own, equal part of the seeds, in their order.")
  GridSize grid = new GridSize(1, 1);

  @Option(
      names = "--class",
      paramLabel = "NAME",
      description = "Make all of this class; default: each seed's own, which changes halfway.")
  @Nullable String className;

  @Mixin TruncationOption truncation = new TruncationOption();
  @Mixin AnimationOptions animation = new AnimationOptions();
  @Mixin GeneratorOptions generator = new GeneratorOptions();

  InterpolateCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws IOException {
    UsageException.check(problems());
    NamedGenerator named = generator.find(console);
    SavedGenerator saved = named.saved();
    Integer label = className == null ? null : Classes.label(saved.classNames(), className);
    Path target = animation.target(named.file("interpolated", ".gif"));
    return generator.use(
        saved,
        (lent, device, precision) ->
            animate(new PathFrames(lent, cells(lent, label), grid.columns()), target, lent));
  }

  private int animate(PathFrames path, Path target, ImageGenerator lent) throws IOException {
    ImageShape shape = lent.shape();
    int width = shape.width() * grid.columns();
    int height = shape.height() * grid.rows();
    int scale = animation.scale(width, height);
    AnimationOptions.requireRoom(target, scale * width, scale * height);
    int total = Math.toIntExact(totalFrames());
    int done = 0;
    try (AnimationWriter writer = animation.open(target, new Pace(total, perSecond));
        FramesAhead frames =
            new FramesAhead(
                path::of, path.atOnce(), total, generator.machine.threads(total, path.atOnce()));
        StopSignals stop = new StopSignals(console, "Stopping.");
        ProgressLine bar = new ProgressLine(console, "Animating", "frames", total)) {
      while (done < total) {
        for (BufferedImage frame : frames.next()) {
          if (stop.requested()) {
            console.say("Stopped after %d of %d frames.".formatted(done, total));
            return ExitCodes.INTERRUPTED;
          }
          writer.add(Enlargement.of(frame, scale), 1);
          bar.stepTo(++done);
        }
      }
      writer.finish();
    }
    console.result(
        String.format(
            Locale.ROOT,
            "Animation: %s (%d frames of %dx%d, %.1f s)",
            target,
            total,
            scale * width,
            scale * height,
            (double) total / perSecond));
    return ExitCodes.DONE;
  }

  /** Deals the seeds: the first cell has the first of them. */
  private List<PathFrames.Cell> cells(ImageGenerator lent, @Nullable Integer label) {
    Latents latents = new Latents(lent.latentSize(), truncation.value());
    int each = Math.toIntExact(Objects.requireNonNull(seeds).size() / grid.cells());
    List<PathFrames.Cell> cells = new ArrayList<>();
    for (int cell = 0; cell < grid.cells(); cell++) {
      int first = cell * each;
      long[] own = LongStream.range(first, first + each).map(seeds::at).toArray();
      LatentPath path = new LatentPath(latents.of(own), frames, easing);
      cells.add(new PathFrames.Cell(path, labels(own, lent.classes(), label)));
    }
    return cells;
  }

  private static List<Integer> labels(long[] seeds, int classes, @Nullable Integer label) {
    return Arrays.stream(Latents.classesOf(seeds, classes))
        .mapToObj(own -> label != null ? label : own)
        .toList();
  }

  private long totalFrames() {
    long each = Objects.requireNonNull(seeds).size() / grid.cells();
    return oneWay ? (each - 1) * frames + 1 : each * frames;
  }

  private List<String> problems() {
    List<String> problems = new ArrayList<>(generator.problems());
    problems.addAll(animation.problems(perSecond));
    long given = Objects.requireNonNull(seeds).size();
    if (given % grid.cells() != 0 || given / grid.cells() < 2) {
      problems.add(
          grid.cells() == 1
              ? "--seeds: must be at least two, got " + given
              : "--seeds: --grid %s takes a multiple of %d seeds, at least two for each, got %d"
                  .formatted(grid, grid.cells(), given));
    } else if (frames < 1 || given / grid.cells() > MOST_FRAMES || totalFrames() > MOST_FRAMES) {
      problems.add(
          "--frames: must be at least 1, and at most %d in all, got %d for %d seeds"
              .formatted(MOST_FRAMES, frames, given));
    }
    problems.addAll(truncation.problems());
    return problems;
  }
}
