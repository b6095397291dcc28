package io.organza.data;

import io.organza.data.SourceSurvey.Look;
import io.organza.data.SourceSurvey.Mode;
import io.organza.data.SourceSurvey.Size;
import io.organza.data.SourceSurvey.Stored;
import io.organza.image.Fit;
import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.awt.image.IndexColorModel;
import java.io.IOException;
import java.nio.file.Path;
import java.text.Normalizer;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import javax.imageio.ImageIO;

/** Image files that lie in one place and are decoded when asked for. */
abstract sealed class FileImages implements ImageSource permits FolderImages, TarImages, ZipImages {

  /** Names of packs and runs are made of it, and file systems have limits. */
  private static final int LONGEST_NAME = 60;

  /**
   * A file as its place lists it.
   *
   * @param path the path in the place, with slashes
   * @param bytes its size
   * @param stamp its time of change or checksum
   */
  record Listed(String path, long bytes, long stamp) {}

  /**
   * Folder by folder, by the characters of names: in an archive as in the folder that it is of, and
   * the same on every system. Of images in another order a set has another content.
   */
  static final Comparator<String> BY_PATH = FileImages::comparePaths;

  private static final Set<String> SUFFIXES = suffixes();

  private final String place;
  private final String origin;
  private final String name;
  private final List<Listed> files;
  private final List<Listed> tables;
  private final Map<String, Integer> ignored = new TreeMap<>();
  private final FileLimits limits;
  private final ThreadLocal<ImageDecoder> decoders;

  /**
   * Takes the files that look like images.
   *
   * @param place the folder, zip or tar, for messages
   * @param name the name of the place, without extension
   * @param listed all files of the place, hidden ones left out
   * @param origin what tells files of equal paths, sizes and stamps apart; empty if stamps do
   * @param limits of a file
   */
  FileImages(String place, String name, List<Listed> listed, String origin, FileLimits limits)
      throws DataException {
    this.place = place;
    this.origin = origin;
    this.limits = limits;
    this.decoders = ThreadLocal.withInitial(() -> new ImageDecoder(limits.maxPixels()));
    this.name = slug(name);
    this.files = listed.stream().filter(file -> looksLikeImage(file.path())).toList();
    this.tables =
        listed.stream()
            .filter(file -> fileName(file.path()).equals(DatasetJson.NAME))
            .sorted(Comparator.comparing(file -> file.path().length()))
            .toList();
    listed.stream()
        .map(Listed::path)
        .filter(path -> !looksLikeImage(path))
        .forEach(path -> ignored.merge(ending(path), 1, Integer::sum));
    if (listed.isEmpty()) {
      throw new DataException(place + " has no files; hidden ones do not count");
    }
    if (files.isEmpty()) {
      throw new DataException(
          "no images in %s: %d files, but none ends in %s"
              .formatted(place, listed.size(), String.join(", ", SUFFIXES)));
    }
  }

  /** Compares without making strings or arrays: archives may have millions of files. */
  private static int comparePaths(String one, String other) {
    int length = Math.min(one.length(), other.length());
    int at = 0;
    while (at < length && one.charAt(at) == other.charAt(at)) {
      at++;
    }
    return at == length
        ? Integer.compare(one.length(), other.length())
        : Integer.compare(rank(one, at), rank(other, at));
  }

  /** By code points names are in the order of their bytes in UTF-8; a folder ends before others. */
  private static int rank(String path, int at) {
    int character = path.codePointAt(at);
    return character == '/' ? 0 : character;
  }

  /**
   * Reads a file whole; may be called from several threads.
   *
   * @throws IOException if it cannot be read, or is no longer as it was listed
   */
  abstract byte[] read(Listed file) throws IOException;

  /** Tells whether no person put this file or folder there: {@code .git}, {@code __MACOSX}. */
  static boolean isHidden(String fileName) {
    return fileName.startsWith(".") || fileName.equals("__MACOSX");
  }

  /** Tells whether a file lies in a hidden folder, or is hidden itself. */
  static boolean hasHiddenPart(String path) {
    for (int start = 0; start >= 0; ) {
      int end = path.indexOf('/', start);
      String part = end < 0 ? path.substring(start) : path.substring(start, end);
      if (isHidden(part) && !part.equals(".") && !part.equals("..")) {
        return true;
      }
      start = end < 0 ? -1 : end + 1;
    }
    return false;
  }

  /** Returns an archive's name without its extension. */
  static String nameOf(Path archive) {
    Path name = archive.getFileName();
    return name == null ? "" : name.toString().replaceFirst("(?i)(\\.tar)?\\.[^.]*$", "");
  }

  @Override
  public final String name() {
    return name;
  }

  @Override
  public final int count() {
    return files.size();
  }

  @Override
  public final Map<String, Integer> ignored() {
    return Collections.unmodifiableMap(ignored);
  }

  @Override
  public final String path(int index) {
    return files.get(index).path();
  }

  @Override
  public final String fingerprint() {
    StringBuilder text = new StringBuilder(ImageDecoder.formats()).append('\n').append(origin);
    for (Listed file : files) {
      text.append('\n').append(file.path()).append('\0');
      text.append(file.bytes()).append(' ').append(file.stamp());
    }
    return text.toString();
  }

  @Override
  public final List<String> folders(int index) {
    String[] parts = path(index).split("/", -1);
    // The last is the file. Where a path leads out of its archive, a program would not unpack it
    // so.
    return Arrays.stream(parts, 0, parts.length - 1)
        .filter(part -> !part.isEmpty() && !part.equals(".") && !part.equals(".."))
        .toList();
  }

  @Override
  public final Optional<Map<String, Integer>> labels() throws IOException {
    for (Listed table : tables) {
      String path = table.path();
      String folder = path.substring(0, path.length() - DatasetJson.NAME.length());
      if (files.stream().allMatch(file -> file.path().startsWith(folder))) {
        return DatasetJson.read(place + "/" + path, folder, () -> bytes(table));
      }
    }
    return Optional.empty();
  }

  @Override
  public final Picture picture(int index, Fit fit, int height, int width) throws IOException {
    return decode(bytes(files.get(index)), decoders.get(), fit, height, width);
  }

  @Override
  public final Look look(int index, boolean whole) throws IOException {
    return look(files.get(index), whole);
  }

  /** Decodes a file and makes it fit. */
  static Picture decode(byte[] file, ImageDecoder decoder, Fit fit, int height, int width)
      throws IOException {
    ImageDecoder.Decoded decoded = decoder.decode(file);
    BufferedImage image = decoded.image();
    Orientation orientation = Orientation.of(file);
    // Turned once it is small.
    int high = orientation.swapsSides() ? width : height;
    int wide = orientation.swapsSides() ? height : width;
    return new Picture(
        orientation.upright(fit.apply(image, high, wide)),
        Picture.contentOf(file),
        fit.enlarges(image.getHeight(), image.getWidth(), high, wide),
        mode(decoded.colors()).grey());
  }

  private Look look(Listed listed, boolean whole) throws IOException {
    byte[] file = bytes(listed);
    ImageDecoder decoder = decoders.get();
    ImageDecoder.Header header = decoder.header(file);
    ColorModel colors = header.colors();
    if (whole || colors == null) {
      colors = decoder.decode(file).colors();
    }
    boolean lying = Orientation.of(file).swapsSides();
    Size size =
        lying
            ? new Size(header.height(), header.width())
            : new Size(header.width(), header.height());
    return new Look(Picture.contentOf(file), new Stored(size, mode(colors), header.reader()));
  }

  private byte[] bytes(Listed file) throws IOException {
    long most = limits.maxBytes();
    if (file.bytes() > most) {
      throw new IOException(
          "%d bytes are more than a quarter of the memory".formatted(file.bytes()));
    }
    return read(file);
  }

  private static Mode mode(ColorModel colors) {
    if (colors instanceof IndexColorModel palette) {
      return new Mode(isGrey(palette), palette.hasAlpha(), palette.getPixelSize());
    }
    boolean grey = colors.getColorSpace().getType() == ColorSpace.TYPE_GRAY;
    return new Mode(grey, colors.hasAlpha(), colors.getComponentSize(0));
  }

  private static boolean isGrey(IndexColorModel palette) {
    int[] colors = new int[palette.getMapSize()];
    palette.getRGBs(colors);
    return Arrays.stream(colors).allMatch(argb -> (argb & 0xFFFFFF) == (argb & 0xFF) * 0x010101);
  }

  private static boolean looksLikeImage(String path) {
    return SUFFIXES.contains(ending(path));
  }

  /**
   * Returns what follows the last dot of a file's name, in lower case; nothing if there is none.
   */
  private static String ending(String path) {
    String file = fileName(path);
    int dot = file.lastIndexOf('.');
    return dot < 0 ? "" : file.substring(dot + 1).toLowerCase(Locale.ROOT);
  }

  private static String fileName(String path) {
    return path.substring(path.lastIndexOf('/') + 1);
  }

  private static Set<String> suffixes() {
    Set<String> suffixes = new TreeSet<>();
    for (String suffix : Arrays.asList(ImageIO.getReaderFileSuffixes())) {
      suffixes.add(suffix.toLowerCase(Locale.ROOT));
    }
    suffixes.remove("");
    return suffixes;
  }

  private static String slug(String name) {
    String plain = Normalizer.normalize(name, Normalizer.Form.NFKD).replaceAll("\\p{M}", "");
    String slug = plain.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-");
    slug = slug.substring(0, Math.min(slug.length(), LONGEST_NAME)).replaceAll("^-|-$", "");
    return slug.isEmpty() ? "images" : slug;
  }
}
