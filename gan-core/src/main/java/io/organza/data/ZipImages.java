package io.organza.data;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

/** The image files in a zip, read in place, in the order of their paths. */
final class ZipImages extends FileImages {

  private final ZipFile zip;

  private ZipImages(ZipFile zip, Path path, List<Listed> listed, FileLimits limits)
      throws DataException {
    super(path.toString(), nameOf(path), listed, "", limits);
    this.zip = zip;
  }

  // The zip is closed here if it holds no images, and by close() if it does.
  @SuppressWarnings("MustBeClosedChecker")
  static ZipImages open(Path path, FileLimits limits) throws IOException {
    ZipFile zip = openZip(path);
    try {
      return new ZipImages(zip, path, list(zip), limits);
    } catch (DataException e) {
      zip.close();
      throw e;
    }
  }

  @Override
  byte[] read(Listed file) throws IOException {
    ZipEntry entry = zip.getEntry(file.path());
    if (entry == null) {
      throw new IOException("the entry is gone");
    }
    // No more than the archive's list says: an entry may claim to be small and be endless.
    try (InputStream stream = zip.getInputStream(entry)) {
      byte[] bytes = stream.readNBytes(Math.toIntExact(file.bytes()) + 1);
      if (bytes.length != file.bytes()) {
        throw new IOException("the entry is not of the size that the archive says");
      }
      return bytes;
    }
  }

  @Override
  public void close() throws IOException {
    zip.close();
  }

  private static ZipFile openZip(Path path) throws IOException {
    try {
      return new ZipFile(path.toFile());
    } catch (ZipException e) {
      // Names that are not UTF-8 are refused; as Latin-1 any bytes are names.
      return openZip(path, StandardCharsets.ISO_8859_1);
    }
  }

  private static ZipFile openZip(Path path, Charset names) throws IOException {
    try {
      return new ZipFile(path.toFile(), names);
    } catch (ZipException e) {
      throw new DataException(path + " is neither a folder nor a zip or tar: " + e.getMessage(), e);
    }
  }

  private static List<Listed> list(ZipFile zip) {
    List<Listed> listed = new ArrayList<>();
    for (ZipEntry entry : Collections.list(zip.entries())) {
      if (!entry.isDirectory() && !hasHiddenPart(entry.getName())) {
        listed.add(new Listed(entry.getName(), entry.getSize(), entry.getCrc()));
      }
    }
    listed.sort(Comparator.comparing(Listed::path));
    return listed;
  }
}
