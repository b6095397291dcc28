package io.organza.data;

import io.organza.image.Fit;
import java.io.Closeable;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A place that images come from: a folder, an archive, the built-in set of flowers, one of DJL's
 * sets, or several.
 */
public sealed interface ImageSource extends Closeable
    permits DjlImages, FileImages, Flowers, SourceList {

  /** What the location of a built-in set starts with. */
  String BUILT_IN = "builtin:";

  /** What the location of one of DJL's sets starts with. */
  String DJL = "djl:";

  /**
   * Lists the images of a place, with the usual limits for files.
   *
   * @see #open(DataOptions)
   */
  static ImageSource open(String location) throws IOException {
    return open(DataOptions.of(location));
  }

  /**
   * Lists the images of the options' source; none is decoded yet.
   *
   * @param options the source: a folder, which is searched with all folders in it; a zip or tar,
   *     which is read in place; {@code builtin:flowers}; {@code djl:mnist}, {@code
   *     djl:fashion-mnist} or {@code djl:cifar10}, which DJL downloads unless it is offline; or
   *     several of these with commas between; and the limits for files
   * @throws DataException if there is no such place, or no file with an image's extension in it
   * @throws IOException if the place cannot be read
   */
  static ImageSource open(DataOptions options) throws IOException {
    FileLimits limits = FileLimits.of(options);
    List<String> places = places(options.source());
    return places.size() == 1
        ? Places.open(places.get(0), limits)
        : SourceList.open(places, limits);
  }

  /**
   * Returns the places that a location names: a comma is a part of a name if there is such a file,
   * and otherwise between two places.
   */
  static List<String> places(String location) {
    return location.contains(",") && !Places.exists(location)
        ? Places.split(location)
        : List.of(location);
  }

  /** Tells whether a place is a set that is known by its name, rather than a path. */
  static boolean isNamed(String place) {
    return place.startsWith(BUILT_IN) || place.startsWith(DJL);
  }

  /** Returns a short name for files of a run, of the characters a-z, 0-9 and "-". */
  String name();

  /** Returns the number of images, readable or not. */
  int count();

  /** Returns how many other files there are, which are left alone, of each ending: {@code txt}. */
  Map<String, Integer> ignored();

  /** Returns the path of an image in its place. */
  String path(int index);

  /** Returns the folders on the way to an image in its place, the outermost first. */
  List<String> folders(int index);

  /** Returns the name of the place that an image is of; empty if there is one place only. */
  default Optional<String> place(int index) {
    return Optional.empty();
  }

  /**
   * Returns the labels by the paths of images where StyleGAN's dataset tool left a {@code
   * dataset.json}: in the place itself, or in a folder that all images lie in. Of several places,
   * those without one label no image.
   *
   * @return nothing if there is no such file, or it says nothing of labels
   * @throws DataException if it is malformed, or cannot be read
   */
  default Optional<Map<String, Integer>> labels() throws IOException {
    return Optional.empty();
  }

  /** Returns a text that changes when the images do: it stands for them in the cache. */
  String fingerprint();

  /**
   * Decodes or draws an image and makes it fit; may be called from several threads.
   *
   * @param index from 0 to {@link #count()} - 1
   * @param fit how it is made to fit
   * @param height the wanted height in pixels
   * @param width the wanted width in pixels
   * @throws IOException if the file cannot be read as an image within its limits
   */
  Picture picture(int index, Fit fit, int height, int width) throws IOException;

  /**
   * Looks at an image; may be called from several threads.
   *
   * @param index from 0 to {@link #count()} - 1
   * @param whole whether the whole image is decoded, or only its header
   * @throws IOException if the file cannot be read as an image within its limits
   */
  SourceSurvey.Look look(int index, boolean whole) throws IOException;
}
