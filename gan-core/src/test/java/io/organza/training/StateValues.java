package io.organza.training;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** All numbers of a state, to compare two of them. */
final class StateValues {

  private StateValues() {}

  /** Returns the values of each tensor by its name. */
  static Map<String, List<Float>> of(TrainingState state) {
    Map<String, List<Float>> values = new TreeMap<>();
    state
        .tensors()
        .forEach(
            (name, array) -> {
              List<Float> list = new ArrayList<>();
              for (float value : array.toFloatArray()) {
                list.add(value);
              }
              values.put(name, list);
            });
    return values;
  }
}
