package io.organza.tuning;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * What is known of all trials, and which come next: a function of the results alone, so that all
 * who share them agree.
 *
 * @param settings how many settings there are
 * @param folds how many parts of the images are held out in turn
 * @param halving how long each is trained, and how many go on
 * @param results what the trials that are done came to
 */
public record Tournament(int settings, int folds, Halving halving, Map<Trial, Measures> results) {

  private static final Comparator<Standing> BEST_FIRST =
      Comparator.comparing((Standing standing) -> standing.measures().isDiverged())
          .thenComparing(Standing::rung, Comparator.reverseOrder())
          .thenComparing(standing -> standing.measures().score())
          .thenComparing(Standing::setting);

  public Tournament {
    results = Map.copyOf(results);
  }

  /**
   * Returns the trials of the present rung that have no result, in the order of their settings;
   * none if all is done. A rung begins when the one before is over; what diverged is in none after.
   */
  public List<Trial> open() {
    List<Integer> alive = IntStream.range(0, settings).boxed().toList();
    for (int rung = 0; rung < halving.rungs(); rung++) {
      List<Trial> missing = new ArrayList<>();
      for (int setting : alive) {
        for (Trial trial : trials(setting, rung)) {
          if (!results.containsKey(trial)) {
            missing.add(trial);
          }
        }
      }
      if (!missing.isEmpty()) {
        return missing;
      }
      alive = survivors(alive, rung);
    }
    return List.of();
  }

  /**
   * Returns the settings that have a result, the best first: who came further is better, then who
   * has the lower score; what diverged is last. Scores of different rungs are of trainings of
   * different length.
   */
  public List<Standing> standings() {
    return IntStream.range(0, settings)
        .mapToObj(this::last)
        .flatMap(Optional::stream)
        .sorted(BEST_FIRST)
        .toList();
  }

  /** Returns those that may be as good as the best one, as far as its folds and theirs tell. */
  public List<Standing> rivals() {
    List<Standing> standings = standings();
    return standings.stream().skip(1).filter(other -> other.isAlike(standings.get(0))).toList();
  }

  /** Returns how the settings did that finished a rung on all folds, in their order. */
  public List<Standing> rung(int rung) {
    return IntStream.range(0, settings)
        .mapToObj(setting -> standing(setting, rung))
        .flatMap(Optional::stream)
        .toList();
  }

  private List<Integer> survivors(List<Integer> alive, int rung) {
    return alive.stream()
        .map(setting -> standing(setting, rung).orElseThrow())
        .filter(standing -> !standing.measures().isDiverged())
        .sorted(BEST_FIRST)
        .limit(halving.survivors(alive.size()))
        .map(Standing::setting)
        .sorted()
        .toList();
  }

  private Optional<Standing> last(int setting) {
    for (int rung = halving.rungs() - 1; rung >= 0; rung--) {
      Optional<Standing> standing = standing(setting, rung);
      if (standing.isPresent()) {
        return standing;
      }
    }
    return Optional.empty();
  }

  private Optional<Standing> standing(int setting, int rung) {
    List<Measures> measures =
        trials(setting, rung).stream().map(results::get).filter(Objects::nonNull).toList();
    return measures.size() < folds
        ? Optional.empty()
        : Optional.of(
            new Standing(setting, rung, Measures.mean(measures), Measures.scoreError(measures)));
  }

  private List<Trial> trials(int setting, int rung) {
    return IntStream.range(0, folds).mapToObj(fold -> new Trial(setting, rung, fold)).toList();
  }
}
