package io.organza.data;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

/** The image files in a zip, read in place, in the order of their paths. */
final class ZipImages extends FileImages {

  /** What may be a letter of two bytes, whose second one is that of a backslash. */
  private static final Pattern PERHAPS_HALF = Pattern.compile("[^\\x00-\\x7F]\\\\");

  private final ZipFile zip;
  private final boolean backslashes;

  private ZipImages(ZipFile zip, Path path, boolean backslashes, FileLimits limits)
      throws DataException {
    super(path.toString(), nameOf(path), list(zip, backslashes), "", limits);
    this.zip = zip;
    this.backslashes = backslashes;
  }

  static ZipImages open(Path path, FileLimits limits) throws IOException {
    try {
      return open(path, UTF_8, limits);
    } catch (ZipException e) {
      // Names that are not UTF-8 are refused; as Latin-1 any bytes are names.
      return openLatin(path, limits);
    }
  }

  private static ZipImages openLatin(Path path, FileLimits limits) throws IOException {
    try {
      return open(path, ISO_8859_1, limits);
    } catch (ZipException e) {
      throw new DataException(path + " is neither a folder nor a zip or tar: " + e.getMessage(), e);
    }
  }

  // The zip is closed here if it holds no images, and by close() if it does.
  @SuppressWarnings("MustBeClosedChecker")
  private static ZipImages open(Path path, Charset names, FileLimits limits) throws IOException {
    ZipFile zip = new ZipFile(path.toFile(), names);
    try {
      return new ZipImages(zip, path, hasBackslashes(zip, names), limits);
    } catch (DataException e) {
      zip.close();
      throw e;
    }
  }

  @Override
  byte[] read(Listed file) throws IOException {
    ZipEntry entry = zip.getEntry(backslashes ? file.path().replace('/', '\\') : file.path());
    if (entry == null) {
      throw new IOException("the entry is gone");
    }
    // No more than the archive's list says: an entry may claim to be small and be endless.
    try (InputStream stream = zip.getInputStream(entry)) {
      byte[] bytes = stream.readNBytes(Math.toIntExact(file.bytes()) + 1);
      if (bytes.length != file.bytes()) {
        throw new IOException("the entry is not of the size that the archive says");
      }
      CRC32 checksum = new CRC32();
      checksum.update(bytes);
      if (checksum.getValue() != file.stamp()) {
        throw new IOException("the checksum is wrong: the entry is damaged");
      }
      return bytes;
    }
  }

  @Override
  public void close() throws IOException {
    zip.close();
  }

  /**
   * Tells whether folders end in backslashes, as some programs for Windows write them: none ends in
   * a slash then, so that no two names become one.
   */
  private static boolean hasBackslashes(ZipFile zip, Charset names) {
    // Chinese and Japanese letters of two bytes are not known from Latin ones before a backslash.
    return zip.stream()
        .map(ZipEntry::getName)
        .noneMatch(
            name ->
                name.indexOf('/') >= 0
                    || (!names.equals(UTF_8) && PERHAPS_HALF.matcher(name).find()));
  }

  private static List<Listed> list(ZipFile zip, boolean backslashes) {
    List<Listed> listed = new ArrayList<>();
    for (ZipEntry entry : Collections.list(zip.entries())) {
      String name = backslashes ? entry.getName().replace('\\', '/') : entry.getName();
      if (!name.endsWith("/") && !hasHiddenPart(name)) {
        listed.add(new Listed(name, entry.getSize(), entry.getCrc()));
      }
    }
    listed.sort(Comparator.comparing(Listed::path, BY_PATH));
    return listed;
  }
}
