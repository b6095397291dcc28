package io.organza.data;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The image files of a folder and of all folders in it, in the order of their paths. */
final class FolderImages extends FileImages {

  /** What stands in a name for bytes that the system's encoding does not know. */
  private static final char UNKNOWN_BYTE = '\uFFFD';

  private final Path folder;

  private FolderImages(Path folder, String name, List<Listed> listed, FileLimits limits)
      throws DataException {
    super(folder.toString(), name, listed, folder.toString(), limits);
    this.folder = folder;
  }

  static FolderImages open(Path folder, FileLimits limits) throws IOException {
    Path real = folder.toRealPath();
    Path name = real.getFileName();
    List<Listed> listed = new ArrayList<>();
    list(real, "", new HashSet<>(), listed);
    return new FolderImages(real, name == null ? "" : name.toString(), listed, limits);
  }

  @Override
  byte[] read(Listed file) throws IOException {
    try {
      Path path = folder.resolve(file.path());
      requireRegular(path);
      byte[] bytes = Files.readAllBytes(path);
      if (!listed(path, file.path()).equals(file)) {
        throw new IOException("the file changes while it is read");
      }
      return bytes;
    } catch (NoSuchFileException | InvalidPathException e) {
      throw missing(file.path(), e);
    }
  }

  /** Refuses what would be waited for: a pipe has an end when another process says so. */
  private static void requireRegular(Path path) throws IOException {
    BasicFileAttributes attributes = Files.readAttributes(path, BasicFileAttributes.class);
    if (attributes.isOther()) {
      throw new IOException("is a pipe, a socket or a device, and no regular file");
    }
    if (attributes.isDirectory()) {
      throw new IOException("is a folder that cannot be read");
    }
  }

  private IOException missing(String file, Exception cause) throws IOException {
    if (file.indexOf(UNKNOWN_BYTE) >= 0) {
      return new IOException(
          "its name has bytes that the encoding of the locale, %s, cannot express"
              .formatted(System.getProperty("sun.jnu.encoding")));
    }
    Path path = folder.resolve(file);
    return Files.isSymbolicLink(path)
        ? new IOException("is a link to what is not there, " + Files.readSymbolicLink(path))
        : new IOException("the file is gone", cause);
  }

  @Override
  public void close() {}

  /** Lists a folder unless it was seen before: links may lead in circles. */
  private static void list(Path folder, String prefix, Set<Path> seen, List<Listed> listed)
      throws IOException {
    if (!seen.add(folder.toRealPath())) {
      return;
    }
    for (Path path : children(folder)) {
      String relative = prefix + path.getFileName();
      if (Files.isDirectory(path) && Files.isReadable(path)) {
        list(path, relative + "/", seen, listed);
      } else {
        listed.add(listed(path, relative));
      }
    }
  }

  private static List<Path> children(Path folder) throws IOException {
    List<Path> children = new ArrayList<>();
    try (DirectoryStream<Path> stream = Files.newDirectoryStream(folder)) {
      for (Path path : stream) {
        if (!isHidden(path.getFileName().toString())) {
          children.add(path);
        }
      }
    }
    children.sort(Comparator.comparing(path -> path.getFileName().toString(), BY_PATH));
    return children;
  }

  private static Listed listed(Path path, String relative) {
    try {
      var attributes = Files.readAttributes(path, BasicFileAttributes.class);
      return new Listed(relative, attributes.size(), attributes.lastModifiedTime().toMillis());
    } catch (IOException e) {
      // A link to nowhere, or a file that vanished: reading it will say so in the report.
      return new Listed(relative, -1, -1);
    }
  }
}
