package io.organza.data;

import io.organza.image.Fit;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Several sources as one, in the order in which they were named. */
final class SourceList implements ImageSource {

  /** A source, the name that stands before its paths, and the index of its first image. */
  private record Part(ImageSource source, String prefix, int first) {}

  private static final int NAMES_SHOWN = 3;

  private final List<Part> parts = new ArrayList<>();
  private int count;

  private SourceList() {}

  /**
   * Opens the places that are named; blank names, which a comma at the end leaves, do not count.
   */
  static SourceList open(List<String> locations, FileLimits limits) throws IOException {
    SourceList list = new SourceList();
    Set<String> prefixes = new HashSet<>();
    try {
      for (String location : locations) {
        if (!location.isBlank()) {
          list.add(Places.open(location, limits), prefixes);
        }
      }
      if (list.parts.isEmpty()) {
        throw new DataException(
            "no folder, zip or tar is named in: " + String.join(",", locations));
      }
      return list;
    } catch (IOException | RuntimeException e) {
      list.close();
      throw e;
    }
  }

  @Override
  public String name() {
    String names =
        parts.stream()
            .limit(NAMES_SHOWN)
            .map(part -> part.source().name())
            .collect(Collectors.joining("-"));
    int more = parts.size() - NAMES_SHOWN;
    return more > 0 ? names + "-and-" + more + "-more" : names;
  }

  @Override
  public int count() {
    return count;
  }

  @Override
  public Map<String, Integer> ignored() {
    Map<String, Integer> all = new TreeMap<>();
    for (Part part : parts) {
      part.source().ignored().forEach((ending, files) -> all.merge(ending, files, Integer::sum));
    }
    return all;
  }

  @Override
  public String path(int index) {
    Part part = part(index);
    return part.prefix() + "/" + part.source().path(index - part.first());
  }

  @Override
  public List<String> folders(int index) {
    Part part = part(index);
    return part.source().folders(index - part.first());
  }

  @Override
  public Optional<String> place(int index) {
    return Optional.of(part(index).prefix());
  }

  @Override
  public Optional<Map<String, Integer>> labels() throws IOException {
    Map<String, Integer> all = new HashMap<>();
    boolean any = false;
    for (Part part : parts) {
      Optional<Map<String, Integer>> own = part.source().labels();
      any |= own.isPresent();
      own.orElse(Map.of()).forEach((path, number) -> all.put(part.prefix() + "/" + path, number));
    }
    return any ? Optional.of(all) : Optional.empty();
  }

  @Override
  public String fingerprint() {
    return parts.stream()
        .map(part -> part.source().fingerprint())
        .collect(Collectors.joining("\n\0\n"));
  }

  @Override
  public Picture picture(int index, Fit fit, int height, int width) throws IOException {
    Part part = part(index);
    return part.source().picture(index - part.first(), fit, height, width);
  }

  @Override
  public SourceSurvey.Look look(int index, boolean whole) throws IOException {
    Part part = part(index);
    return part.source().look(index - part.first(), whole);
  }

  @Override
  public void close() throws IOException {
    IOException failure = null;
    for (Part part : parts) {
      try {
        part.source().close();
      } catch (IOException e) {
        failure = e;
      }
    }
    if (failure != null) {
      throw failure;
    }
  }

  private void add(ImageSource source, Set<String> prefixes) {
    String prefix = source.name();
    for (int number = 2; !prefixes.add(prefix); number++) {
      prefix = source.name() + "-" + number;
    }
    parts.add(new Part(source, prefix, count));
    count = Math.addExact(count, source.count());
  }

  private Part part(int index) {
    Objects.checkIndex(index, count);
    int at = parts.size() - 1;
    while (parts.get(at).first() > index) {
      at--;
    }
    return parts.get(at);
  }
}
