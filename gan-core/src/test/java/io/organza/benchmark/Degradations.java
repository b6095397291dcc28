package io.organza.benchmark;

import io.organza.image.ImageShape;
import io.organza.image.Pixels;
import io.organza.metric.ImageSet;
import io.organza.random.Purpose;
import io.organza.random.RandomStream;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/**
 * Makes images worse, each from itself and its place alone. What is random is the same at each
 * strength, so that a stronger degradation goes further along the same way.
 */
final class Degradations {

  private static final int BLOCK_SIDE = 8;

  private final ImageSet images;
  private final ImageShape shape;

  Degradations(ImageSet images) {
    this.images = images;
    this.shape = images.shape();
  }

  /** Changes pixels (C, H, W) in [-1, 1], or returns others. */
  @FunctionalInterface
  private interface Change {
    float[] of(float[] pixels, RandomStream random) throws IOException;
  }

  /** Returns the images convolved with a Gaussian of so many pixels' deviation. */
  ImageSet blurred(double deviation) throws IOException {
    int radius = (int) Math.ceil(3 * deviation);
    double[] kernel = new double[2 * radius + 1];
    double sum = 0;
    for (int i = 0; i < kernel.length; i++) {
      kernel[i] = Math.exp(-Math.pow((i - radius) / deviation, 2) / 2);
      sum += kernel[i];
    }
    for (int i = 0; i < kernel.length; i++) {
      kernel[i] /= sum;
    }
    return each((pixels, random) -> convolved(convolved(pixels, kernel, true), kernel, false));
  }

  /** Returns the images with normal noise, whose deviation is a share of the range. */
  ImageSet noisy(double deviation) throws IOException {
    return each(
        (pixels, random) -> {
          for (int i = 0; i < pixels.length; i++) {
            pixels[i] += (float) (2 * deviation * random.nextGaussian());
          }
          return pixels;
        });
  }

  /** Returns the images, of which a share went through JPEG at a quality from 0 to 1. */
  ImageSet compressed(double share, float quality) throws IOException {
    return each(
        (pixels, random) -> random.nextDouble() < share ? compressed(pixels, quality) : pixels);
  }

  /** Returns the images with so many pairs of their 8x8 blocks, drawn at random, exchanged. */
  ImageSet shuffled(int pairs) throws IOException {
    int across = shape.width() / BLOCK_SIDE;
    int blocks = across * (shape.height() / BLOCK_SIDE);
    return each(
        (pixels, random) -> {
          for (int i = 0; i < pairs; i++) {
            exchange(pixels, random.nextInt(blocks), random.nextInt(blocks), across);
          }
          return pixels;
        });
  }

  private ImageSet each(Change change) throws IOException {
    byte[][] levels = new byte[images.count()][];
    for (int i = 0; i < levels.length; i++) {
      float[] pixels = new float[shape.size()];
      images.floats(i, pixels, 0);
      RandomStream random = RandomStream.of(0, Purpose.PICTURE, i);
      levels[i] = Pixels.toInterleaved(change.of(pixels, random), 0, shape);
    }
    return ImageSet.of(levels, shape);
  }

  /** Convolves rows or columns; what is beyond the edge is as the edge. */
  private float[] convolved(float[] pixels, double[] kernel, boolean rows) {
    int length = rows ? shape.width() : shape.height();
    int step = rows ? 1 : shape.width();
    float[] convolved = new float[pixels.length];
    for (int i = 0; i < pixels.length; i++) {
      int place = i / step % length;
      double sum = 0;
      for (int k = 0; k < kernel.length; k++) {
        int other = Math.max(0, Math.min(length - 1, place + k - kernel.length / 2));
        sum += kernel[k] * pixels[i + (other - place) * step];
      }
      convolved[i] = (float) sum;
    }
    return convolved;
  }

  private void exchange(float[] pixels, int a, int b, int across) {
    for (int i = 0; i < shape.channels() * BLOCK_SIDE * BLOCK_SIDE; i++) {
      int x = i % BLOCK_SIDE;
      int y = i / BLOCK_SIDE % BLOCK_SIDE;
      int channel = i / (BLOCK_SIDE * BLOCK_SIDE);
      int from = index(channel, a / across * BLOCK_SIDE + y, a % across * BLOCK_SIDE + x);
      int to = index(channel, b / across * BLOCK_SIDE + y, b % across * BLOCK_SIDE + x);
      float pixel = pixels[from];
      pixels[from] = pixels[to];
      pixels[to] = pixel;
    }
  }

  private int index(int channel, int y, int x) {
    return (channel * shape.height() + y) * shape.width() + x;
  }

  private float[] compressed(float[] pixels, float quality) throws IOException {
    BufferedImage image = Pixels.toImage(Pixels.toInterleaved(pixels, 0, shape), shape);
    BufferedImage read = ImageIO.read(new ByteArrayInputStream(jpeg(image, quality)));
    byte[] levels = Pixels.toLevels(read, shape.channels());
    float[] compressed = new float[levels.length];
    for (int i = 0; i < levels.length; i++) {
      compressed[i] = Pixels.toFloat(levels[i]);
    }
    return compressed;
  }

  private static byte[] jpeg(BufferedImage image, float quality) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
    try (MemoryCacheImageOutputStream out = new MemoryCacheImageOutputStream(bytes)) {
      ImageWriteParam options = writer.getDefaultWriteParam();
      options.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
      options.setCompressionQuality(quality);
      writer.setOutput(out);
      writer.write(null, new IIOImage(image, null, null), options);
    } finally {
      writer.dispose();
    }
    return bytes.toByteArray();
  }
}
