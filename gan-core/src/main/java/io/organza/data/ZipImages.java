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

  private ZipImages(ZipFile zip, Path path, List<Listed> listed) throws DataException {
    super(path.toString(), path.getFileName().toString().replaceFirst("\\.[^.]*$", ""), listed, "");
    this.zip = zip;
  }

  // The zip is closed here if it holds no images, and by close() if it does.
  @SuppressWarnings("MustBeClosedChecker")
  static ZipImages open(Path path) throws IOException {
    ZipFile zip = openZip(path);
    try {
      return new ZipImages(zip, path, list(zip));
    } catch (DataException e) {
      zip.close();
      throw e;
    }
  }

  @Override
  byte[] read(String path) throws IOException {
    ZipEntry entry = zip.getEntry(path);
    if (entry == null) {
      throw new IOException("the entry is gone");
    }
    try (InputStream stream = zip.getInputStream(entry)) {
      return stream.readAllBytes();
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
      throw new DataException(path + " is neither a folder nor a zip: " + e.getMessage(), e);
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

  private static boolean hasHiddenPart(String path) {
    for (int start = 0; start >= 0; ) {
      int end = path.indexOf('/', start);
      String part = end < 0 ? path.substring(start) : path.substring(start, end);
      if (isHidden(part) && !part.equals(".")) {
        return true;
      }
      start = end < 0 ? -1 : end + 1;
    }
    return false;
  }
}
