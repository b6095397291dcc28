package io.organza.data;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * What a look at every image of a source found.
 *
 * @param formats the number of readable images by the ending of their names
 * @param sizes the sizes of the readable images, in the order of the source
 * @param skipped the images that cannot be read
 * @param ignored the number of other files
 */
public record SourceSurvey(
    Map<String, Integer> formats, List<Size> sizes, List<SkippedFile> skipped, int ignored) {

  /** The size of an image in pixels. */
  public record Size(int width, int height) {}

  /** One image: its size, or why there is none. */
  private record Look(String path, Size size, @Nullable SkippedFile skipped) {}

  public SourceSurvey {
    sizes = List.copyOf(sizes);
    skipped = List.copyOf(skipped);
  }

  /**
   * Decodes every image of a source on all processors. A built-in set has no sizes or formats.
   *
   * @param progress is told how far it has come
   */
  public static SourceSurvey of(ImageSource source, PackedImages.Progress progress) {
    if (!(source instanceof FileImages files)) {
      return new SourceSurvey(Map.of(), List.of(), List.of(), source.ignored());
    }
    ThreadLocal<ImageDecoder> decoders = ThreadLocal.withInitial(ImageDecoder::new);
    AtomicInteger done = new AtomicInteger();
    List<Look> looks =
        IntStream.range(0, files.count())
            .parallel()
            .mapToObj(
                i -> {
                  Look look = look(files, files.path(i), decoders.get());
                  progress.update(done.incrementAndGet(), files.count());
                  return look;
                })
            .toList();
    return of(looks, source.ignored());
  }

  private static SourceSurvey of(List<Look> looks, int ignored) {
    Map<String, Integer> formats = new TreeMap<>();
    List<Size> sizes = new ArrayList<>();
    List<SkippedFile> skipped = new ArrayList<>();
    for (Look look : looks) {
      if (look.skipped() != null) {
        skipped.add(look.skipped());
        continue;
      }
      String ending = look.path().substring(look.path().lastIndexOf('.') + 1);
      formats.merge(ending.toLowerCase(Locale.ROOT), 1, Integer::sum);
      sizes.add(look.size());
    }
    return new SourceSurvey(formats, sizes, skipped, ignored);
  }

  private static Look look(FileImages files, String path, ImageDecoder decoder) {
    try {
      BufferedImage image = decoder.decode(files.read(path));
      return new Look(path, new Size(image.getWidth(), image.getHeight()), null);
    } catch (IOException | OutOfMemoryError e) {
      return new Look(path, new Size(0, 0), SkippedFile.of(path, e));
    }
  }
}
