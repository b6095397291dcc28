package io.organza.data;

import io.organza.image.ImageShape;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import javax.imageio.ImageIO;

/** Image files that tests make for themselves. */
final class TestImages {

  private TestImages() {}

  /** Returns an RGB image whose pixels all differ, and differ with the seed. */
  static BufferedImage picture(int width, int height, int seed) {
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_3BYTE_BGR);
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        image.setRGB(x, y, (seed * 40 + y * 3) << 16 | (x * 11 & 0xFF) << 8 | (x + y + seed));
      }
    }
    return image;
  }

  static byte[] encode(BufferedImage image, String format) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    if (!ImageIO.write(image, format, bytes)) {
      throw new IOException("no writer for " + format);
    }
    return bytes.toByteArray();
  }

  static byte[] png(int seed) throws IOException {
    return encode(picture(6, 4, seed), "png");
  }

  /** Writes a file, and the folders it lies in. */
  static Path write(Path file, byte[] bytes) throws IOException {
    Files.createDirectories(file.getParent());
    return Files.write(file, bytes);
  }

  static Path zip(Path file, Map<String, byte[]> entries) throws IOException {
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
      for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
        zip.putNextEntry(new ZipEntry(entry.getKey()));
        zip.write(entry.getValue());
      }
    }
    return file;
  }

  /** Packs a folder or zip of images as 6x4 RGB. */
  static PackedImages pack(Path location, Path cache) throws IOException {
    return pack(DataOptions.of(location.toString()), new ImageShape(3, 4, 6), cache);
  }

  static PackedImages pack(DataOptions options, ImageShape shape, Path cache) throws IOException {
    try (ImageSource source = ImageSource.open(options)) {
      PackCache packs = new PackCache(cache, PackCache.USUAL_BYTES);
      return PackedImages.of(source, shape, options, packs, (done, total) -> {});
    }
  }
}
