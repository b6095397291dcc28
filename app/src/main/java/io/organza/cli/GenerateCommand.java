package io.organza.cli;

import ai.djl.Device;
import ai.djl.engine.Engine;
import io.organza.GanConfig;
import io.organza.checkpoint.Checkpoint;
import io.organza.image.ImageGrid;
import io.organza.sampling.ImageGenerator;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.PrimitiveIterator;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.stream.LongStream;
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
      "A file that is there already is never replaced: the same image is left as it is, and",
      "another one ends the command, unless --out names another folder.",
      "",
      "Examples: organza generate --count 64",
      "          organza generate 00003-flowers-tiny --seeds 0-63,100 --out flowers"
    })
final class GenerateCommand implements Callable<Integer> {

  private static final long COUNT = 64;
  private static final int BATCH = 64;
  private static final int MOST_ON_SHEET = 256;

  private final Console console;
  private final List<BufferedImage> onSheet = new ArrayList<>();

  @Parameters(
      arity = "0..1",
      paramLabel = "RUN|CHECKPOINT",
      description = "A run's name, or a checkpoint's folder; default: the latest run.")
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
      paramLabel = "NAME",
      description = "Make images of this class only; default: seeds go round the classes.")
  @Nullable String className;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "The folder for the images; default: one in the run's folder of samples.")
  @Nullable Path out;

  @Option(
      names = "--sheet",
      paramLabel = "FILE.png",
      description = "All images (up to 256) side by side; default: sheet.png beside them.")
  @Nullable Path sheet;

  @Option(
      names = "--precision",
      paramLabel = "auto|fp32|bf16",
      converter = Choices.ForPrecision.class,
      description = "The number format of the network; default: the run's.")
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
    List<String> problems = problems();
    if (!problems.isEmpty()) {
      throw new UsageException(problems);
    }
    Runs.Found found = new Runs(folders, console).find(name);
    Path folder = out != null ? out : defaultFolder(found);
    problems = Folders.problems("--out", folder);
    if (!problems.isEmpty()) {
      throw new UsageException(problems);
    }
    CompletableFuture<Engine> engine = machine.start();
    OptionalInt label = label(found.checkpoint().config().data().classNames());
    try (ImageGenerator generator = generator(found.checkpoint())) {
      Files.createDirectories(folder);
      generate(generator, label, folder);
      return ExitCodes.DONE;
    } finally {
      // The process must not end while libraries are being loaded.
      engine.handle((started, failure) -> started).join();
    }
  }

  private ImageGenerator generator(Checkpoint checkpoint) throws IOException {
    GanConfig config = checkpoint.config();
    Device device = machine.find();
    ImageGenerator generator =
        new ImageGenerator(
            config.network(),
            precision == null ? config.training().precision() : precision.on(device),
            device);
    try {
      checkpoint.restore("ema", generator.tensors());
      return generator;
    } catch (IOException e) {
      generator.close();
      throw e;
    }
  }

  /** Returns the label of the class that was asked for, if one was. */
  private OptionalInt label(List<String> classes) {
    if (className == null) {
      return OptionalInt.empty();
    }
    int label = classes.indexOf(className);
    if (label < 0) {
      String known = classes.isEmpty() ? "no classes" : String.join(", ", classes);
      throw new UsageException("--class: the run knows %s, got %s".formatted(known, className));
    }
    return OptionalInt.of(label);
  }

  private void generate(ImageGenerator generator, OptionalInt label, Path folder)
      throws IOException {
    ImageIO.setUseCache(false);
    SeedList list = seedList();
    long done = 0;
    long there = 0;
    try (ProgressLine bar = new ProgressLine(console, "Generating", "images", list.size())) {
      PrimitiveIterator.OfLong iterator = list.stream().iterator();
      while (iterator.hasNext()) {
        long[] batch = next(iterator);
        there += write(images(generator, batch, label), batch, folder);
        done += batch.length;
        bar.stepTo(done);
      }
    }
    String already = there == 0 ? "" : ", " + there + " of them were there already";
    console.result("Images: %s (%d%s)".formatted(folder, done, already));
    console.result("Sheet:  " + writeSheet(folder));
  }

  private static List<BufferedImage> images(
      ImageGenerator generator, long[] seeds, OptionalInt label) {
    if (label.isEmpty()) {
      return generator.generate(seeds);
    }
    int[] classes = new int[seeds.length];
    Arrays.fill(classes, label.getAsInt());
    return generator.generate(seeds, classes);
  }

  /** Writes images by their seeds; returns how many were there already. */
  private int write(List<BufferedImage> images, long[] batch, Path folder) throws IOException {
    int there = 0;
    for (int i = 0; i < batch.length; i++) {
      BufferedImage image = images.get(i);
      if (onSheet.size() < MOST_ON_SHEET) {
        onSheet.add(image);
      }
      Path file = folder.resolve(String.format(Locale.ROOT, "seed%06d.png", batch[i]));
      ImageFiles.Outcome outcome = ImageFiles.write(image, file);
      if (outcome == ImageFiles.Outcome.TAKEN) {
        throw new UsageException("--out: " + file + " is there already, and is another image");
      }
      there += outcome == ImageFiles.Outcome.THERE ? 1 : 0;
    }
    return there;
  }

  private Path writeSheet(Path folder) throws IOException {
    BufferedImage grid = ImageGrid.of(onSheet, ImageGrid.columns(onSheet.size()));
    if (sheet == null) {
      return ImageFiles.writeBeside(grid, folder, "sheet");
    }
    Files.createDirectories(Folders.of(sheet));
    if (ImageFiles.write(grid, sheet) == ImageFiles.Outcome.TAKEN) {
      throw new UsageException("--sheet: " + sheet + " is there already, and is another image");
    }
    return sheet;
  }

  private List<String> problems() {
    List<String> problems = new ArrayList<>(machine.problems());
    if (count != null && count < 1) {
      problems.add("--count: must be at least 1, got " + count);
    }
    if (count != null && seeds != null) {
      problems.add("--count %d and --seeds contradict each other: give one".formatted(count));
    }
    if (sheet != null) {
      if (!sheet.toString().toLowerCase(Locale.ROOT).endsWith(".png")) {
        problems.add("--sheet: must end in .png, got " + sheet);
      }
      problems.addAll(Folders.problems("--sheet", Folders.of(sheet)));
    }
    return problems;
  }

  private SeedList seedList() {
    return seeds != null ? seeds : SeedList.first(count == null ? COUNT : count);
  }

  private Path defaultFolder(Runs.Found found) {
    Path checkpoint = found.checkpoint().directory().toAbsolutePath().normalize().getFileName();
    Path folder = found.run().samples().resolve("generated").resolve(String.valueOf(checkpoint));
    return className == null
        ? folder
        : folder.resolve(className.replaceAll("[^\\p{L}\\p{N}]", "_"));
  }

  private static long[] next(PrimitiveIterator.OfLong iterator) {
    return LongStream.generate(() -> iterator.hasNext() ? iterator.nextLong() : -1)
        .limit(BATCH)
        .filter(seed -> seed >= 0)
        .toArray();
  }
}
