package io.organza.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.organza.GanConfig;
import io.organza.record.RecordJson;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * One value that differs between the configuration of a run and the one it is to go on with.
 *
 * @param key the stage and the option, {@code network.height}, or {@code seed}
 * @param before the value, as a person would give it; in JSON if it has several parts
 * @param after the value that it is to have, likewise
 */
record ConfigChange(String key, String before, String after) {

  /** What a run that goes on may change. */
  private static final Set<String> FREE =
      Set.of("training.kimg", "training.tickKimg", "data.maxSeconds");

  /** What it may change as well, but what is then told in its history. */
  private static final Set<String> NOTED =
      Set.of(
          "training.learningRate",
          "training.generatorRate",
          "training.microBatch",
          "training.generatorDropout",
          "loss.l2",
          "loss.adaptiveL2",
          "loss.l1",
          "loss.l2Form");

  /** Returns the values that differ, in the order of the configuration. */
  static List<ConfigChange> between(GanConfig before, GanConfig after) {
    List<ConfigChange> changes = new ArrayList<>();
    compare("", RecordJson.tree(before), RecordJson.tree(after), changes);
    return changes;
  }

  /**
   * Returns why a run, or a new one from it, may not go on with another configuration: each change
   * by its option.
   */
  static List<String> refusals(GanConfig before, GanConfig after, boolean isNewRun) {
    Set<String> problems = new LinkedHashSet<>();
    for (ConfigChange change : between(before, after)) {
      if (isNewRun ? change.isOfNetwork() : !change.isAllowed()) {
        String way = change.isOfNetwork() ? "" : ", except in a new run by --fork";
        problems.add(
            change.isOfSize()
                ? "%s: cannot change from %s to %s: networks have a fixed size"
                    .formatted(change.option(), size(before), size(after))
                : change.refusal(way));
      }
    }
    return List.copyOf(problems);
  }

  private static String size(GanConfig config) {
    return config.network().width() + "x" + config.network().height();
  }

  private static void compare(
      String prefix, JsonNode before, JsonNode after, List<ConfigChange> changes) {
    for (Iterator<String> names = before.fieldNames(); names.hasNext(); ) {
      String name = names.next();
      JsonNode one = before.path(name);
      JsonNode other = after.path(name);
      if (prefix.isEmpty() && one.isObject()) {
        compare(name + ".", one, other, changes);
      } else if (!one.equals(other)) {
        changes.add(new ConfigChange(prefix + name, shown(one), shown(other)));
      }
    }
  }

  private static String shown(JsonNode value) {
    if (value.isFloatingPointNumber()) {
      return Format.number(value.doubleValue());
    }
    if (value.has("from") && value.path("from").equals(value.path("to"))) {
      return shown(value.path("from"));
    }
    return value.isTextual() ? value.asText() : value.toString();
  }

  /** Returns the option that asks for the change, or the key if only a file can. */
  String option() {
    return OptionNames.of(key);
  }

  /** Returns whether it changes the size of the images, which has two values. */
  private boolean isOfSize() {
    return key.equals("network.height") || key.equals("network.width");
  }

  /** Returns whether a run may go on with this change. */
  boolean isAllowed() {
    return FREE.contains(key) || isNoted() || isMove();
  }

  /**
   * Returns whether the images, or the file with their labels, are in another place: what is in
   * them may not change.
   */
  boolean isMove() {
    return key.equals("data.source")
        || (key.equals("data.labels") && DataPlace.isFile(before) && DataPlace.isFile(after));
  }

  /**
   * Returns that the change is refused.
   *
   * @param way how it could be had, as the end of the sentence
   */
  String refusal(String way) {
    return "%s: cannot change from %s to %s%s".formatted(option(), before, after, way);
  }

  /** Returns whether the change belongs in the run's history. */
  boolean isNoted() {
    return NOTED.contains(key);
  }

  /** Returns whether it changes the networks, which not even a fork may. */
  boolean isOfNetwork() {
    return key.startsWith("network.");
  }

  @Override
  public String toString() {
    return key + ": " + before + " to " + after;
  }
}
