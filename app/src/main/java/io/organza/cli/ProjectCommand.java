package io.organza.cli;

import io.organza.data.PictureFile;
import io.organza.file.AtomicFile;
import io.organza.image.Enlargement;
import io.organza.image.ImageGrid;
import io.organza.image.ImageShape;
import io.organza.image.Pixels;
import io.organza.image.PngEncoder;
import io.organza.network.NetworkOptions;
import io.organza.record.Problems;
import io.organza.sampling.LatentSearch;
import io.organza.sampling.LatentSearch.Match;
import io.organza.sampling.SavedGenerator;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code organza project}: finds the latent of a picture. */
@Command(
    name = "project",
    sortOptions = false,
    abbreviateSynopsis = true,
    description = "Finds the latent whose image is nearest to a picture, and says how near it is.",
    footer = {
      "",
      "The picture is read, cropped and resized as those that the run has learned from, or, for an",
      "exported file, as train does unless told otherwise.",
      "",
      "Examples: organza project rose.jpg",
      "          organza project rose.jpg 00003-flowers-tiny --steps 1000 --out rose.png",
      "          organza generate 00003-flowers-tiny --latents rose.npy"
    })
final class ProjectCommand implements Callable<Integer> {

  private static final int MOST_STARTS = 4096;
  private static final int MOST_STEPS = 1_000_000;
  private static final String PNG = ".png";

  private final Console console;

  @Parameters(index = "0", paramLabel = "IMAGE", description = "The file of the picture.")
  @Nullable Path image;

  @Option(
      names = "--class",
      paramLabel = "NAME",
      description = "The class to look in; default: all, and the nearest is told.")
  @Nullable String className;

  @Option(
      names = "--starts",
      paramLabel = "N",
      description = "Latents that come nearer side by side; default: 16.")
  int starts = 16;

  @Option(names = "--steps", paramLabel = "N", description = "Steps that they take; default: 500.")
  int steps = 500;

  @Option(
      names = "--seed",
      paramLabel = "N",
      description = "The seed of the latents that it begins with; default: 0.")
  long seed;

  @Option(
      names = "--out",
      paramLabel = "FILE.png",
      description =
          "The picture and the nearest image side by side; the latent goes beside it, as FILE.npy; "
              + "default: a file in the run's folder of samples.")
  @Nullable Path out;

  @Option(names = "--overwrite", description = "Replace what is there already.")
  boolean overwrite;

  @Mixin GeneratorOptions generator = new GeneratorOptions();

  ProjectCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws IOException {
    UsageException.check(problems());
    NamedGenerator named = generator.find(console);
    SavedGenerator saved = named.saved();
    List<Integer> classes = classes(saved);
    Path target = target(named);
    NetworkOptions network = saved.network();
    ImageShape shape = new ImageShape(network.channels(), network.height(), network.width());
    byte[] picture = PictureFile.levels(Objects.requireNonNull(image), shape, named.data());
    return generator.use(
        saved,
        (lent, device, precision) -> {
          try (StopSignals stop =
                  new StopSignals(console, "Stopping; the nearest so far is kept.");
              ProgressLine bar = new ProgressLine(console, "Projecting", "steps", steps)) {
            LatentSearch search =
                new LatentSearch(lent, new LatentSearch.Options(starts, steps, seed));
            Match match =
                search.find(
                    picture,
                    classes,
                    taken -> {
                      bar.stepTo(taken);
                      return !stop.requested();
                    });
            write(match, picture, shape, target);
            tell(match, saved, target);
            return stop.requested() ? ExitCodes.INTERRUPTED : ExitCodes.DONE;
          }
        });
  }

  /** Writes both pictures, the given one on the left, and the latent. */
  private void write(Match match, byte[] picture, ImageShape shape, Path target)
      throws IOException {
    BufferedImage given = Pixels.toImage(picture, shape);
    BufferedImage nearest = Pixels.toImage(match.levels(), shape);
    BufferedImage both = ImageGrid.of(List.of(given, nearest), 2);
    int factor = Enlargement.factor(shape.width(), shape.height());
    // First what cannot be made from the other.
    AtomicFile.write(latents(target), LatentsFile.bytes(match.latent()), overwrite);
    AtomicFile.write(target, PngEncoder.encode(Enlargement.of(both, factor)), overwrite);
  }

  private void tell(Match match, SavedGenerator saved, Path target) {
    console.result("Picture: " + target + " (given, nearest)");
    console.result("Latent:  " + latents(target));
    if (!saved.classNames().isEmpty()) {
      console.result("Class:   " + saved.classNames().get(match.label()));
    }
    console.result(
        String.format(Locale.ROOT, "Differs: %.1f%% of the range (RMS)", 100 * match.rms()));
  }

  private List<Integer> classes(SavedGenerator saved) {
    return className != null
        ? List.of(Classes.label(saved.classNames(), className))
        : IntStream.range(0, saved.network().classes()).boxed().toList();
  }

  /** Returns where the pictures go, if they may. */
  private Path target(NamedGenerator named) {
    String name = String.valueOf(Objects.requireNonNull(image).getFileName());
    Path target =
        out != null
            ? out
            : named
                .samples()
                .resolve("projected")
                .resolve(name.replaceFirst("\\.[^.]*$", "") + PNG);
    UsageException.check(Folders.fileProblems("--out", target, PNG));
    for (Path file : List.of(target, latents(target))) {
      UsageException.check(Folders.taken(file, overwrite));
    }
    return target;
  }

  /** Returns the file of the latent. */
  private static Path latents(Path target) {
    String name = String.valueOf(target.getFileName());
    return target.resolveSibling(name.substring(0, name.length() - PNG.length()) + ".npy");
  }

  private List<String> problems() {
    boolean startsHold = starts >= 1 && starts <= MOST_STARTS;
    boolean stepsHold = steps >= 1 && steps <= MOST_STEPS;
    return new Problems()
        .addAll(generator.problems())
        .require("--starts", startsHold, "from 1 to " + MOST_STARTS, starts)
        .require("--steps", stepsHold, "from 1 to " + MOST_STEPS, steps)
        .addAll(out == null ? List.of() : Folders.fileProblems("--out", out, PNG))
        .toList();
  }
}
