package io.organza.cli;

import io.organza.Preset;
import io.organza.data.DataOptions;
import io.organza.data.ImageSource;
import io.organza.data.SourceSurvey;
import io.organza.data.SourceSurvey.Size;
import io.organza.image.Fit;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.ToIntFunction;
import java.util.stream.Collectors;

/** What {@code inspect} says about images. */
final class DataReport {

  private static final int BAR = 40;
  private static final int MOST_SKIPPED = 20;

  private DataReport() {}

  static List<String> lines(String location, ImageSource source, Console console)
      throws IOException {
    if (location.startsWith(ImageSource.BUILT_IN)) {
      return List.of(location + ": " + source.count() + " images, drawn at any size");
    }
    SourceSurvey survey;
    try (ProgressLine bar = new ProgressLine(console, "Decoding", "images", source.count())) {
      survey = SourceSurvey.of(source, DataOptions.of(location), (done, total) -> bar.stepTo(done));
    }
    return lines(location, survey);
  }

  static List<String> lines(String location, SourceSurvey survey) {
    List<String> lines = new ArrayList<>();
    lines.add("%s: %d images".formatted(location, survey.sizes().size()));
    if (!survey.sizes().isEmpty()) {
      lines.add("formats     " + counts(survey.formats()));
      lines.add("readers     " + counts(survey.readers()));
      lines.add("modes       " + counts(survey.modes()));
      lines.add("widths      " + spread(survey.sizes(), Size::width));
      lines.add("heights     " + spread(survey.sizes(), Size::height));
      lines.add("shorter side");
      lines.addAll(histogram(survey.sizes()));
      Size size = survey.resolution(Preset.TINY.largestSide());
      lines.add(
          "resolution  %dx%d would be taken by --resolution auto with --preset tiny"
              .formatted(size.width(), size.height()));
      long enlarged = Math.round(100 * survey.enlargedShare(Fit.CROP, size.height(), size.width()));
      if (enlarged > 10) {
        lines.add(
            "            of the images, %d%% are smaller: they are enlarged".formatted(enlarged));
      }
      if (!survey.duplicates().isEmpty()) {
        lines.add(
            "duplicates  %s of others".formatted(survey.duplicates().size() + " exact copies"));
      }
    }
    if (survey.ignored() > 0) {
      lines.add(
          "left out    %s not named like images"
              .formatted(Format.counted(survey.ignored(), "file")));
    }
    if (!survey.skipped().isEmpty()) {
      lines.add("left out    %d that cannot be read:".formatted(survey.skipped().size()));
      survey.skipped().stream()
          .limit(MOST_SKIPPED)
          .forEach(file -> lines.add("            " + file));
      if (survey.skipped().size() > MOST_SKIPPED) {
        lines.add("            ...");
      }
    }
    return lines;
  }

  private static String counts(Map<?, Integer> counts) {
    return counts.entrySet().stream()
        .map(entry -> entry.getKey() + " " + entry.getValue())
        .collect(Collectors.joining(", "));
  }

  private static String spread(List<Size> sizes, ToIntFunction<Size> side) {
    int[] sides = sizes.stream().mapToInt(side).sorted().toArray();
    return "%d to %d, median %d"
        .formatted(sides[0], sides[sides.length - 1], sides[sides.length / 2]);
  }

  /** Counts shorter sides between powers of two. */
  private static List<String> histogram(List<Size> sizes) {
    SortedMap<Integer, Integer> bins = new TreeMap<>();
    for (Size size : sizes) {
      bins.merge(Integer.highestOneBit(Math.min(size.width(), size.height())), 1, Integer::sum);
    }
    int most = bins.values().stream().mapToInt(count -> count).max().orElse(1);
    List<String> lines = new ArrayList<>();
    for (int low = bins.firstKey(); low <= bins.lastKey(); low *= 2) {
      int count = bins.getOrDefault(low, 0);
      String bar = "#".repeat((int) Math.ceil((double) BAR * count / most));
      lines.add("%12s %7d %s".formatted(low + "-" + (2 * low - 1), count, bar).stripTrailing());
    }
    return lines;
  }
}
