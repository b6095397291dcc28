package io.organza.checkpoint;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where the state in a checkpoint comes from.
 *
 * @param contentHash the hash of the images that were trained on
 * @param versions the versions of what trained, by name: Organza, DJL, libtorch
 * @param machine what it was trained on, by name: the device, the number of threads, the
 *     processor's architecture and model; where they or the versions differ, the same steps may
 *     give other bits
 * @param history what happened to the run so far, a line for each event, oldest first
 */
public record Provenance(
    String contentHash,
    Map<String, String> versions,
    Map<String, String> machine,
    List<String> history) {

  private static final Pattern RESUMED = Pattern.compile("resumed at image (\\d{1,18})\\b.*");

  public Provenance {
    versions = sorted(versions);
    machine = sorted(machine);
    history = List.copyOf(history);
  }

  /** Returns this with one more event at the end of the history. */
  public Provenance with(String event) {
    List<String> longer = new ArrayList<>(history);
    longer.add(event);
    return new Provenance(contentHash, versions, machine, longer);
  }

  /**
   * Returns the event that a run went on from its checkpoint of so many images; its text is part of
   * the checkpoint's format.
   *
   * @param versions of what trains from there on, as a line
   */
  public static String resumedAt(long images, String versions) {
    return "resumed at image " + images + " with " + versions;
  }

  /** Returns from how many images a run went on, if that is what an event says. */
  static OptionalLong imagesAtResume(String event) {
    Matcher resumed = RESUMED.matcher(event);
    return resumed.matches()
        ? OptionalLong.of(Long.parseLong(resumed.group(1)))
        : OptionalLong.empty();
  }

  private static SortedMap<String, String> sorted(Map<String, String> values) {
    return Collections.unmodifiableSortedMap(new TreeMap<>(values));
  }
}
