package io.organza.data;

import io.organza.record.Problems;
import java.util.List;

/**
 * Which images are trained on, and how they are made to fit.
 *
 * @param source a folder, a zip file or {@code builtin:flowers}
 * @param mirror whether each image is shown mirrored half of the time
 */
public record DataOptions(String source, boolean mirror) {

  /** Returns what is wrong with the values; each problem begins with the option in kebab-case. */
  public List<String> problems() {
    return new Problems()
        .require("source", !source.isBlank(), "a folder, a zip file or builtin:flowers", "nothing")
        .toList();
  }
}
