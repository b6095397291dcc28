package io.organza.cli;

import ai.djl.Device;
import ai.djl.engine.Engine;
import io.organza.image.ImageShape;
import io.organza.sampling.ImageGenerator;
import io.organza.sampling.Latents;
import io.organza.sampling.SavedGenerator;
import io.organza.sampling.Truncation;
import io.organza.torch.Precision;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code organza generate}: makes new images. */
@Command(
    name = "generate",
    sortOptions = false,
    abbreviateSynopsis = true,
    description = "Makes new images with what a run learned: the same seed, the same image.",
    footer = {
      "",
      "Images that are there already are kept, so the same command goes on where it stopped.",
      "A folder that holds anything else is refused unless --overwrite is given.",
      "",
      "Examples: organza generate --count 64",
      "          organza generate 00003-flowers-tiny/best --seeds 0-63,100 --out flowers",
      "          organza generate --count 50000 --truncation 0.8 --npy flowers.npy"
    })
final class GenerateCommand implements Callable<Integer> {

  private static final long COUNT = 64;
  private static final long MOST = 1_000_000_000_000L;
  private static final String ALL = "all";

  private final Console console;

  @Parameters(
      arity = "0..1",
      paramLabel = "RUN|CHECKPOINT|FILE",
      description =
          "A run's name, RUN/best, a checkpoint's folder, or an exported .safetensors file; "
              + "default: the latest run.")
  @Nullable String name;

  @Option(
      names = "--count",
      paramLabel = "N",
      description = "How many images to make, with the seeds 0, 1, ...; default: 64.")
  @Nullable Long count;

  @Option(
      names = "--seeds",
      paramLabel = "LIST",
      converter = SeedList.Converter.class,
      description = "The seeds of the images to make instead: 0-63,100.")
  @Nullable SeedList seeds;

  @Option(
      names = "--class",
      paramLabel = "NAME|all",
      description = "Make each seed of this class, or of all; default: seeds go round the classes.")
  @Nullable String className;

  @Option(
      names = "--truncation",
      paramLabel = "PSI",
      description = "Keep latents near the middle, with this deviation: below 1, less variety.")
  double truncation = 1;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "The folder for the images; default: one in the run's folder of samples.")
  @Nullable Path out;

  @Option(
      names = "--format",
      paramLabel = "png|jpg|tiff|webp",
      converter = Choices.ForFormat.class,
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
      description = "Make and replace what is there; images of other settings are deleted.")
  boolean overwrite;

  @Option(
      names = "--precision",
      paramLabel = "auto|fp32|bf16",
      converter = Choices.ForPrecision.class,
      description = "The number format of the network; default: the run's, fp32 for a file.")
  @Nullable PrecisionChoice precision;

  @Mixin FolderOptions folders = new FolderOptions();
  @Mixin MachineOptions machine = new MachineOptions();
  @Mixin TalkOptions talk = new TalkOptions();

  GenerateCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws IOException {
    talk.apply(console);
    check(problems());
    NamedGenerator named = NamedGenerator.find(name, folders, console);
    SavedGenerator saved = named.saved();
    Path folder = folder(named);
    check(folder == null ? List.of() : Folders.problems("--out", folder));
    ImagePlan plan = plan(saved);
    CompletableFuture<Engine> engine = machine.start();
    try {
      Device device = machine.find();
      Precision chosen = precision == null ? saved.precision() : precision.on(device);
      try (ImageGenerator generator = ImageGenerator.of(saved, chosen, device)) {
        check(formatProblems(generator.shape()));
        ImageFolder images = null;
        if (folder != null) {
          GeneratedBy made = GeneratedBy.of(saved, device, chosen, new Truncation(truncation));
          ImageNames names = new ImageNames(saved.classNames(), format);
          images = ImageFolder.open(folder, made, names, overwrite);
        }
        return generate(generator, plan, images);
      }
    } finally {
      // The process must not end while libraries are being loaded.
      engine.handle((started, failure) -> started).join();
    }
  }

  private int generate(ImageGenerator generator, ImagePlan plan, @Nullable ImageFolder folder)
      throws IOException {
    ImageIO.setUseCache(false);
    Latents latents = new Latents(generator.latentSize(), new Truncation(truncation));
    try (NpyFile array = npy == null ? null : new NpyFile(npy, generator.shape(), plan.size());
        StopSignals stop = new StopSignals(console, "Stopping; files that are whole are kept.");
        ProgressLine bar = new ProgressLine(console, "Generating", "images", plan.size())) {
      ImageOutputs outputs = new ImageOutputs(plan, generator.shape(), format, folder, array);
      ImageMaker maker =
          new ImageMaker(generator, latents, plan, outputs, stop::requested, bar::stepTo);
      maker.run(threads(generator, plan));
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

  private void tell(ImageMaker maker, ImageOutputs outputs, @Nullable ImageFolder folder)
      throws IOException {
    if (folder != null) {
      String kept = maker.kept() == 0 ? "" : ", %d of them were there".formatted(maker.kept());
      console.result("Images: %s (%d%s)".formatted(folder, maker.done(), kept));
    }
    if (npy != null) {
      console.result("Array:  %s (%d)".formatted(npy, maker.done()));
    }
    if (folder != null || sheet != null) {
      console.result("Sheet:  " + writeSheet(outputs.sheet(), folder));
    }
  }

  private Path writeSheet(BufferedImage grid, @Nullable ImageFolder folder) throws IOException {
    if (sheet == null) {
      return ImageFiles.writeBeside(grid, Objects.requireNonNull(folder).path(), "sheet");
    }
    Files.createDirectories(Folders.of(sheet));
    if (overwrite) {
      ImageFiles.replace(sheet, ImageFiles.png(grid));
    } else if (ImageFiles.write(grid, sheet) == ImageFiles.Outcome.TAKEN) {
      throw new UsageException("--sheet: " + sheet + " is there already, and is another image");
    }
    return sheet;
  }

  /** Returns one thread for each pass, up to those that may be used. */
  private int threads(ImageGenerator generator, ImagePlan plan) {
    int most =
        machine.threads == null ? Runtime.getRuntime().availableProcessors() : machine.threads;
    long passes = (plan.size() + generator.passSize() - 1) / generator.passSize();
    return (int) Math.min(most, passes);
  }

  private ImagePlan plan(SavedGenerator saved) {
    List<String> known = saved.classNames();
    SeedList list = seeds != null ? seeds : SeedList.first(count == null ? COUNT : count);
    int classes = saved.network().classes();
    if (className == null) {
      return new ImagePlan(list, classes, List.of());
    }
    int label = known.indexOf(className);
    if (label >= 0) {
      return new ImagePlan(list, classes, List.of(label));
    }
    if (className.equals(ALL) && classes > 0 && known.size() == classes) {
      return new ImagePlan(list, classes, IntStream.range(0, classes).boxed().toList());
    }
    throw new UsageException(
        "--class: the run knows %s, got %s"
            .formatted(known.isEmpty() ? "no classes" : String.join(", ", known), className));
  }

  private static void check(List<String> problems) {
    if (!problems.isEmpty()) {
      throw new UsageException(problems);
    }
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
    List<String> problems = new ArrayList<>(machine.problems());
    if (count != null && (count < 1 || count > MOST)) {
      problems.add("--count: must be at least 1 and at most %d, got %d".formatted(MOST, count));
    }
    if (count != null && seeds != null) {
      problems.add("--count %d and --seeds contradict each other: give one".formatted(count));
    }
    if (!(truncation > 0 && truncation <= 1)) {
      problems.add("--truncation: must be above 0 and at most 1, got " + truncation);
    }
    problems.addAll(fileProblems("--sheet", sheet, ".png"));
    problems.addAll(fileProblems("--npy", npy, ".npy"));
    if (npy != null && Files.exists(npy) && !overwrite) {
      problems.add(
          "--npy: %s is there already, and is replaced only with --overwrite".formatted(npy));
    }
    return problems;
  }

  private static List<String> fileProblems(String option, @Nullable Path file, String ending) {
    if (file == null) {
      return List.of();
    }
    List<String> problems = new ArrayList<>(Folders.problems(option, Folders.of(file)));
    if (!file.toString().toLowerCase(Locale.ROOT).endsWith(ending)) {
      problems.add("%s: must end in %s, got %s".formatted(option, ending, file));
    } else if (Files.isDirectory(file)) {
      problems.add("%s: is a folder, got %s".formatted(option, file));
    }
    return problems;
  }

  /** Returns the folder of the images, if they are to have files. */
  private @Nullable Path folder(NamedGenerator named) {
    if (out != null || npy != null) {
      return out;
    }
    String variant = truncation == 1 ? "" : "-psi" + truncation;
    if (precision != null) {
      variant += "-" + Choices.word(precision);
    }
    return named.samples().resolve("generated").resolve(named.saved().name() + variant);
  }
}
