package io.organza.image;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** The formats of files of animated pictures. */
public enum AnimationFormat {
  /** At most 256 colours a frame; opened by everything. */
  GIF,
  /** Animated PNG: exact, also where it is half transparent; opened by all browsers. */
  PNG,
  /** H.264 in MP4: small, but not exact; transparent pixels are white. */
  MP4;

  /**
   * How an animation passes.
   *
   * @param frames the number of frames, at least 1
   * @param perSecond the number of frames, or of ticks, in a second, at least 1
   */
  public record Pace(int frames, int perSecond) {

    public Pace {
      if (frames < 1 || perSecond < 1) {
        throw new IllegalArgumentException(
            "frames and perSecond must be at least 1, got " + frames + " and " + perSecond);
      }
    }
  }

  /** Returns the format of a file by the ending of its name. */
  public static Optional<AnimationFormat> of(Path file) {
    String name = file.toString().toLowerCase(Locale.ROOT);
    return Arrays.stream(values()).filter(format -> name.endsWith(format.ending())).findFirst();
  }

  /** Returns the ending of files' names, with the dot. */
  public String ending() {
    return "." + name().toLowerCase(Locale.ROOT);
  }

  /** Returns the most frames a second; programs show a GIF that claims more at a tenth of it. */
  public int mostPerSecond() {
    return this == GIF ? 50 : 120;
  }

  /** Returns the most pixels on a side: GIF and MP4 have 16 bits for it. */
  public int mostOnSide() {
    return this == PNG ? Integer.MAX_VALUE : 65_535;
  }

  /**
   * Begins a file, or replaces it. Where the format can say so, it is played for ever.
   *
   * @param file whatever its name
   */
  public AnimationWriter open(Path file, Pace pace) throws IOException {
    return switch (this) {
      case GIF -> new GifWriter(file, pace.perSecond());
      case PNG -> new AnimatedPngWriter(file, pace);
      case MP4 -> new Mp4Writer(file, pace.perSecond());
    };
  }
}
