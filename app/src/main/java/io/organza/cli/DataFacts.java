package io.organza.cli;

import ai.djl.Device;
import io.organza.ConfigLayers;
import io.organza.GanConfig;
import io.organza.Preset;
import io.organza.data.ChosenImages;
import io.organza.data.ImageSource;
import io.organza.data.PackedImages;
import io.organza.data.SourceSurvey;
import io.organza.data.SourceSurvey.Mode;
import io.organza.data.SourceSurvey.Size;
import io.organza.image.ImageShape;
import io.organza.network.NetworkOptions;
import io.organza.speed.TrainingSpeed;
import io.organza.torch.ComputeThreads;
import io.organza.torch.Precision;
import io.organza.training.TrainingOptions;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.ToIntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * What a person should know of images before training on them.
 *
 * @param config what would be trained
 * @param preset where the configuration starts
 * @param survey all images
 * @param chosen those of them that would be trained on
 */
record DataFacts(GanConfig config, Preset preset, SourceSurvey survey, ChosenImages chosen) {

  private static final double MANY = 0.1;
  private static final double UNBALANCED = 10;
  private static final int FEW = 50;
  private static final int MOST_ENDINGS = 5;

  static DataFacts of(ImageSource source, GanConfig config, Preset preset, SourceSurvey survey)
      throws IOException {
    ChosenImages chosen = ChosenImages.of(source, survey, config.data());
    return new DataFacts(config, preset, survey, chosen);
  }

  /** Returns how many images there are, and where. */
  String title() {
    String drawn = isDrawn() ? ", drawn at any size" : "";
    return config.data().source() + ": " + survey.images().size() + " images" + drawn;
  }

  /** Returns what the files are like; nothing if there are none that can be read. */
  List<Fact> ofFiles() {
    List<Fact> facts = new ArrayList<>();
    if (!survey.sizes().isEmpty()) {
      facts.add(new Fact("formats", counts(survey.formats())));
      facts.add(new Fact("readers", counts(survey.readers())));
      facts.add(new Fact("modes", counts(survey.modes())));
      facts.add(new Fact("widths", spread(Size::width)));
      facts.add(new Fact("heights", spread(Size::height)));
    }
    return facts;
  }

  /** Returns what training would make of the images; nothing if none can be read. */
  List<Fact> ofTraining() {
    List<Fact> facts = new ArrayList<>();
    if (survey.images().isEmpty()) {
      return facts;
    }
    NetworkOptions network = config.network();
    facts.add(
        new Fact(
            "training",
            "%s at %s with --preset %s"
                .formatted(
                    Format.counted(chosen.count(), "image"), shape(), Choices.word(preset))));
    Size auto = survey.resolution(preset.largestSide());
    if (auto.width() != network.width() || auto.height() != network.height()) {
      facts.add(
          new Fact(
              "", "--resolution auto would take %dx%d".formatted(auto.width(), auto.height())));
    }
    if (network.channels() < 4 && hasAlpha()) {
      facts.add(new Fact("", "--channels rgba would learn their transparency, too"));
    }
    double enlarged = survey.enlargedShare(config.data().fit(), network.height(), network.width());
    enlarged(enlarged, shape()).ifPresent(text -> facts.add(new Fact("", text)));
    if (chosen.classes().isEmpty()) {
      few(chosen.count()).ifPresent(text -> facts.add(new Fact("", text)));
    }
    if (config.data().holdout() > 0) {
      facts.add(
          new Fact(
              "hold-out",
              "%s, never trained on".formatted(Format.counted(chosen.heldOut(), "image"))));
    }
    facts.add(
        new Fact(
            "cache",
            Format.bytes(PackedImages.fileBytes(survey, shape())) + " once they are decoded"));
    return facts;
  }

  /** Returns whether most of the images are stored with alpha. */
  private boolean hasAlpha() {
    int alpha = 0;
    for (Map.Entry<Mode, Integer> mode : survey.modes().entrySet()) {
      alpha += mode.getKey().alpha() ? mode.getValue() : 0;
    }
    return 2 * alpha > survey.images().size();
  }

  /** Returns how the classes are filled; nothing without labels. */
  List<Fact> ofClasses() {
    int[] counts = chosen.classCounts();
    List<Fact> facts = new ArrayList<>();
    if (counts.length == 0) {
      return facts;
    }
    List<Integer> bySize =
        IntStream.range(0, counts.length)
            .boxed()
            .sorted(Comparator.comparingInt(label -> counts[label]))
            .toList();
    int least = bySize.get(0);
    int most = bySize.get(counts.length - 1);
    facts.add(
        new Fact(
            "classes",
            counts[most] == counts[least]
                ? "%d of %s each".formatted(counts.length, Format.counted(counts[most], "image"))
                : "%d, from %s with %s to %s with %d"
                    .formatted(
                        counts.length,
                        chosen.classes().get(most),
                        Format.counted(counts[most], "image"),
                        chosen.classes().get(least),
                        counts[least])));
    if (counts[most] > UNBALANCED * counts[least] && !config.data().balance()) {
      facts.add(new Fact("", "--balance would show each class equally often"));
    }
    long few = Arrays.stream(counts).filter(count -> count < FEW).count();
    if (few > 0) {
      facts.add(
          new Fact(
              "",
              "%s fewer than %d images, which may be learned by heart"
                  .formatted(few == 1 ? "1 class has" : few + " classes have", FEW)));
    }
    return facts;
  }

  /** Returns the number of images by their shorter side, from a power of two to the next. */
  SortedMap<Integer, Integer> histogram() {
    SortedMap<Integer, Integer> bins = new TreeMap<>();
    for (Size size : survey.sizes()) {
      bins.merge(Integer.highestOneBit(Math.min(size.width(), size.height())), 1, Integer::sum);
    }
    if (!bins.isEmpty()) {
      for (int low = bins.firstKey(); low < bins.lastKey(); low *= 2) {
        bins.putIfAbsent(low, 0);
      }
    }
    return bins;
  }

  /** Returns the facts for networks of this precision. */
  DataFacts on(Precision precision) {
    GanConfig precise =
        ConfigLayers.over(config).set("/training/precision", Choices.word(precision)).toConfig();
    return new DataFacts(precise, preset, survey, chosen);
  }

  /** Measures how long it would take to show each image once; nothing if there are none. */
  Optional<Fact> epoch(Device device) {
    if (chosen.count() == 0) {
      return Optional.empty();
    }
    GanConfig classed = Datasets.classed(config, chosen.classes());
    TrainingOptions training = classed.training();
    double speed =
        TrainingSpeed.imagesPerSecond(classed.network(), classed.loss(), training, device);
    return Optional.of(
        new Fact(
            "epoch",
            "about %s at %s images a second, estimated from a few steps on %s, %s, %s"
                .formatted(
                    Format.time(chosen.count() / speed),
                    String.format(Locale.ROOT, speed < 10 ? "%.1f" : "%.0f", speed),
                    DeviceChoice.name(device),
                    Choices.word(training.precision()),
                    Format.counted(ComputeThreads.count(), "thread"))));
  }

  /** Returns the shape that images would be trained at. */
  ImageShape shape() {
    return Datasets.shape(config.network());
  }

  /** Tells of images that are smaller than what is trained, if the share of them is large. */
  static Optional<String> enlarged(double share, ImageShape shape) {
    return share <= MANY
        ? Optional.empty()
        : Optional.of(
            "%s of the images are smaller than %dx%d and are enlarged, which blurs them"
                .formatted(Format.percent(share), shape.width(), shape.height()));
  }

  /** Tells that there are few images, if there are. */
  static Optional<String> few(int count) {
    return count >= FEW
        ? Optional.empty()
        : Optional.of("fewer than %d images, which may be learned by heart".formatted(FEW));
  }

  /** Tells of so many copies, at least one. */
  static String copies(int count) {
    return count == 1
        ? "1 image is an exact copy of another"
        : count + " images are exact copies of others";
  }

  /**
   * Tells of files that were left alone, and of their most frequent endings; nothing if of none.
   */
  Optional<String> ignored() {
    Map<String, Integer> endings = survey.ignored();
    if (endings.isEmpty()) {
      return Optional.empty();
    }
    int files = endings.values().stream().mapToInt(count -> count).sum();
    String some =
        endings.entrySet().stream()
            .sorted(Map.Entry.comparingByValue(Comparator.reverseOrder()))
            .limit(MOST_ENDINGS)
            .map(
                of ->
                    of.getValue()
                        + (of.getKey().isEmpty() ? " without an ending" : " ." + of.getKey()))
            .collect(Collectors.joining(", "));
    return Optional.of(
        "%s not named like images: %s%s"
            .formatted(
                Format.counted(files, "file"), some, endings.size() > MOST_ENDINGS ? ", ..." : ""));
  }

  private boolean isDrawn() {
    return !survey.images().isEmpty() && survey.sizes().isEmpty();
  }

  private static String counts(Map<?, Integer> counts) {
    return counts.entrySet().stream()
        .map(entry -> entry.getKey() + " " + entry.getValue())
        .collect(Collectors.joining(", "));
  }

  private String spread(ToIntFunction<Size> side) {
    int[] sides = survey.sizes().stream().mapToInt(side).sorted().toArray();
    return "%d to %d, median %d"
        .formatted(sides[0], sides[sides.length - 1], sides[sides.length / 2]);
  }
}
