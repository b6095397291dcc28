package io.organza.tuning;

import io.organza.random.Purpose;
import io.organza.random.RandomStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The settings that may be tried.
 *
 * @param axes the options that are searched, in the order in which they are told
 */
public record SearchSpace(List<Axis> axes) {

  public SearchSpace {
    axes = List.copyOf(axes);
  }

  /**
   * Returns how many combinations of the axes' values there are; too many for a long are its most.
   */
  public long gridSize() {
    long size = 1;
    for (Axis axis : axes) {
      int values = axis.values().size();
      size = size > Long.MAX_VALUE / values ? Long.MAX_VALUE : size * values;
    }
    return size;
  }

  /** Returns each combination of the axes' values; the last axis changes fastest. */
  public List<Setting> grid() {
    List<Setting> settings = List.of(new Setting(Map.of()));
    for (Axis axis : axes) {
      List<Setting> longer = new ArrayList<>();
      for (Setting setting : settings) {
        axis.values().forEach(value -> longer.add(setting.with(axis.name(), value)));
      }
      settings = longer;
    }
    return settings;
  }

  /**
   * Draws settings, the same ones from the same seed; equal ones count once, so there may be fewer.
   *
   * <p>Where few of several options matter, random settings try more values of those than a grid of
   * as many (Bergstra and Bengio, "Random search for hyper-parameter optimization", JMLR 2012).
   */
  public List<Setting> random(int count, long seed) {
    List<Setting> settings = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      RandomStream random = RandomStream.of(seed, Purpose.TUNING, i);
      Setting setting = new Setting(Map.of());
      for (Axis axis : axes) {
        setting = setting.with(axis.name(), axis.draw(random));
      }
      settings.add(setting);
    }
    return settings.stream().distinct().toList();
  }
}
