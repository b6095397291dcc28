package io.organza.data;

import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.awt.image.DataBuffer;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import javax.imageio.IIOException;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.ImageTypeSpecifier;
import javax.imageio.spi.IIORegistry;
import javax.imageio.spi.ImageReaderSpi;
import javax.imageio.stream.ImageInputStream;
import org.jspecify.annotations.Nullable;

/**
 * The way from a file to pixels through javax.imageio, for one thread.
 *
 * <p>A file is what its first bytes say, whatever its name. The JDK's own readers are tried first
 * because they are the fastest; a plug-in gets what they refuse. Of several images in a file the
 * first is taken: the first page of a TIFF, the first frame of a GIF, on its canvas; of an icon,
 * which holds one picture in several sizes, the largest.
 */
final class ImageDecoder {

  /**
   * What is known about an image before it is decoded.
   *
   * @param width W in pixels as stored, before it is turned upright
   * @param height H in pixels
   * @param colors how its pixels are stored; null if the reader does not tell in advance
   * @param reader whose code reads it
   */
  record Header(int width, int height, @Nullable ColorModel colors, String reader) {}

  /**
   * A decoded image.
   *
   * @param image the pixels, not yet upright
   * @param colors how the file stores them, as {@link Header} has it if the reader tells
   */
  record Decoded(BufferedImage image, ColorModel colors) {}

  /** What is done with a reader that has been given its file. */
  private interface Use<T> {
    T of(ImageReader reader, int which, Canvas canvas) throws IOException;
  }

  private static final Set<String> ICON_NAMES = Set.of("ico", "icns", "cur");
  private static final List<ImageReaderSpi> PROVIDERS = providers();
  private static final Set<ImageReaderSpi> ICONS =
      PROVIDERS.stream().filter(ImageDecoder::isIcon).collect(Collectors.toSet());

  private final long maxPixels;
  private @Nullable String damage;

  /**
   * Takes the limit of an image.
   *
   * @param maxPixels the most pixels that an image may have by its header
   */
  ImageDecoder(long maxPixels) {
    this.maxPixels = maxPixels;
  }

  /** Returns a text that changes with the formats that can be read. */
  static String formats() {
    return PROVIDERS.stream()
        .map(provider -> provider.getClass().getName() + " " + provider.getVersion())
        .collect(Collectors.joining(", "));
  }

  /**
   * Decodes a file.
   *
   * @param file the whole file
   * @throws IOException if no reader can make a whole image of it
   */
  Decoded decode(byte[] file) throws IOException {
    return use(
        file,
        (reader, which, canvas) -> {
          ColorModel told = colors(reader, which);
          BufferedImage image = pixels(reader, which, file);
          return new Decoded(canvas.with(image), told != null ? told : image.getColorModel());
        });
  }

  /**
   * Reads what a file says about itself, without decoding it.
   *
   * @throws IOException if no reader knows the format, or the header is damaged
   */
  Header header(byte[] file) throws IOException {
    return use(
        file,
        (reader, which, canvas) ->
            new Header(canvas.width(), canvas.height(), colors(reader, which), name(reader)));
  }

  private <T> T use(byte[] file, Use<T> use) throws IOException {
    IOException failure = null;
    for (ImageReaderSpi provider : PROVIDERS) {
      ImageReader reader = null;
      try (ImageInputStream stream = new FileBytes(file)) {
        if (recognises(provider, stream)) {
          reader = reader(provider);
          boolean icon = ICONS.contains(provider);
          // To go forward only is faster, but does not tell how many images there are.
          reader.setInput(stream, !icon, true);
          int which = icon ? largest(reader) : 0;
          Canvas canvas = Canvas.of(reader, which);
          checkSize(canvas.width(), canvas.height());
          return use.of(reader, which, canvas);
        }
      } catch (IOException | RuntimeException | StackOverflowError | AssertionError e) {
        // Plug-ins answer damaged files with errors of any kind.
        if (failure == null) {
          failure = e instanceof IOException io ? io : new IIOException("damaged file", e);
        }
      } finally {
        // A reader that is kept remembers tables of the last file, and mends damaged ones by them.
        if (reader != null) {
          reader.dispose();
        }
      }
    }
    throw failure != null ? failure : new IIOException("not an image of a known format");
  }

  private BufferedImage pixels(ImageReader reader, int which, byte[] file) throws IOException {
    damage = null;
    BufferedImage image = reader.read(which);
    if (damage != null) {
      throw new IIOException(damage);
    }
    int type = image.getSampleModel().getDataType();
    if (type == DataBuffer.TYPE_FLOAT || type == DataBuffer.TYPE_DOUBLE) {
      throw new IIOException("levels are fractions of unknown range, not 8 or 16 bits");
    }
    if (image.getSampleModel().getSampleSize(0) > 16) {
      throw new IIOException("levels have more than 16 bits");
    }
    return PngColor.of(file).toSrgb(image);
  }

  private static boolean recognises(ImageReaderSpi provider, ImageInputStream stream) {
    try {
      return provider.canDecodeInput(stream);
    } catch (IOException | RuntimeException e) {
      // The file is too short to tell.
      return false;
    }
  }

  private ImageReader reader(ImageReaderSpi provider) throws IOException {
    ImageReader reader = provider.createReaderInstance();
    reader.addIIOReadWarningListener((source, warning) -> note(warning));
    return reader;
  }

  private static int largest(ImageReader reader) throws IOException {
    int largest = 0;
    for (int i = 1; i < reader.getNumImages(true); i++) {
      if (reader.getWidth(i) > reader.getWidth(largest)) {
        largest = i;
      }
    }
    return largest;
  }

  private static boolean isIcon(ImageReaderSpi provider) {
    return Arrays.stream(provider.getFormatNames())
        .anyMatch(name -> ICON_NAMES.contains(name.toLowerCase(Locale.ROOT)));
  }

  private static @Nullable ColorModel colors(ImageReader reader, int which) throws IOException {
    Iterator<ImageTypeSpecifier> types = reader.getImageTypes(which);
    return types != null && types.hasNext() ? types.next().getColorModel() : null;
  }

  private static String name(ImageReader reader) {
    ImageReaderSpi provider = reader.getOriginatingProvider();
    return "%s %s".formatted(provider.getVendorName(), provider.getVersion());
  }

  /** Takes the warnings that mean a hole in the picture; others are harmless. */
  private void note(String warning) {
    String text = warning.toLowerCase(Locale.ROOT);
    if (text.contains("truncated") || text.contains("premature end")) {
      damage = warning;
    }
  }

  private void checkSize(int width, int height) throws IIOException {
    if (width < 1 || height < 1 || (long) width * height > maxPixels) {
      throw new IIOException(
          "%dx%d pixels: must be from 1 to %d in all".formatted(width, height, maxPixels));
    }
  }

  private static List<ImageReaderSpi> providers() {
    List<ImageReaderSpi> own = new ArrayList<>();
    List<ImageReaderSpi> plugins = new ArrayList<>();
    ImageIO.scanForPlugins();
    IIORegistry.getDefaultInstance()
        .getServiceProviders(ImageReaderSpi.class, true)
        .forEachRemaining(
            provider -> {
              boolean fromJdk = provider.getClass().getModule() == ImageIO.class.getModule();
              (fromJdk ? own : plugins).add(provider);
            });
    // The registry's order changes from one process to the next.
    Comparator<ImageReaderSpi> byName = Comparator.comparing(spi -> spi.getClass().getName());
    own.sort(byName);
    plugins.sort(byName);
    own.addAll(plugins);
    return List.copyOf(own);
  }
}
