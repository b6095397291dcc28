package io.organza.image;

/**
 * The shape (C, H, W) of a picture as an array.
 *
 * @param channels C: 1 (grey), 3 (RGB) or 4 (RGB and alpha)
 * @param height H in pixels
 * @param width W in pixels
 */
public record ImageShape(int channels, int height, int width) {

  public ImageShape {
    if (channels != 1 && channels != 3 && channels != 4) {
      throw new IllegalArgumentException("channels must be 1, 3 or 4, got " + channels);
    }
    if (height < 1 || width < 1 || (long) channels * height * width > Integer.MAX_VALUE) {
      throw new IllegalArgumentException("no image can be " + width + "x" + height + " pixels");
    }
  }

  /** Returns C * H * W. */
  public int size() {
    return channels * height * width;
  }

  @Override
  public String toString() {
    return width + "x" + height + "x" + channels;
  }
}
