package io.organza.checkpoint;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Which checkpoints of a run led to which: a run that went on from an earlier one leaves those
 * behind that were saved after that.
 */
final class Lineage {

  private static final Pattern RESUMED = Pattern.compile("resumed at image (\\d{1,18})\\b.*");

  private Lineage() {}

  /**
   * Returns a run's checkpoints: first the one that was saved last, then those that led to it, as
   * far as their states can be read, then the others; of both, those with the most images first.
   */
  static List<CheckpointName> newestFirst(Path directory, List<CheckpointName> names)
      throws IOException {
    List<CheckpointName> sorted = new ArrayList<>(names);
    sorted.sort(Comparator.reverseOrder());
    CheckpointPaths.named(directory.resolve(CheckpointPaths.LATEST))
        .filter(sorted::remove)
        .ifPresent(last -> putFirst(directory, sorted, last));
    return sorted;
  }

  /** Puts the last checkpoint and those that led to it before the others. */
  private static void putFirst(Path directory, List<CheckpointName> others, CheckpointName last) {
    Optional<CheckpointState> to = state(directory, last);
    if (to.isPresent()) {
      Map<Boolean, List<CheckpointName>> led =
          others.stream()
              .collect(
                  Collectors.partitioningBy(
                      name ->
                          state(directory, name)
                              .filter(from -> leads(from, to.get()))
                              .isPresent()));
      others.clear();
      others.addAll(led.get(true));
      others.addAll(led.get(false));
    }
    others.add(0, last);
  }

  private static Optional<CheckpointState> state(Path directory, CheckpointName name) {
    try {
      return Optional.of(CheckpointState.read(directory.resolve(name.toString())));
    } catch (CheckpointException e) {
      return Optional.empty(); // That it is damaged is told when it is opened.
    }
  }

  /** Returns whether a training came past one state on its way to another. */
  static boolean leads(CheckpointState from, CheckpointState to) {
    List<String> before = from.provenance().history();
    List<String> after = to.provenance().history();
    int common = before.size();
    if (after.size() < common || !after.subList(0, common).equals(before)) {
      return false;
    }
    long until = to.images();
    for (String event : after.subList(common, after.size())) {
      Matcher resumed = RESUMED.matcher(event);
      if (resumed.matches()) {
        until = Math.min(until, Long.parseLong(resumed.group(1)));
      }
    }
    return from.images() <= until;
  }
}
