package io.organza.cli;

import io.organza.data.Channels;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that say how images are read that no run has, and those they are compared with. */
final class ShapeOptions {

  private static final int LEAST_SIDE = 4;
  private static final int MOST_PIXELS = Integer.MAX_VALUE / Channels.RGBA.count();

  @Option(
      names = "--resolution",
      paramLabel = "auto|N|WxH",
      description =
          "The size at which IMAGES and DATA are read; auto (default): that of all IMAGES, or if"
              + " they have several, what train --resolution auto takes for DATA.")
  @Nullable Resolution resolution;

  @Option(
      names = "--channels",
      paramLabel = "auto|grey|rgb|rgba",
      description =
          "The channels of IMAGES and DATA; auto (default): grey if all of DATA is grey, else rgb.")
  @Nullable Channels channels;

  Resolution resolution() {
    return resolution == null ? Resolution.AUTO : resolution;
  }

  Channels channels() {
    return channels == null ? Channels.AUTO : channels;
  }

  /** Returns which options are of no use for a run. */
  List<String> problemsOfRun() {
    List<String> problems = new ArrayList<>();
    if (resolution != null) {
      problems.add("--resolution: is for images, a run has its own");
    }
    if (channels != null) {
      problems.add("--channels: is for images, a run has its own");
    }
    return problems;
  }

  /** Returns what is wrong for images. */
  List<String> problems() {
    return resolution().isAuto() ? List.of() : problems(resolution());
  }

  /** Returns what is wrong with a size, be it given or found. */
  static List<String> problems(Resolution size) {
    boolean possible =
        Math.min(size.width(), size.height()) >= LEAST_SIDE
            && (long) size.width() * size.height() <= MOST_PIXELS;
    return possible
        ? List.of()
        : List.of(
            "--resolution: must be at least %d pixels a side, and %d in all at most, got %dx%d"
                .formatted(LEAST_SIDE, MOST_PIXELS, size.width(), size.height()));
  }
}
