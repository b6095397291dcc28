package io.organza.cli;

import io.organza.tuning.Axis;
import io.organza.tuning.Halving;
import io.organza.tuning.SearchSpace;
import io.organza.tuning.Setting;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that say which settings are tried, and for how long. */
final class SearchOptions {

  /** Those that have another meaning for {@code train}, or none. */
  static final Set<String> NAMES =
      Set.of(
          "--l2",
          "--l1",
          "--gamma",
          "--clip-at",
          "--search",
          "--trials",
          "--kimg",
          "--rungs",
          "--eta",
          "--folds");

  private static final String USUAL_L2 = "0,1e-6..1e-1";
  private static final int USUAL_TRIALS = 8;
  private static final int MOST_SETTINGS = 1000;

  /** How settings are found. */
  enum Search {
    /** All combinations of the values. */
    GRID,
    /** Drawn by the seed. */
    RANDOM
  }

  @Option(
      names = "--l2",
      paramLabel = "VALUES",
      description =
          "Values of lambda, single ones and decades with commas between; default: "
              + USUAL_L2
              + ".")
  @Nullable String l2;

  @Option(names = "--l1", paramLabel = "VALUES", description = "Values of the L1 penalty's lambda.")
  @Nullable String l1;

  @Option(
      names = "--gamma",
      paramLabel = "VALUES",
      description =
          "Values of the gradient penalties' weight, which stays; or factors of the default: x0.5,x1,x2.")
  @Nullable String gamma;

  @Option(
      names = "--clip-at",
      paramLabel = "VALUES",
      description = "Values of the bound of clipping.")
  @Nullable String clipAt;

  @Option(
      names = "--search",
      paramLabel = "grid|random",
      description =
          "Try all combinations (default), or settings that are drawn by the seed, from ranges "
              + "evenly by their logarithms.")
  Search search = Search.GRID;

  @Option(
      names = "--trials",
      paramLabel = "N",
      description = "With --search random: how many settings; default: " + USUAL_TRIALS + ".")
  @Nullable Integer trials;

  @Option(
      names = "--kimg",
      paramLabel = "N",
      description =
          "How long each setting is trained at first, in thousands of images; default: 12.")
  double kimg = 12;

  @Option(
      names = "--rungs",
      paramLabel = "N",
      description = "How often the better settings go on, the first time counted; default: 3.")
  int rungs = 3;

  @Option(
      names = "--eta",
      paramLabel = "N",
      description =
          "At each rung one of so many settings goes on, so many times as long; default: 2.")
  int eta = 2;

  @Option(
      names = "--folds",
      paramLabel = "K",
      description =
          "Train each setting K times, each time with another K-th of the images held out, and take "
              + "the mean score; default: 1, with --holdout (10%% unless given).")
  int folds = 1;

  List<String> problems() {
    List<String> problems = new ArrayList<>();
    axes()
        .forEach(
            (searched, values) -> {
              try {
                Axis.parse(searched.settingName(), values);
              } catch (IllegalArgumentException e) {
                problems.add("%s: %s".formatted(searched.option(), e.getMessage()));
              }
            });
    halving().problems().forEach(problem -> problems.add("--" + problem));
    if (folds < 1 || folds > 20) {
      problems.add("--folds: must be from 1 to 20, got " + folds);
    }
    if (trials != null && search == Search.GRID) {
      problems.add("--trials: needs --search random, got " + trials);
    }
    if (trials != null && (trials < 1 || trials > MOST_SETTINGS)) {
      problems.add("--trials: must be from 1 to %d, got %d".formatted(MOST_SETTINGS, trials));
    }
    if (problems.isEmpty() && search == Search.GRID && space().gridSize() > MOST_SETTINGS) {
      problems.add(
          "--search: a grid of %d settings, at most %d are possible"
              .formatted(space().gridSize(), MOST_SETTINGS));
    }
    return problems;
  }

  /** Returns what is tried, in order. */
  List<Setting> settings(long seed) {
    return switch (search) {
      case GRID -> space().grid();
      case RANDOM -> space().random(trials == null ? USUAL_TRIALS : trials, seed);
    };
  }

  private SearchSpace space() {
    return new SearchSpace(
        axes().entrySet().stream()
            .map(axis -> Axis.parse(axis.getKey().settingName(), axis.getValue()))
            .toList());
  }

  Halving halving() {
    return new Halving(kimg, rungs, eta);
  }

  /** Returns what is searched, and the values that were given for it. */
  private Map<SearchedOption, String> axes() {
    Map<SearchedOption, String> axes = new EnumMap<>(SearchedOption.class);
    put(axes, SearchedOption.L2, l2);
    put(axes, SearchedOption.L1, l1);
    if (gamma != null && Arrays.stream(gamma.split(",")).allMatch(SearchOptions::isFactor)) {
      axes.put(SearchedOption.GAMMA_TIMES, gamma.replace(ScheduleChoice.TIMES, ""));
    } else {
      put(axes, SearchedOption.GAMMA, gamma);
    }
    put(axes, SearchedOption.CLIP_AT, clipAt);
    return axes.isEmpty() ? Map.of(SearchedOption.L2, USUAL_L2) : axes;
  }

  private static boolean isFactor(String value) {
    return value.strip().startsWith(ScheduleChoice.TIMES);
  }

  private static void put(
      Map<SearchedOption, String> axes, SearchedOption option, @Nullable String values) {
    if (values != null) {
      axes.put(option, values);
    }
  }
}
