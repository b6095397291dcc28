package io.organza.checkpoint;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Where the state in a checkpoint comes from.
 *
 * @param contentHash the hash of the images that were trained on
 * @param versions the versions of what trained, by name: Organza, DJL, libtorch
 * @param history what happened to the run so far, a line for each event, oldest first
 */
public record Provenance(String contentHash, Map<String, String> versions, List<String> history) {

  public Provenance {
    SortedMap<String, String> sorted = new TreeMap<>(versions);
    versions = Collections.unmodifiableSortedMap(sorted);
    history = List.copyOf(history);
  }
}
