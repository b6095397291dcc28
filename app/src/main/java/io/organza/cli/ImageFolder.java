package io.organza.cli;

import io.organza.file.AtomicFile;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.function.Predicate;
import java.util.regex.Pattern;

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
   * @param overwrite whether images that are there are replaced; those of other makings are
   *     deleted, and all sheets
   * @throws UsageException if there is anything else in it, and nothing is to be replaced
   */
  static ImageFolder open(Path folder, GeneratedBy made, ImageNames names, boolean overwrite)
      throws IOException {
    Files.createDirectories(folder);
    Path record = folder.resolve(RECORD);
    String others = others(folder, record, made);
    if (others.isEmpty()) {
      others = otherFormat(folder, names);
    }
    if (!others.isEmpty()) {
      if (!overwrite) {
        throw new UsageException(
            "--out: %s %s; name another folder, or replace the images with --overwrite"
                .formatted(folder, others));
      }
      delete(folder, "{seed,row}*", ImageNames::matches);
    }
    if (overwrite && Files.isRegularFile(record)) {
      // In a folder of another kind, they are somebody's.
      delete(folder, "sheet*", SHEET.asMatchPredicate());
    }
    AtomicFile.deleteLeftovers(
        folder, name -> name.equals(RECORD) || ImageNames.matches(name), Instant.MAX);
    if (!others.isEmpty() || !Files.exists(record)) {
      AtomicFile.write(record, made.toJson());
    }
    return new ImageFolder(folder, names, overwrite);
  }

  /** Returns what else is in a folder, as the end of a sentence; nothing if all is as it should. */
  private static String others(Path folder, Path record, GeneratedBy made) throws IOException {
    if (Files.isRegularFile(record) && Files.size(record) <= LONGEST_RECORD) {
      try {
        GeneratedBy there = GeneratedBy.fromJson(Files.readString(record));
        String differences = String.join(", ", there.differences(made));
        return differences.isEmpty() ? "" : "holds images of " + differences;
      } catch (IllegalArgumentException | CharacterCodingException e) {
        return "has an %s that cannot be read".formatted(RECORD);
      }
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
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder, "{seed,row}*")) {
      for (Path entry : entries) {
        String name = entry.getFileName().toString();
        if (ImageNames.matches(name) && !names.hasEnding(name)) {
          String ending = name.substring(name.lastIndexOf('.') + 1);
          return "holds images of format %s, not %s".formatted(ending, names.ending());
        }
      }
    }
    return "";
  }

  private static void delete(Path folder, String glob, Predicate<String> named) throws IOException {
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder, glob)) {
      for (Path entry : entries) {
        if (named.test(entry.getFileName().toString())) {
          Files.deleteIfExists(entry);
        }
      }
    }
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
