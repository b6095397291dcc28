package io.organza;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.organza.record.RecordJson;
import java.util.Iterator;
import java.util.List;

/**
 * A configuration in the making: files and single options laid over a complete one.
 *
 * <p>Immutable. Nothing is checked before {@link #toConfig}, which then tells all problems at once.
 */
public final class ConfigLayers {

  /**
   * The keys that the first version did not write, with what it meant: docs/checkpoint-format.md.
   */
  private static final String ADDED_KEYS =
      """
      {
        "data": {
          "fit": "crop",
          "background": {"red": 255, "green": 255, "blue": 255},
          "labels": "none",
          "classNames": [],
          "balance": false,
          "holdout": 0,
          "fold": 0,
          "subset": 0,
          "strict": false,
          "maxPixels": 100000000,
          "maxSeconds": 30
        },
        "network": {"classes": 0, "generatorNoise": false, "smoothedStages": 0, "modulated": false},
        "loss": {
          "variety": 1,
          "adaptiveL2": {
            "enabled": false,
            "least": 1e-7,
            "most": 1e-3,
            "target": 0.1,
            "decadeKimg": 20
          }
        },
        "training": {
          "learningRate": {"afterKimg": 0},
          "beta2": {"afterKimg": 0},
          "gamma": {"afterKimg": 0},
          "emaKimg": {"afterKimg": 0},
          "generatorRate": 1,
          "augment": {
            "transforms": [],
            "adaptive": false,
            "target": 0.6,
            "most": 0.8,
            "rampKimg": 500
          },
          "microBatch": 0,
          "generatorDropout": 0
        }
      }
      """;

  private final ObjectNode tree;

  private ConfigLayers(ObjectNode tree) {
    this.tree = tree;
  }

  /** Returns the layers that begin with the given configuration. */
  public static ConfigLayers over(GanConfig base) {
    return new ConfigLayers((ObjectNode) RecordJson.tree(base));
  }

  /** Returns the layers that begin with nothing but the keys that were added since version 1. */
  static ConfigLayers overAddedKeys() {
    return new ConfigLayers((ObjectNode) RecordJson.parse(ADDED_KEYS));
  }

  /**
   * Lays JSON over what is here: an object's keys one by one, at any depth; any other value, lists
   * included, as a whole. A schedule that is whole but for {@code afterKimg}, as earlier versions
   * wrote it, begins at once.
   *
   * @throws IllegalArgumentException if the JSON is malformed or not an object
   */
  public ConfigLayers merge(String json) {
    if (!(RecordJson.parse(json) instanceof ObjectNode layer)) {
      throw new IllegalArgumentException("a configuration must be an object, got " + json.strip());
    }
    ObjectNode merged = tree.deepCopy();
    merge(merged, layer);
    return new ConfigLayers(merged);
  }

  /** Replaces keys that this version knows no more, where it can do what they say. */
  ConfigLayers withoutGivenUpKeys() {
    ObjectNode changed = tree.deepCopy();
    if (changed.path("network") instanceof ObjectNode network) {
      replaceGivenUpKeys(network);
    }
    return new ConfigLayers(changed);
  }

  /** Replaces keys of a network, in place, that this version knows no more, as far as it can. */
  public static void replaceGivenUpKeys(ObjectNode network) {
    // Residual networks with another stride at the image cannot be built any more.
    if (network.path("imageStride").asInt() == 1) {
      network.remove("imageStride");
    }
    if (network.remove("smoothImage") instanceof BooleanNode smooth) {
      network.put("smoothedStages", smooth.booleanValue() ? 1 : 0);
    }
  }

  /**
   * Sets one value.
   *
   * @param pointer where, as a JSON pointer such as {@code /training/batch}
   * @param value the value in the type of the record's component, or what JSON has for it
   * @throws IllegalArgumentException if there is no object that the pointer's last key could be in
   */
  public ConfigLayers set(String pointer, Object value) {
    JsonPointer path = JsonPointer.compile(pointer);
    ObjectNode changed = tree.deepCopy();
    if (path.matches() || !(changed.at(path.head()) instanceof ObjectNode parent)) {
      throw new IllegalArgumentException(pointer + ": no such option, got " + value);
    }
    parent.set(path.last().getMatchingProperty(), RecordJson.tree(value));
    return new ConfigLayers(changed);
  }

  /**
   * Multiplies a schedule's values by a factor; the times of its way stay.
   *
   * @param pointer where, as above
   * @throws IllegalArgumentException if there is nothing
   */
  public ConfigLayers scale(String pointer, double factor) {
    ObjectNode changed = tree.deepCopy();
    if (changed.at(pointer).isMissingNode()) {
      throw new IllegalArgumentException(pointer + ": no such option");
    }
    if (changed.at(pointer) instanceof ObjectNode schedule) {
      for (String end : List.of("from", "to")) {
        if (schedule.path(end).isNumber()) {
          schedule.put(end, factor * schedule.path(end).asDouble());
        }
      }
    }
    return new ConfigLayers(changed);
  }

  /**
   * Returns the configuration that all layers make.
   *
   * @throws IllegalArgumentException as {@link GanConfig#fromJson}
   */
  public GanConfig toConfig() {
    return RecordJson.read(tree, GanConfig.class);
  }

  private static void merge(ObjectNode base, ObjectNode layer) {
    for (Iterator<String> keys = layer.fieldNames(); keys.hasNext(); ) {
      String key = keys.next();
      JsonNode value = layer.path(key);
      if (value instanceof ObjectNode inner && base.path(key) instanceof ObjectNode outer) {
        if (inner.has("from") && inner.has("to") && inner.has("overKimg")) {
          outer.put("afterKimg", 0);
        }
        merge(outer, inner);
      } else {
        base.set(key, value);
      }
    }
  }
}
