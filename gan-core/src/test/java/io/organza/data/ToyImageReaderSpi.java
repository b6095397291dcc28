package io.organza.data;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import javax.imageio.IIOException;
import javax.imageio.ImageReadParam;
import javax.imageio.ImageReader;
import javax.imageio.ImageTypeSpecifier;
import javax.imageio.metadata.IIOMetadata;
import javax.imageio.spi.ImageReaderSpi;
import javax.imageio.stream.ImageInputStream;
import org.jspecify.annotations.Nullable;

/**
 * A plug-in for a format of the tests' own, found by the service loader as any other: "TOY", width,
 * height, and a grey level, a byte each. Level 13 takes for ever, whoever interrupts it; levels 14
 * and 15 do so, and find no memory, when a file is tried for the first time.
 */
public final class ToyImageReaderSpi extends ImageReaderSpi {

  /** The files of levels 14 and 15 that were tried, by their sizes and levels. */
  private static final Set<String> TRIED = ConcurrentHashMap.newKeySet();

  /** How many files of level 13 were begun. */
  static final AtomicInteger ENDLESS = new AtomicInteger();

  private static final byte[] MAGIC = {'T', 'O', 'Y'};

  @SuppressWarnings("this-escape")
  public ToyImageReaderSpi() {
    vendorName = "Organza's tests";
    version = "1";
    names = new String[] {"toy"};
    suffixes = new String[] {"toy"};
    inputTypes = new Class<?>[] {ImageInputStream.class};
  }

  /** Returns a file of the format. */
  static byte[] file(int width, int height, int level) {
    return new byte[] {'T', 'O', 'Y', (byte) width, (byte) height, (byte) level};
  }

  @Override
  public boolean canDecodeInput(Object source) throws IOException {
    ImageInputStream stream = (ImageInputStream) source;
    byte[] head = new byte[MAGIC.length];
    stream.mark();
    try {
      return stream.read(head) == head.length && Arrays.equals(head, MAGIC);
    } finally {
      stream.reset();
    }
  }

  @Override
  public ImageReader createReaderInstance(@Nullable Object extension) {
    return new Reader(this);
  }

  @Override
  public String getDescription(@Nullable Locale locale) {
    return "toy";
  }

  private static final class Reader extends ImageReader {

    Reader(ImageReaderSpi provider) {
      super(provider);
    }

    @Override
    public int getNumImages(boolean allowSearch) {
      return 1;
    }

    @Override
    public int getWidth(int index) throws IOException {
      return at(3);
    }

    @Override
    public int getHeight(int index) throws IOException {
      return at(4);
    }

    @Override
    public Iterator<ImageTypeSpecifier> getImageTypes(int index) {
      return List.of(ImageTypeSpecifier.createFromBufferedImageType(BufferedImage.TYPE_BYTE_GRAY))
          .iterator();
    }

    @Override
    public @Nullable IIOMetadata getStreamMetadata() {
      return null;
    }

    @Override
    public @Nullable IIOMetadata getImageMetadata(int index) {
      return null;
    }

    @Override
    public BufferedImage read(int index, @Nullable ImageReadParam param) throws IOException {
      int level = at(5);
      if (level == 13) {
        ENDLESS.incrementAndGet();
      }
      boolean first = level > 13 && TRIED.add(getWidth(0) + "x" + getHeight(0) + ", " + level);
      if (first && level == 15) {
        throw new IIOException("cannot be read", new OutOfMemoryError("Java heap space"));
      }
      while (level == 13 || (first && level == 14)) {
        Thread.interrupted(); // Not heeded.
        LockSupport.parkNanos(1_000_000);
      }
      BufferedImage image =
          new BufferedImage(getWidth(0), getHeight(0), BufferedImage.TYPE_BYTE_GRAY);
      for (int y = 0; y < image.getHeight(); y++) {
        for (int x = 0; x < image.getWidth(); x++) {
          image.getRaster().setSample(x, y, 0, level);
        }
      }
      return image;
    }

    private int at(int position) throws IOException {
      ImageInputStream stream = (ImageInputStream) getInput();
      stream.seek(position);
      return stream.readUnsignedByte();
    }
  }
}
