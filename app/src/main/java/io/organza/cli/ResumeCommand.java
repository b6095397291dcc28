package io.organza.cli;

import ai.djl.Device;
import ai.djl.engine.Engine;
import io.organza.ConfigLayers;
import io.organza.GanConfig;
import io.organza.checkpoint.Checkpoint;
import io.organza.data.ImageSource;
import io.organza.data.PackedImages;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code organza resume}: goes on with a run. */
@Command(
    name = "resume",
    sortOptions = false,
    abbreviateSynopsis = true,
    description = "Goes on with a run where it stopped, on the same images.",
    footer = {
      "",
      "Examples: organza resume",
      "          organza resume 00003-flowers-tiny --kimg 500",
      "          organza resume checkpoints/00003-flowers-tiny/kimg000048 --minutes 10"
    })
final class ResumeCommand implements Callable<Integer> {

  private final Console console;

  @Parameters(
      arity = "0..1",
      paramLabel = "RUN|CHECKPOINT",
      description = "A run's name, or a checkpoint's folder; default: the latest run.")
  @Nullable String name;

  @Option(
      names = "--kimg",
      paramLabel = "N",
      description = "The length of the whole run, in thousands of images; default: as it was.")
  @Nullable Double kimg;

  @Option(
      names = "--minutes",
      paramLabel = "M",
      description = "How long to go on, in minutes instead.")
  @Nullable Double minutes;

  @Mixin FolderOptions folders = new FolderOptions();
  @Mixin CacheOption cache = new CacheOption();
  @Mixin RunOptions runOptions = new RunOptions();
  @Mixin MachineOptions machine = new MachineOptions();
  @Mixin TalkOptions talk = new TalkOptions();

  ResumeCommand(Console console) {
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
    requireOwnSamples(found.run());
    Checkpoint checkpoint = found.checkpoint();
    GanConfig config = config(checkpoint);
    double target = config.training().kimg() * 1000;
    if (minutes == null && checkpoint.images() >= target) {
      return refuse(found, config.training().kimg());
    }
    CompletableFuture<Engine> engine = machine.start();
    try (ImageSource source = ImageSource.open(config.data().source())) {
      return resume(found, config, source);
    } finally {
      // The process must not end while libraries are being loaded.
      engine.handle((started, failure) -> started).join();
    }
  }

  private int resume(Runs.Found found, GanConfig config, ImageSource source) throws IOException {
    PackedImages images = Datasets.pack(source, config, cache.folder(), console);
    String expected = found.checkpoint().provenance().contentHash();
    if (!images.contentHash().equals(expected)) {
      throw new NotFoundException(
          "%s: expected the images that the run began with (content %.12s), found others (%.12s)"
              .formatted(config.data().source(), expected, images.contentHash()));
    }
    Device device = machine.find();
    RunSettings settings = runOptions.over(RunSettings.read(found.run().checkpoints()));
    Goal goal = new Goal(config.training().kimg(), minutes);
    TrainingPlan plan =
        new TrainingPlan(config, goal, settings, images, device, found.checkpoint());
    NextCommands next = new NextCommands(folders, cache);
    return new TrainingSession(plan, () -> opened(found.run()), next, console).run();
  }

  private static RunDirectory opened(RunDirectory run) throws IOException {
    run.createMissing();
    return run;
  }

  /** Refuses a run from elsewhere whose images and logs would go into another run's folder. */
  private void requireOwnSamples(RunDirectory run) throws IOException {
    Path usual = folders.run(run.name()).checkpoints();
    boolean elsewhere = !Files.exists(usual) || !Files.isSameFile(usual, run.checkpoints());
    if (elsewhere && Files.exists(run.samples())) {
      throw new UsageException(
          "--samples: %s exists already, and may be of another run than %s: name another folder, or"
                  .formatted(run.samples(), run.checkpoints())
              + " with --checkpoints the folder that the run is in");
    }
  }

  private int refuse(Runs.Found found, double goal) {
    double reached = found.checkpoint().images() / 1000.0;
    if (kimg != null) {
      throw new UsageException(
          "--kimg: must be above %s, where %s is already, got %s"
              .formatted(
                  Format.number(reached), found.checkpoint().directory(), Format.number(kimg)));
    }
    double longer = Math.ceil(2 * Math.max(goal, reached));
    String more = new NextCommands(folders, cache).resumeUntil(found.run().name(), longer);
    console.say(
        "%s is done, at kimg %s%s"
            .formatted(found.run().name(), Format.number(reached), Format.ofGoal(reached, goal)));
    console.result("To train longer: " + more);
    return ExitCodes.DONE;
  }

  /** Returns the run's configuration with the new length. */
  private GanConfig config(Checkpoint checkpoint) throws IOException {
    GanConfig config = checkpoint.config();
    List<String> problems = config.problems();
    if (!problems.isEmpty()) {
      throw new NotFoundException(
          checkpoint.directory() + ": its configuration is wrong: " + String.join("; ", problems));
    }
    return kimg == null ? config : ConfigLayers.over(config).set("/training/kimg", kimg).toConfig();
  }

  private List<String> problems() {
    List<String> problems = new ArrayList<>();
    RunOptions.requirePositive(problems, "--kimg", kimg);
    problems.addAll(PaceGroup.lengthProblems(kimg, minutes));
    problems.addAll(runOptions.problems());
    problems.addAll(machine.problems());
    problems.addAll(Folders.problems("--samples", folders.samples));
    problems.addAll(Folders.problems("--cache", cache.folder()));
    return problems;
  }
}
