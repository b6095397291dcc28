package io.organza.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.awt.Transparency;
import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ComponentColorModel;
import java.awt.image.DataBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PixelsTest {

  @Test
  void levelsSpanTheRange() {
    assertThat(Pixels.toFloat((byte) 0)).isEqualTo(-1f);
    assertThat(Pixels.toFloat((byte) 255)).isEqualTo(1f);
    assertThat(Pixels.toFloat((byte) 128)).isEqualTo(0.5f / 127.5f, within(1e-7f));
  }

  @Test
  void everyLevelSurvivesTheWayThere() {
    for (int level = 0; level < 256; level++) {
      assertThat(Pixels.toLevel(Pixels.toFloat((byte) level))).isEqualTo((byte) level);
    }
  }

  @Test
  void floatsAreRoundedAndClamped() {
    assertThat(Pixels.toLevel(-1.2f)).isEqualTo((byte) 0);
    assertThat(Pixels.toLevel(7f)).isEqualTo((byte) 255);
    assertThat(Pixels.toLevel(100.4f / 127.5f - 1)).isEqualTo((byte) 100);
    assertThat(Pixels.toLevel(100.6f / 127.5f - 1)).isEqualTo((byte) 101);
  }

  @ParameterizedTest
  @ValueSource(
      ints = {
        BufferedImage.TYPE_INT_RGB,
        BufferedImage.TYPE_INT_ARGB,
        BufferedImage.TYPE_INT_ARGB_PRE,
        BufferedImage.TYPE_INT_BGR,
        BufferedImage.TYPE_3BYTE_BGR,
        BufferedImage.TYPE_4BYTE_ABGR
      })
  void colourImagesBecomePlanes(int type) {
    BufferedImage image = new BufferedImage(2, 1, type);
    image.setRGB(0, 0, 0xFF0A141E);
    image.setRGB(1, 0, 0xFFC8D2DC);
    assertThat(Pixels.toLevels(image, 3))
        .containsExactly((byte) 10, (byte) 200, (byte) 20, (byte) 210, (byte) 30, (byte) 220);
    assertThat(Pixels.toLevels(image, 4)).hasSize(8).endsWith((byte) 255, (byte) 255);
  }

  @Test
  void cutOutImagesAreReadFromTheirOwnCorner() {
    for (int type : new int[] {BufferedImage.TYPE_INT_RGB, BufferedImage.TYPE_3BYTE_BGR}) {
      BufferedImage image = new BufferedImage(5, 5, type);
      image.setRGB(2, 3, 0x0A141E);
      assertThat(Pixels.toLevels(image.getSubimage(2, 3, 1, 1), 3)).containsExactly(10, 20, 30);
    }
  }

  @Test
  void indexedImagesAreReadThroughTheirPalette() {
    BufferedImage image = new BufferedImage(1, 1, BufferedImage.TYPE_BYTE_INDEXED);
    image.setRGB(0, 0, 0xFFFF0033);
    assertThat(Pixels.toLevels(image, 3)).containsExactly((byte) 255, (byte) 0, (byte) 51);
  }

  @Test
  void interleavedLevelsBecomePlanesOfFloats() {
    byte[] levels = {0, 1, 2, (byte) 255, 51, 102};
    float[] planar = new float[7];
    Pixels.toPlanar(levels, new ImageShape(3, 1, 2), planar, 1);
    assertThat(planar)
        .containsExactly(
            0, -1, 1, 1 / 127.5f - 1, 51 / 127.5f - 1, 2 / 127.5f - 1, 102 / 127.5f - 1);
  }

  @Test
  void greyKeepsItsStoredLevels() {
    BufferedImage image = new BufferedImage(1, 1, BufferedImage.TYPE_BYTE_GRAY);
    image.getRaster().setSample(0, 0, 0, 77);
    assertThat(Pixels.toLevels(image, 1)).containsExactly(77);
    assertThat(Pixels.toLevels(image, 3)).containsExactly(77, 77, 77);
  }

  @Test
  void sixteenBitsAreRoundedToEight() {
    BufferedImage gray = new BufferedImage(1, 1, BufferedImage.TYPE_USHORT_GRAY);
    gray.getRaster().setSample(0, 0, 0, 99 * 257 + 128);
    assertThat(Pixels.toLevels(gray, 1)).containsExactly(99);

    BufferedImage color = sixteenBitColor();
    color.getRaster().setPixel(0, 0, new int[] {10 * 257, 20 * 257, 30 * 257});
    assertThat(Pixels.toLevels(color, 3)).containsExactly(10, 20, 30);
  }

  @Test
  void signedGreyBelowZeroIsBlack() {
    ColorSpace space = ColorSpace.getInstance(ColorSpace.CS_GRAY);
    var model =
        new ComponentColorModel(space, false, false, Transparency.OPAQUE, DataBuffer.TYPE_SHORT);
    BufferedImage gray =
        new BufferedImage(model, model.createCompatibleWritableRaster(3, 1), false, null);
    gray.getRaster().setSamples(0, 0, 3, 1, 0, new int[] {-9000, 32767, 32767 / 5});
    assertThat(Pixels.toLevels(gray, 1)).containsExactly(0, 255, 51);
  }

  @Test
  void premultipliedGreyIsDividedByItsAlpha() {
    ColorSpace space = ColorSpace.getInstance(ColorSpace.CS_GRAY);
    var model =
        new ComponentColorModel(space, true, true, Transparency.TRANSLUCENT, DataBuffer.TYPE_BYTE);
    BufferedImage gray =
        new BufferedImage(model, model.createCompatibleWritableRaster(3, 1), true, null);
    gray.getRaster().setPixels(0, 0, 3, 1, new int[] {32, 64, 0, 0, 90, 80});
    assertThat(Pixels.toLevels(gray, 4))
        .containsExactly(128, 0, 255, 128, 0, 255, 128, 0, 255, 64, 0, 80);
  }

  @Test
  void colourBecomesGreyByLuma() {
    BufferedImage image = new BufferedImage(2, 1, BufferedImage.TYPE_INT_RGB);
    image.setRGB(0, 0, 0x0A141E);
    image.setRGB(1, 0, 0xFFFFFF);
    int luma = (int) Math.round(0.2126 * 10 + 0.7152 * 20 + 0.0722 * 30);
    assertThat(Pixels.toLevels(image, 1)).containsExactly((byte) luma, (byte) 255);
  }

  @Test
  void transparencyIsLaidOnWhiteUnlessAskedFor() {
    BufferedImage image = new BufferedImage(2, 1, BufferedImage.TYPE_INT_ARGB);
    image.setRGB(0, 0, 0x00FF0000);
    image.setRGB(1, 0, 0x33006400);
    assertThat(Pixels.toLevels(image, 3))
        .containsExactly(
            (byte) 255, (byte) 204, (byte) 255, (byte) (204 + 20), (byte) 255, (byte) 204);
    assertThat(Pixels.toLevels(image, 4)).endsWith((byte) 0, (byte) 0x33);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3, 4})
  void floatsBecomeAnImageAndBack(int channels) {
    int height = 2;
    int width = 3;
    float[] floats = new float[5 + channels * height * width];
    byte[] levels = new byte[channels * height * width];
    ImageShape shape = new ImageShape(channels, height, width);
    for (int i = 0; i < levels.length; i++) {
      levels[i] = (byte) (i * 37 + 5);
      floats[5 + i] = Pixels.toFloat(levels[i]);
    }
    byte[] interleaved = Pixels.toInterleaved(floats, 5, shape);
    assertThat(interleaved[channels]).as("the second pixel").isEqualTo(levels[1]);
    BufferedImage image = Pixels.toImage(interleaved, shape);
    assertThat(image.getColorModel().hasAlpha()).isEqualTo(channels == 4);
    assertThat(Pixels.toLevels(image, channels)).isEqualTo(levels);
  }

  @Test
  void otherNumbersOfChannelsAreRefused() {
    BufferedImage image = new BufferedImage(1, 1, BufferedImage.TYPE_INT_RGB);
    assertThatThrownBy(() -> Pixels.toLevels(image, 2))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("channels must be 1, 3 or 4, got 2");
  }

  private static BufferedImage sixteenBitColor() {
    var model =
        new ComponentColorModel(
            ColorSpace.getInstance(ColorSpace.CS_sRGB),
            false,
            false,
            Transparency.OPAQUE,
            DataBuffer.TYPE_USHORT);
    return new BufferedImage(model, model.createCompatibleWritableRaster(1, 1), false, null);
  }
}
