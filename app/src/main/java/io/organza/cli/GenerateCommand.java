package io.organza.cli;

import io.organza.file.AtomicFile;
import io.organza.image.ImageShape;
import io.organza.image.PngEncoder;
import io.organza.sampling.ImageGenerator;
import io.organza.sampling.SavedGenerator;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code organza generate}: makes new images. */
@Command(
    name = "generate",
    sortOptions = false,
    abbreviateSynopsis = true,
    description = "Makes new images with what a run learned: the same seed, the same image.",
    footer = {
      "",
      "Images that are there already are kept, so the same command goes on where it stopped.",
      "A folder of other images, or of other things, is refused unless --overwrite is given.",
      "",
      "Examples: organza generate --count 64",
      "          organza generate 00003-flowers-tiny/best --seeds 0-63,100 --out flowers",
      "          organza generate --latents rose.npy --out rose",
      "          organza generate --count 50000 --truncation 0.8 --npy flowers.npy"
    })
final class GenerateCommand implements Callable<Integer> {

  private static final String SHEET = "sheet.png";

  private final Console console;

  @Mixin ImageOptions images = new ImageOptions();

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "The folder for the images; default: one in the run's folder of samples.")
  @Nullable Path out;

  @Option(
      names = "--format",
      paramLabel = "png|jpg|tiff|webp",
      description = "The format of the images, if it can be written here; default: png.")
  ImageFormat format = ImageFormat.PNG;

  @Option(
      names = "--npy",
      paramLabel = "FILE.npy",
      description = "All images as one array for NumPy, uint8 (N, H, W, C); files only with --out.")
  @Nullable Path npy;

  @Option(
      names = "--sheet",
      paramLabel = "FILE.png",
      description = "All images (up to 256) side by side; default: sheet.png beside them.")
  @Nullable Path sheet;

  @Option(
      names = "--overwrite",
      description =
          "Make and replace what is there; images and sheets that were made here by other settings"
              + " are deleted.")
  boolean overwrite;

  @Mixin GeneratorOptions generator = new GeneratorOptions();

  GenerateCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws IOException {
    UsageException.check(problems());
    NamedGenerator named = generator.find(console);
    SavedGenerator saved = named.saved();
    Path folder = folder(named);
    UsageException.check(folder == null ? List.of() : Folders.problems("--out", folder));
    ImageOptions.Choice choice = images.choose(saved);
    return generator.use(
        saved,
        (lent, device, precision) -> {
          UsageException.check(formatProblems(lent.shape()));
          GeneratedBy made =
              GeneratedBy.of(saved, device, precision, images.truncation.value(), choice.latents());
          ImageNames names = new ImageNames(saved.classNames(), format, images.latents != null);
          ImageFolder opened =
              folder == null ? null : ImageFolder.open(folder, made, names, overwrite);
          return generate(lent, choice, opened);
        });
  }

  private int generate(
      ImageGenerator lent, ImageOptions.Choice choice, @Nullable ImageFolder folder)
      throws IOException {
    ImagePlan plan = choice.plan();
    warnOfSpace((double) plan.size() * lent.shape().size(), folder);
    try (NpyFile array = npy == null ? null : new NpyFile(npy, lent.shape(), plan.size());
        StopSignals stop = new StopSignals(console, "Stopping; files that are whole are kept.")) {
      ImageOutputs outputs = new ImageOutputs(plan, lent.shape(), format, folder, array);
      ImageMaker maker = make(lent, choice, outputs, stop);
      if (maker.done() < plan.size()) {
        console.say("Stopped after %d of %d images.".formatted(maker.done(), plan.size()));
        return ExitCodes.INTERRUPTED;
      }
      if (array != null) {
        array.finish(overwrite);
      }
      tell(maker, outputs, folder);
      return ExitCodes.DONE;
    }
  }

  /** Warns if so many bytes, which are those of images before they are encoded, may not fit. */
  private void warnOfSpace(double bytes, @Nullable ImageFolder folder) {
    List<Path> targets = new ArrayList<>();
    if (folder != null) {
      targets.add(folder.path());
    }
    if (npy != null) {
      targets.add(npy);
    }
    FreeSpace.warnings(bytes, targets).forEach(console::warn);
  }

  /** Makes what is to be made; the bar is gone when this ends. */
  private ImageMaker make(
      ImageGenerator lent, ImageOptions.Choice choice, ImageOutputs outputs, StopSignals stop) {
    ImagePlan plan = choice.plan();
    try (ProgressLine bar = new ProgressLine(console, "Generating", "images", plan.size())) {
      ImageMaker maker =
          new ImageMaker(lent, choice.rule(), plan, outputs, stop::requested, bar::stepTo);
      maker.run(generator.machine.threads(plan.size(), lent.passSize()));
      return maker;
    }
  }

  private void tell(ImageMaker maker, ImageOutputs outputs, @Nullable ImageFolder folder)
      throws IOException {
    if (folder != null) {
      String kept = maker.kept() == 0 ? "" : ", %d of them were there".formatted(maker.kept());
      console.result("Images: %s (%d%s)".formatted(folder, maker.done(), kept));
    }
    if (npy != null) {
      console.result("Array:  %s (%d)".formatted(npy, maker.done()));
    }
    boolean drawn = folder != null && maker.kept() == maker.done() && hasSheet(folder);
    if (sheet != null || (folder != null && !drawn)) {
      console.result("Sheet:  " + writeSheet(outputs.sheet(), folder));
    }
  }

  /**
   * Returns whether images that were there have had their sheet. In a format that is not exact
   * another one would differ from it a little.
   */
  private boolean hasSheet(ImageFolder folder) {
    return format.isLossy() && Files.exists(folder.path().resolve(SHEET));
  }

  private Path writeSheet(BufferedImage grid, @Nullable ImageFolder folder) throws IOException {
    Path file = sheet != null ? sheet : Objects.requireNonNull(folder).path().resolve(SHEET);
    if (overwrite) {
      AtomicFile.write(file, PngEncoder.encode(grid));
      return file;
    }
    Path written = ImageFiles.writeBeside(grid, file);
    if (sheet != null && !written.equals(file)) {
      console.warn("--sheet: " + file + " is there already, and is another image");
    }
    return written;
  }

  private List<String> formatProblems(ImageShape shape) {
    return format.canWrite(shape)
        ? List.of()
        : List.of(
            "--format: images of %s can be written here as %s, got %s"
                .formatted(
                    shape, String.join(", ", ImageFormat.available(shape)), format.ending()));
  }

  private List<String> problems() {
    List<String> problems = new ArrayList<>(generator.problems());
    problems.addAll(images.problems());
    if (sheet != null) {
      problems.addAll(Folders.fileProblems("--sheet", sheet, ".png"));
    }
    if (npy != null) {
      problems.addAll(Folders.fileProblems("--npy", npy, ".npy"));
    }
    if (npy != null && out == null && format != ImageFormat.PNG) {
      problems.add("--format: needs --out with --npy, got " + format.ending());
    }
    if (npy != null && Files.exists(npy) && !overwrite) {
      problems.add(
          "--npy: %s is there already, and is replaced only with --overwrite".formatted(npy));
    }
    return problems;
  }

  /** Returns the folder of the images, if they are to have files. */
  private @Nullable Path folder(NamedGenerator named) {
    if (out != null || npy != null) {
      return out;
    }
    String variant = images.variant();
    if (generator.precision != null) {
      variant += "-" + Choices.word(generator.precision);
    }
    return named.file("generated", variant);
  }
}
