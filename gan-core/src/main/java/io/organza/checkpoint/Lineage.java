package io.organza.checkpoint;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.stream.Collectors;

/**
 * Which checkpoints of a run led to which: a run that went on from an earlier one leaves those
 * behind that were saved after that.
 */
final class Lineage {

  private Lineage() {}

  /**
   * Returns a run's checkpoints: first the one that was saved last, then those that led to it, as
   * far as their states can be read, then the others; of both, those with the most images first,
   * and of the same number those that were saved last.
   */
  static List<CheckpointName> newestFirst(Path directory, List<CheckpointName> names)
      throws IOException {
    Map<CheckpointName, CheckpointState> states = states(directory, names);
    List<CheckpointName> sorted = new ArrayList<>(names);
    sorted.sort(byProgress(states).reversed());
    CheckpointPaths.named(directory.resolve(CheckpointPaths.LATEST))
        .filter(sorted::remove)
        .ifPresent(last -> putFirst(states, sorted, last));
    return sorted;
  }

  /** Returns the states that can be read; what is damaged is told when it is opened. */
  private static Map<CheckpointName, CheckpointState> states(
      Path directory, List<CheckpointName> names) {
    Map<CheckpointName, CheckpointState> states = new HashMap<>();
    for (CheckpointName name : names) {
      try {
        states.put(name, CheckpointState.read(directory.resolve(name.toString())));
      } catch (CheckpointException e) {
        // It goes by its name.
      }
    }
    return states;
  }

  private static Comparator<CheckpointName> byProgress(
      Map<CheckpointName, CheckpointState> states) {
    return Comparator.comparingLong((CheckpointName name) -> images(states, name))
        .thenComparing(name -> savedAt(states, name))
        .thenComparing(Comparator.naturalOrder());
  }

  private static long images(Map<CheckpointName, CheckpointState> states, CheckpointName name) {
    CheckpointState state = states.get(name);
    return state == null ? 1000 * name.kimg() : state.images();
  }

  private static Instant savedAt(Map<CheckpointName, CheckpointState> states, CheckpointName name) {
    CheckpointState state = states.get(name);
    return state == null ? Instant.MIN : state.savedInstant();
  }

  /** Puts the last checkpoint and those that led to it before the others. */
  private static void putFirst(
      Map<CheckpointName, CheckpointState> states,
      List<CheckpointName> others,
      CheckpointName last) {
    CheckpointState to = states.get(last);
    if (to != null) {
      Map<Boolean, List<CheckpointName>> led =
          others.stream()
              .collect(
                  Collectors.partitioningBy(
                      name -> {
                        CheckpointState from = states.get(name);
                        return from != null && leads(from, to);
                      }));
      others.clear();
      others.addAll(led.get(true));
      others.addAll(led.get(false));
    }
    others.add(0, last);
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
      OptionalLong resumed = Provenance.imagesAtResume(event);
      if (resumed.isPresent()) {
        until = Math.min(until, resumed.getAsLong());
      }
    }
    return from.images() <= until;
  }
}
