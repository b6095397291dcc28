package io.organza.data;

import java.awt.image.BufferedImage;

/** The built-in set. */
final class Flowers implements ImageSource {

  static final String NAME = "flowers";

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public int count() {
    return 10_000;
  }

  @Override
  public int ignored() {
    return 0;
  }

  @Override
  public String path(int index) {
    return NAME + "/" + index;
  }

  @Override
  public String fingerprint() {
    return "flowers, version 1";
  }

  @Override
  public BufferedImage image(int index, int height, int width) {
    return new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
  }

  @Override
  public void close() {}
}
