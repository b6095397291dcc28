package io.organza.data;

import io.organza.data.SourceSurvey.Seen;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What training would take of the images that were looked at: those that have a label, if labels
 * are asked for, are not held out, and are in the subset. {@link PackedImages} has the same ones.
 *
 * @param indices of the images in their source, in its order
 * @param labels of the images, indices of the classes; -1 without labels
 * @param classes the names of the classes, in the order of their labels; empty without labels
 * @param heldOut the number of images that are held out
 * @param skipped the files that cannot be read or have no label
 */
public record ChosenImages(
    List<Integer> indices,
    List<Integer> labels,
    List<String> classes,
    int heldOut,
    List<SkippedFile> skipped) {

  /**
   * Reads the labels, which takes less time than to look at the images.
   *
   * @throws IOException as {@link #of}
   */
  public static void requireLabels(ImageSource source, DataOptions options) throws IOException {
    Labels.of(source, options);
  }

  /**
   * Chooses among the images of a source.
   *
   * @throws DataException if the labels cannot be read, or there are fewer images than the subset
   *     has
   * @throws LabelsException if there are fewer than two classes
   */
  public static ChosenImages of(ImageSource source, SourceSurvey survey, DataOptions options)
      throws IOException {
    Labels labels = Labels.of(source, options);
    List<String> classes = labels.classes();
    List<Integer> indices = new ArrayList<>();
    List<Integer> chosen = new ArrayList<>();
    List<Long> contents = new ArrayList<>();
    int heldOut = 0;
    for (Seen seen : survey.images()) {
      int label = labels.of(seen.index());
      if (!classes.isEmpty() && label < 0) {
        continue;
      }
      if (Selection.isHeldOut(seen.look().content(), options.holdout(), options.fold())) {
        heldOut++;
        continue;
      }
      indices.add(seen.index());
      chosen.add(label);
      contents.add(seen.look().content());
    }
    int[] subset =
        Selection.subset(contents.stream().mapToLong(Long::longValue).toArray(), options.subset());
    List<SkippedFile> skipped = labels.leftOut(source, survey.skipped());
    return new ChosenImages(at(subset, indices), at(subset, chosen), classes, heldOut, skipped);
  }

  private static List<Integer> at(int[] places, List<Integer> all) {
    return Arrays.stream(places).mapToObj(all::get).toList();
  }

  public ChosenImages {
    indices = List.copyOf(indices);
    labels = List.copyOf(labels);
  }

  /** Returns the number of images. */
  public int count() {
    return indices.size();
  }

  /** Returns the number of images of each class, in the order of their labels. */
  public int[] classCounts() {
    int[] counts = new int[classes.size()];
    labels.stream().filter(label -> label >= 0).forEach(label -> counts[label]++);
    return counts;
  }
}
