package io.organza.cli;

import io.organza.data.ImageSource;
import io.organza.file.AtomicFile;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.function.IntPredicate;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * A folder of made images. Its file {@code images.json} says what made them, so that an image that
 * is there need not be made again.
 *
 * <p>An image is written beside its place and renamed, so that it is whole or not there. Safe for
 * use by several threads.
 */
final class ImageFolder {

  private static final String RECORD = "images.json";
  private static final Pattern SHEET = Pattern.compile("sheet(-\\d+)?\\.png");
  private static final long LONGEST_RECORD = 1 << 16;

  private final Path folder;
  private final ImageNames names;
  private final boolean overwrite;

  private ImageFolder(Path folder, ImageNames names, boolean overwrite) {
    this.folder = folder;
    this.names = names;
    this.overwrite = overwrite;
  }

  /**
   * Opens the folder, which is made where it is missing.
   *
   * @param overwrite whether images that are there are replaced. Where the record says that they
   *     were made here, those of other makings are deleted, and all sheets; else nothing is, and
   *     the folder gets no record, for it would claim what is somebody's
   * @throws UsageException if there is anything else in it, and nothing is to be replaced
   */
  static ImageFolder open(Path folder, GeneratedBy made, ImageNames names, boolean overwrite)
      throws IOException {
    Files.createDirectories(folder);
    Optional<GeneratedBy> there = record(folder);
    String others = there.isPresent() ? differences(there.get(), made) : others(folder);
    if (others.isEmpty()) {
      others = otherFormat(folder, names);
    }
    if (!others.isEmpty() && !overwrite) {
      throw new UsageException(
          "--out: %s %s; name another folder, or replace the images with --overwrite"
              .formatted(folder, others));
    }
    if (overwrite && there.isPresent()) {
      if (!others.isEmpty()) {
        delete(folder, ImageNames::matches);
      }
      delete(folder, SHEET.asMatchPredicate());
    }
    AtomicFile.deleteLeftovers(
        folder,
        name -> name.equals(RECORD) || ImageNames.matches(name),
        Instant.now().minus(AtomicFile.LONGEST_WRITE));
    if (there.isPresent() ? !others.isEmpty() : pictures(folder).isEmpty()) {
      AtomicFile.write(folder.resolve(RECORD), made.toJson());
    }
    return new ImageFolder(folder, names, overwrite);
  }

  /**
   * Returns which images of a source, by their indices, are sheets; there are none where none are
   * called as {@code generate} calls images.
   */
  static IntPredicate isSheet(ImageSource source) {
    IntFunction<String> name = i -> source.path(i).substring(source.path(i).lastIndexOf('/') + 1);
    boolean made = IntStream.range(0, source.count()).mapToObj(name).anyMatch(ImageNames::matches);
    return i -> made && SHEET.matcher(name.apply(i)).matches();
  }

  /** Returns what the record says; nothing if there is none, or it is none of ours. */
  private static Optional<GeneratedBy> record(Path folder) throws IOException {
    Path record = folder.resolve(RECORD);
    if (!Files.isRegularFile(record) || Files.size(record) > LONGEST_RECORD) {
      return Optional.empty();
    }
    try {
      return Optional.of(GeneratedBy.fromJson(Files.readString(record)));
    } catch (IllegalArgumentException | CharacterCodingException e) {
      return Optional.empty();
    }
  }

  /** Returns how images were made otherwise, as the end of a sentence; nothing if they were not. */
  private static String differences(GeneratedBy there, GeneratedBy made) {
    String differences = String.join(", ", there.differences(made));
    return differences.isEmpty() ? "" : "holds images of " + differences;
  }

  /** Returns what is in a folder without a record of ours, as above. */
  private static String others(Path folder) throws IOException {
    if (Files.exists(folder.resolve(RECORD))) {
      return "has an %s that cannot be read".formatted(RECORD);
    }
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder, "[!.]*")) {
      for (Path entry : entries) {
        return "holds other things, such as " + entry.getFileName();
      }
    }
    return "";
  }

  /** Returns that there are images in files of another format, as above. */
  private static String otherFormat(Path folder, ImageNames names) throws IOException {
    for (Path image : pictures(folder)) {
      String name = image.getFileName().toString();
      if (ImageNames.matches(name) && !names.hasEnding(name)) {
        String ending = name.substring(name.lastIndexOf('.') + 1);
        return "holds images of format %s, not %s".formatted(ending, names.ending());
      }
    }
    return "";
  }

  private static void delete(Path folder, Predicate<String> named) throws IOException {
    for (Path picture : pictures(folder)) {
      if (named.test(picture.getFileName().toString())) {
        Files.deleteIfExists(picture);
      }
    }
  }

  /** Returns what is called like an image or a sheet. */
  private static List<Path> pictures(Path folder) throws IOException {
    List<Path> pictures = new ArrayList<>();
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder, "{seed,row,sheet}*")) {
      for (Path entry : entries) {
        String name = entry.getFileName().toString();
        if (ImageNames.matches(name) || SHEET.matcher(name).matches()) {
          pictures.add(entry);
        }
      }
    }
    return pictures;
  }

  /**
   * Returns whether an image is there, and is to be kept; an empty file is what a power cut left.
   */
  boolean has(ImagePlan.Item item) throws IOException {
    Path file = file(item);
    return !overwrite && Files.isRegularFile(file) && Files.size(file) > 0;
  }

  Path path() {
    return folder;
  }

  Path file(ImagePlan.Item item) {
    return folder.resolve(names.of(item));
  }

  @Override
  public String toString() {
    return folder.toString();
  }
}
