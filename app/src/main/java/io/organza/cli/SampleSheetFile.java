package io.organza.cli;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.BiPredicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A sheet of samples that a training has drawn: {@code fakes000012.png} after 12 kimg, {@code
 * fakes000012.416.png} after 12,416 images.
 *
 * @param path the file
 * @param images the images that were seen by then, as far as the name tells
 */
record SampleSheetFile(Path path, long images) {

  private static final Pattern NAME = Pattern.compile("fakes(\\d{6,12})(?:\\.(\\d{3}))?\\.png");

  /**
   * Returns the sheets of a run, in the order in which they were drawn, without those that were
   * left behind when the run went on from before them.
   */
  static List<SampleSheetFile> of(RunDirectory run) throws IOException {
    if (!Files.isDirectory(run.samples())) {
      return List.of();
    }
    BiPredicate<Long, Instant> leftBehind = StatsFile.leftBehind(run.stats());
    List<SampleSheetFile> sheets = new ArrayList<>();
    for (SampleSheetFile sheet : all(run.samples())) {
      Instant drawn = Files.getLastModifiedTime(sheet.path()).toInstant();
      if (!leftBehind.test(sheet.images(), drawn)) {
        sheets.add(sheet);
      }
    }
    return sheets;
  }

  private static List<SampleSheetFile> all(Path folder) throws IOException {
    try (Stream<Path> entries = Files.list(folder)) {
      return entries
          .flatMap(entry -> of(entry).stream())
          .sorted(Comparator.comparingLong(SampleSheetFile::images))
          .toList();
    }
  }

  private static Optional<SampleSheetFile> of(Path path) {
    Matcher matcher = NAME.matcher(path.getFileName().toString());
    if (!matcher.matches()) {
      return Optional.empty();
    }
    long rest = matcher.group(2) == null ? 0 : Long.parseLong(matcher.group(2));
    return Optional.of(new SampleSheetFile(path, 1000 * Long.parseLong(matcher.group(1)) + rest));
  }

  /** Returns how far the training was: {@code 12 kimg} or {@code 12.416 kimg}. */
  String kimg() {
    return Format.kimg(images) + " kimg";
  }

  /** Reads the sheet, as a grey, RGB or ARGB image. */
  BufferedImage read() throws IOException {
    return ImageFiles.readPlain(path);
  }
}
