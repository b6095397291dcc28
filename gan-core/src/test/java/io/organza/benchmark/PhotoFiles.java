package io.organza.benchmark;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.GradientPaint;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.awt.image.DataBufferByte;
import java.io.IOException;
import java.nio.file.Path;
import java.util.SplittableRandom;
import javax.imageio.ImageIO;

/** JPEGs that cost what photographs do: gradients, shapes with soft edges, and a sensor's noise. */
final class PhotoFiles {

  private PhotoFiles() {}

  /** Writes a JPEG of the size; at ImageIO's usual quality it has nearly a bit for each pixel. */
  static void write(Path file, int width, int height, long seed) throws IOException {
    if (!ImageIO.write(picture(width, height, seed), "jpeg", file.toFile())) {
      throw new IOException("no writer of JPEGs");
    }
  }

  private static BufferedImage picture(int width, int height, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_3BYTE_BGR);
    Graphics2D canvas = image.createGraphics();
    canvas.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
    canvas.setPaint(new GradientPaint(0, 0, color(random), width, height, color(random)));
    canvas.fillRect(0, 0, width, height);
    for (int i = 0; i < 60; i++) {
      int side = random.nextInt(1, Math.max(2, width / 4));
      canvas.setPaint(color(random));
      canvas.setStroke(new BasicStroke(random.nextInt(1, 2 + width / 200)));
      canvas.fillOval(random.nextInt(width), random.nextInt(height), side, side / 2 + 1);
      canvas.drawLine(
          random.nextInt(width),
          random.nextInt(height),
          random.nextInt(width),
          random.nextInt(height));
    }
    canvas.dispose();
    addNoise(((DataBufferByte) image.getRaster().getDataBuffer()).getData(), random);
    return image;
  }

  /** Adds the sum of two numbers from 0 to 15, less their mean. */
  private static void addNoise(byte[] levels, SplittableRandom random) {
    long bits = 0;
    for (int i = 0; i < levels.length; i++) {
      bits = (i & 7) == 0 ? random.nextLong() : bits >>> 8;
      int level = (levels[i] & 0xFF) + (int) (bits & 15) + (int) (bits >> 4 & 15) - 15;
      levels[i] = (byte) Math.min(Math.max(level, 0), 255);
    }
  }

  private static Color color(SplittableRandom random) {
    return new Color(random.nextInt(0x1000000));
  }
}
