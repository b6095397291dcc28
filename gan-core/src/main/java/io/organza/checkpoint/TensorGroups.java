package io.organza.checkpoint;

import ai.djl.ndarray.NDArray;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The grouping of named tensors into files: {@code ema/stem.linear} is in {@code ema}'s file. */
final class TensorGroups {

  private static final Pattern NAME = Pattern.compile("([a-z0-9][a-z0-9-]*)/(.{1,512})");
  private static final String SUFFIX = ".safetensors";

  private TensorGroups() {}

  /** Returns the tensors by group, then by the rest of their names. */
  static SortedMap<String, SortedMap<String, NDArray>> of(Map<String, NDArray> tensors) {
    SortedMap<String, SortedMap<String, NDArray>> groups = new TreeMap<>();
    tensors.forEach(
        (name, tensor) -> {
          Matcher matcher = NAME.matcher(name);
          if (!matcher.matches()) {
            throw new IllegalArgumentException("a tensor must be named group/name, got " + name);
          }
          groups
              .computeIfAbsent(matcher.group(1), group -> new TreeMap<>())
              .put(matcher.group(2), tensor);
        });
    return groups;
  }

  static boolean isFile(String fileName) {
    return fileName.endsWith(SUFFIX);
  }

  static String file(String group) {
    return group + SUFFIX;
  }

  static String group(String fileName) {
    return fileName.substring(0, fileName.length() - SUFFIX.length());
  }
}
