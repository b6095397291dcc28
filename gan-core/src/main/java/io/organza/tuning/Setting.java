package io.organza.tuning;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A value for each option that is searched.
 *
 * @param values by the options' names, in the order of the axes
 */
public record Setting(Map<String, Double> values) {

  public Setting {
    values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
  }

  /** Returns this with one value more. */
  Setting with(String name, double value) {
    Map<String, Double> more = new LinkedHashMap<>(values);
    more.put(name, value);
    return new Setting(more);
  }

  /** Returns names and values: {@code l2 1.0E-5, gamma 0.1}. */
  @Override
  public String toString() {
    return values.entrySet().stream()
        .map(value -> value.getKey() + " " + value.getValue())
        .collect(Collectors.joining(", "));
  }
}
