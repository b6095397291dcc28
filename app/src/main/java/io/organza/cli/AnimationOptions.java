package io.organza.cli;

import io.organza.image.AnimationFormat;
import io.organza.image.AnimationFormat.Pace;
import io.organza.image.AnimationWriter;
import io.organza.image.Enlargement;
import io.organza.record.Problems;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that say where an animation goes, and how large it is. */
final class AnimationOptions {

  /** An array has all bytes of a picture. */
  private static final int MOST_PIXELS = Integer.MAX_VALUE / 4;

  private static final int MOST_SCALE = 64;

  /** What the formats allow that allow most. */
  private static final int MOST_PER_SECOND = 120;

  @Option(
      names = "--out",
      paramLabel = "FILE|DIR",
      description =
          "A .gif, .png (animated) or .mp4, or a folder for a file for each frame; "
              + "default: a GIF in the run's folder of samples.")
  @Nullable Path out;

  @Option(
      names = "--scale",
      paramLabel = "N",
      description = "Show each pixel as NxN; default: such that small pictures are near 256.")
  @Nullable Integer scale;

  @Option(names = "--overwrite", description = "Replace what is there already.")
  boolean overwrite;

  /** Returns the factor for pictures of this size. */
  int scale(int width, int height) {
    return scale != null ? scale : Enlargement.factor(width, height);
  }

  /** Returns what is wrong with the options, wherever the animation goes. */
  List<String> problems(int perSecond) {
    Optional<AnimationFormat> format =
        out == null ? Optional.of(AnimationFormat.GIF) : AnimationFormat.of(out);
    int most = format.map(AnimationFormat::mostPerSecond).orElse(MOST_PER_SECOND);
    String where = format.map(known -> " for " + known.ending()).orElse("");
    boolean scaleHolds = scale == null || (scale >= 1 && scale <= MOST_SCALE);
    boolean speedHolds = perSecond >= 1 && perSecond <= most;
    return new Problems()
        .require("--scale", scaleHolds, "from 1 to " + MOST_SCALE, scale)
        .require("--fps", speedHolds, "from 1 to " + most + where, perSecond)
        .addAll(out == null || format.isPresent() ? List.of() : endingProblems(out))
        .toList();
  }

  /**
   * Returns where the animation goes.
   *
   * @param usual where it goes if nothing was said
   * @throws UsageException if it cannot go there
   */
  Path target(Path usual) throws IOException {
    Path target = out == null ? usual : out;
    List<String> problems =
        AnimationFormat.of(target).isPresent() ? fileProblems(target) : folderProblems(target);
    UsageException.check(problems);
    return target;
  }

  /** Refuses pictures, in pixels, that are too large for Java, or for the format of a file. */
  static void requireRoom(Path target, int width, int height) {
    if ((long) width * height > MOST_PIXELS) {
      throw new UsageException(
          "--scale: a picture has at most %d pixels, got %dx%d"
              .formatted(MOST_PIXELS, width, height));
    }
    Optional<AnimationFormat> format = AnimationFormat.of(target);
    if (format.isPresent() && Math.max(width, height) > format.get().mostOnSide()) {
      throw new UsageException(
          "--out: a %s has at most %d pixels on a side, got %dx%d; a .png may have more"
              .formatted(format.get().ending(), format.get().mostOnSide(), width, height));
    }
  }

  private List<String> fileProblems(Path file) {
    if (Files.isDirectory(file)) {
      return List.of("--out: is a folder, got " + file);
    }
    List<String> taken = Folders.taken(file, overwrite);
    return taken.isEmpty() ? Folders.problems("--out", Folders.of(file)) : taken;
  }

  private List<String> folderProblems(Path folder) throws IOException {
    List<String> problems = endingProblems(folder);
    if (!problems.isEmpty()) {
      return problems;
    }
    if (Files.isDirectory(folder) && !overwrite && !isEmpty(folder)) {
      return List.of(
          "--out: %s is not empty; name another folder, or replace its frames with --overwrite"
              .formatted(folder));
    }
    return Folders.problems("--out", folder);
  }

  /** Returns whether something has an ending that no animation has. */
  private static List<String> endingProblems(Path folder) {
    boolean wrong =
        !Files.isDirectory(folder) && String.valueOf(folder.getFileName()).contains(".");
    return wrong
        ? List.of(
            "--out: must end in %s, or be a folder (without an ending), got %s"
                .formatted(endings(), folder))
        : List.of();
  }

  private static boolean isEmpty(Path folder) throws IOException {
    try (Stream<Path> entries = Files.list(folder)) {
      return entries.findAny().isEmpty();
    }
  }

  private static String endings() {
    return Arrays.stream(AnimationFormat.values())
        .map(AnimationFormat::ending)
        .collect(Collectors.joining(", "));
  }

  /** Opens what {@link #target} returned. */
  AnimationWriter open(Path target, Pace pace) throws IOException {
    Optional<AnimationFormat> format = AnimationFormat.of(target);
    return format.isEmpty()
        ? new FrameFolder(target)
        : new AnimationFile(target, format.get(), pace, overwrite);
  }
}
