package io.organza.data;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import javax.imageio.IIOException;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.spi.IIORegistry;
import javax.imageio.spi.ImageReaderSpi;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;
import org.jspecify.annotations.Nullable;

/**
 * The javax.imageio readers of one thread, kept from file to file.
 *
 * <p>A file is what its first bytes say, whatever its name. The JDK's own readers are tried first
 * because they are the fastest; a plug-in gets what they refuse.
 */
final class ImageDecoder {

  private static final long MOST_PIXELS = 100_000_000;
  private static final List<ImageReaderSpi> PROVIDERS = providers();

  private final Map<ImageReaderSpi, ImageReader> readers = new HashMap<>();
  private @Nullable String damage;

  /** Returns a text that changes with the formats that can be read. */
  static String formats() {
    return PROVIDERS.stream()
        .map(provider -> provider.getClass().getName() + " " + provider.getVersion())
        .collect(Collectors.joining(", "));
  }

  /**
   * Decodes a file, of several images the first.
   *
   * @param file the whole file
   * @throws IOException if no reader can make a whole image of it
   */
  BufferedImage decode(byte[] file) throws IOException {
    IOException failure = null;
    for (ImageReaderSpi provider : PROVIDERS) {
      try (ImageInputStream stream =
          new MemoryCacheImageInputStream(new ByteArrayInputStream(file))) {
        if (recognises(provider, stream)) {
          return read(provider, stream);
        }
      } catch (IOException | RuntimeException e) {
        discard(provider);
        if (failure == null) {
          failure = e instanceof IOException io ? io : new IIOException("damaged file", e);
        }
      }
    }
    throw failure != null ? failure : new IIOException("not an image of a known format");
  }

  private static boolean recognises(ImageReaderSpi provider, ImageInputStream stream) {
    try {
      return provider.canDecodeInput(stream);
    } catch (IOException | RuntimeException e) {
      // The file is too short to tell.
      return false;
    }
  }

  private BufferedImage read(ImageReaderSpi provider, ImageInputStream stream) throws IOException {
    ImageReader reader = readers.get(provider);
    if (reader == null) {
      reader = provider.createReaderInstance();
      reader.addIIOReadWarningListener((source, warning) -> note(warning));
      readers.put(provider, reader);
    }
    damage = null;
    reader.setInput(stream, true, true);
    checkSize(reader.getWidth(0), reader.getHeight(0));
    BufferedImage image = reader.read(0);
    if (damage != null) {
      throw new IIOException(damage);
    }
    return image;
  }

  /** Takes the warnings that mean a hole in the picture; others are harmless. */
  private void note(String warning) {
    String text = warning.toLowerCase(Locale.ROOT);
    if (text.contains("truncated") || text.contains("premature end")) {
      damage = warning;
    }
  }

  private void discard(ImageReaderSpi provider) {
    ImageReader reader = readers.remove(provider);
    if (reader != null) {
      reader.dispose();
    }
  }

  private static void checkSize(int width, int height) throws IIOException {
    if ((long) width * height > MOST_PIXELS) {
      throw new IIOException(
          "%dx%d pixels are more than %d megapixels"
              .formatted(width, height, MOST_PIXELS / 1_000_000));
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
    own.addAll(plugins);
    return List.copyOf(own);
  }
}
