package io.organza.cli;

import io.organza.GanConfig;
import io.organza.Preset;
import io.organza.data.Channels;
import io.organza.data.DataOptions;
import io.organza.data.ImageSource;
import io.organza.data.PackCache;
import io.organza.data.PackedImages;
import io.organza.data.SourceSurvey.Size;
import io.organza.data.SourceSurvey.Stored;
import io.organza.metric.ImageSet;
import java.io.IOException;
import java.util.List;
import java.util.Objects;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/**
 * The images of a place, and the real ones of another, read in the same way.
 *
 * @param images without the sheets that {@code generate} puts beside what it makes
 * @param real all of the other place
 */
record ComparedSets(ImageSet images, PackedImages real) {

  /** Reads both places, as a run does that is told no more than the shape. */
  static ComparedSets read(
      String images, String real, ShapeOptions shape, PackCache cache, Console console)
      throws IOException {
    try (ImageSource source = ImageSource.open(images);
        ImageSource realSource = ImageSource.open(real)) {
      IntPredicate isImage = ImageFolder.isSheet(source).negate();
      Resolution size =
          shape.resolution().isAuto()
              ? size(source, isImage, realSource, console)
              : shape.resolution();
      UsageException.check(ShapeOptions.problems(size));
      GanConfig rgb = config(real, size, Channels.RGB);
      Channels channels = Datasets.channels(shape.channels(), realSource, rgb, cache, console);
      GanConfig config = config(real, size, channels);
      PackedImages packed = pack(images, source, config, cache, console);
      int[] chosen =
          IntStream.range(0, packed.count())
              .filter(i -> isImage.test(packed.sourceIndex(i)))
              .toArray();
      return new ComparedSets(
          ImageSet.of(packed, chosen, false), pack(real, realSource, config, cache, console));
    }
  }

  /** Returns the size of all images, or if they have several, that which suits the real ones. */
  private static Resolution size(
      ImageSource images, IntPredicate isImage, ImageSource real, Console console)
      throws IOException {
    DataOptions usual = DataOptions.of(images.name());
    List<Size> sizes =
        Datasets.headers(images, usual, console).images().stream()
            .filter(seen -> isImage.test(seen.index()))
            .map(seen -> seen.look().stored())
            .filter(Objects::nonNull)
            .map(Stored::size)
            .distinct()
            .toList();
    Size size =
        sizes.size() == 1
            ? sizes.get(0)
            : Datasets.headers(real, usual, console).resolution(Preset.TINY.largestSide());
    return new Resolution(size.width(), size.height());
  }

  private static GanConfig config(String place, Resolution size, Channels channels) {
    return Preset.TINY.config(DataOptions.of(place), size.height(), size.width(), channels.count());
  }

  private static PackedImages pack(
      String place, ImageSource source, GanConfig config, PackCache cache, Console console)
      throws IOException {
    PackedImages images = Datasets.pack(source, config, cache, console).training();
    int skipped = images.skipped().size();
    if (skipped > 0) {
      console.warn(
          "%s: %s cannot be used: organza inspect tells why"
              .formatted(place, Format.counted(skipped, "file")));
    }
    DataFacts.enlarged(images.enlargedShare(), images.shape())
        .ifPresent(text -> console.warn(place + ": " + text));
    return images;
  }
}
