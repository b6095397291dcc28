package io.organza.data;

import io.organza.image.CenterCrop;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.text.Normalizer;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import javax.imageio.ImageIO;

/** Image files that lie in one place and are decoded when asked for. */
abstract sealed class FileImages implements ImageSource permits FolderImages, ZipImages {

  /**
   * A file as its place lists it.
   *
   * @param path the path in the place, with slashes
   * @param bytes its size
   * @param stamp its time of change or checksum
   */
  record Listed(String path, long bytes, long stamp) {}

  private static final Set<String> SUFFIXES = suffixes();

  private final String origin;
  private final String name;
  private final List<Listed> files;
  private final int ignored;
  private final ThreadLocal<ImageDecoder> decoders = ThreadLocal.withInitial(ImageDecoder::new);

  /**
   * Takes the files that look like images.
   *
   * @param place the folder or zip, for messages
   * @param name the name of the place, without extension
   * @param listed all files of the place, hidden ones left out
   * @param origin what tells files of equal paths, sizes and stamps apart; empty if stamps do
   */
  FileImages(String place, String name, List<Listed> listed, String origin) throws DataException {
    this.origin = origin;
    this.name = slug(name);
    this.files = listed.stream().filter(file -> looksLikeImage(file.path())).toList();
    this.ignored = listed.size() - files.size();
    if (listed.isEmpty()) {
      throw new DataException(place + " is empty");
    }
    if (files.isEmpty()) {
      throw new DataException(
          "no images in %s: %d files, but none ends in %s"
              .formatted(place, ignored, String.join(", ", SUFFIXES)));
    }
  }

  /** Reads a file whole; may be called from several threads. */
  abstract byte[] read(String path) throws IOException;

  /** Tells whether no person put this file or folder there: {@code .git}, {@code __MACOSX}. */
  static boolean isHidden(String fileName) {
    return fileName.startsWith(".") || fileName.equals("__MACOSX");
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
  public final int ignored() {
    return ignored;
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
  public final BufferedImage image(int index, int height, int width) throws IOException {
    byte[] file = read(path(index));
    BufferedImage image = decoders.get().decode(file);
    Orientation orientation = Orientation.of(file);
    // Turned once it is small.
    return orientation.upright(
        orientation.swapsSides()
            ? CenterCrop.of(image, width, height)
            : CenterCrop.of(image, height, width));
  }

  private static boolean looksLikeImage(String path) {
    return SUFFIXES.contains(path.substring(path.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT));
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
    slug = slug.replaceAll("^-|-$", "");
    return slug.isEmpty() ? "images" : slug;
  }
}
