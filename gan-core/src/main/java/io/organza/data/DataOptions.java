package io.organza.data;

import io.organza.image.Background;
import io.organza.image.Fit;
import io.organza.record.Problems;
import java.util.List;

/**
 * Which images are trained on, and how they are made to fit.
 *
 * @param source a folder, a zip or tar file, {@code builtin:flowers}, {@code djl:mnist} and its
 *     like, or several of these with commas between
 * @param fit how images of another aspect than the wanted one fill it
 * @param background what transparent images and margins are laid on, if alpha is not trained
 * @param mirror whether each image is shown mirrored half of the time
 * @param labels {@code none}; {@code folders}, the first that not all images have in common, or a
 *     {@code dataset.json} beside them; or the path of such a file, or of a CSV file of (file,
 *     label)
 * @param classNames what the classes are called, in the order of their labels; filled in when
 *     training begins
 * @param balance whether each class is shown equally often; with labels only
 * @param holdout the percentage of images that is set aside and never trained on
 * @param fold which images these are: the first part of that size, 0, or a later one
 * @param subset how many of the others are trained on; 0 for all
 * @param strict whether a file that cannot be used is an error, rather than left out
 * @param maxPixels the most pixels that an image may have; others are left out
 * @param maxSeconds the longest that a file may take to read and decode; others are left out
 */
public record DataOptions(
    String source,
    Fit fit,
    Background background,
    boolean mirror,
    String labels,
    List<String> classNames,
    boolean balance,
    double holdout,
    int fold,
    int subset,
    boolean strict,
    long maxPixels,
    int maxSeconds) {

  public DataOptions {
    classNames = List.copyOf(classNames);
  }

  /** What {@link #labels} says if there are none. */
  public static final String NO_LABELS = "none";

  /** What {@link #labels} says if folders are classes, or a file among the images has them. */
  public static final String FOLDERS = "folders";

  /**
   * Returns the usual options: cropped, on white, not mirrored, no labels, nothing held out, files
   * that cannot be used left out, at most 100 million pixels and 30 seconds a file.
   */
  public static DataOptions of(String source) {
    return of(source, NO_LABELS);
  }

  /** Returns the usual options, but with the given {@link #labels}. */
  public static DataOptions of(String source, String labels) {
    return new DataOptions(
        source,
        Fit.CROP,
        Background.WHITE,
        false,
        labels,
        List.of(),
        false,
        0,
        0,
        0,
        false,
        100_000_000,
        30);
  }

  /** Returns whether images have classes. */
  public boolean labelled() {
    return !labels.equals(NO_LABELS);
  }

  /** Returns what is wrong with the values; each problem begins with the option in kebab-case. */
  public List<String> problems() {
    return new Problems()
        .require(
            "source",
            !source.isBlank(),
            "a folder, a zip or tar file or builtin:flowers",
            "nothing")
        .require(
            "source",
            ImageSource.places(source).stream().allMatch(DataOptions::isPlace),
            "paths that this system can have",
            source)
        .addAll("background", background.problems())
        .require(
            "labels",
            !labels.isBlank(),
            NO_LABELS + ", " + FOLDERS + " or a CSV or JSON file",
            "nothing")
        .require("labels", Places.isPath(labels), "a path that this system can have", labels)
        .require("balance", !balance || labelled(), "used with labels", "labels: " + NO_LABELS)
        .require("holdout", holdout >= 0 && holdout <= 50, "from 0 to 50 percent", holdout)
        .require(
            "fold",
            fold >= 0 && (fold == 0 || holdout * (fold + 1.0) <= 100 + 1e-9),
            "a part of the images of the size of holdout, counted from 0",
            fold)
        .require("subset", subset >= 0, "at least 0 (all)", subset)
        .require("max-pixels", maxPixels >= 1, "at least 1", maxPixels)
        .require("max-seconds", maxSeconds >= 1, "at least 1", maxSeconds)
        .toList();
  }

  private static boolean isPlace(String place) {
    return ImageSource.isNamed(place) || Places.isPath(place);
  }
}
