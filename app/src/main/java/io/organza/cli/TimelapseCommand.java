package io.organza.cli;

import io.organza.image.AnimationFormat.Pace;
import io.organza.image.AnimationWriter;
import io.organza.image.Caption;
import io.organza.image.Enlargement;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code organza timelapse}: shows how a run learned. */
@Command(
    name = "timelapse",
    sortOptions = false,
    abbreviateSynopsis = true,
    description = "Makes an animation of the sheets that a run drew while it learned.",
    footer = {
      "",
      "Examples: organza timelapse",
      "          organza timelapse 00003-flowers-tiny --fps 10 --out flowers.mp4"
    })
final class TimelapseCommand implements Callable<Integer> {

  private static final double LONGEST_HOLD = 60;

  private final Console console;

  @Parameters(
      arity = "0..1",
      paramLabel = "RUN",
      description = "A run's name; default: the latest run.")
  @Nullable String name;

  @Option(names = "--fps", paramLabel = "N", description = "Sheets a second; default: 5.")
  int perSecond = 5;

  @Option(
      names = "--hold",
      paramLabel = "SECONDS",
      description = "How long the last sheet is shown; default: 2.")
  double hold = 2;

  @Mixin AnimationOptions animation = new AnimationOptions();
  @Mixin FolderOptions folders = new FolderOptions();

  TimelapseCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws IOException {
    UsageException.check(problems());
    RunDirectory run = new Runs(folders, console).directory(name);
    Path samples = run.samples();
    List<SampleSheetFile> sheets = SampleSheetFile.of(run).stream().filter(this::isWhole).toList();
    if (sheets.isEmpty()) {
      throw new IOException("no sheets of samples (fakes000012.png) in " + samples);
    }
    Path target = animation.target(samples.resolve("timelapse.gif"));
    requireRoom(target, sheets.get(0).read());
    int last = Math.max(1, (int) Math.round(hold * perSecond));
    try (AnimationWriter writer = animation.open(target, new Pace(sheets.size(), perSecond))) {
      BufferedImage before = null;
      for (SampleSheetFile sheet : sheets) {
        BufferedImage frame = frame(sheet, before);
        boolean isLast = sheet.equals(sheets.get(sheets.size() - 1));
        writer.add(frame, isLast ? last : 1);
        before = frame;
      }
      writer.finish();
    }
    console.result("Animation: %s (%s)".formatted(target, Format.counted(sheets.size(), "sheet")));
    return ExitCodes.DONE;
  }

  /**
   * Returns whether a sheet can be read; an earlier version left one cut short if it was killed.
   */
  private boolean isWhole(SampleSheetFile sheet) {
    try {
      sheet.read();
      return true;
    } catch (IOException e) {
      console.warn("leaves out " + Failures.describe(e));
      return false;
    }
  }

  private void requireRoom(Path target, BufferedImage sheet) {
    int scale = animation.scale(sheet.getWidth(), sheet.getHeight());
    int width = scale * sheet.getWidth();
    int height = scale * sheet.getHeight() + Caption.height(width);
    AnimationOptions.requireRoom(target, width, height);
  }

  private BufferedImage frame(SampleSheetFile sheet, @Nullable BufferedImage before)
      throws IOException {
    BufferedImage image = sheet.read();
    int scale = animation.scale(image.getWidth(), image.getHeight());
    BufferedImage frame = Caption.below(Enlargement.of(image, scale), sheet.kimg());
    if (before != null
        && (frame.getWidth() != before.getWidth()
            || frame.getHeight() != before.getHeight()
            || frame.getType() != before.getType())) {
      throw new IOException(sheet.path() + ": has another size, or colours, than those before it");
    }
    return frame;
  }

  private List<String> problems() {
    List<String> problems = new ArrayList<>(animation.problems(perSecond));
    if (!(hold >= 0 && hold <= LONGEST_HOLD)) {
      problems.add("--hold: must be from 0 to %s seconds, got %s".formatted(LONGEST_HOLD, hold));
    }
    return problems;
  }
}
