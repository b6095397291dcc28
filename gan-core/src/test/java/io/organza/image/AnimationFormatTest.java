package io.organza.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.organza.image.AnimationFormat.Pace;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.zip.CRC32;
import java.util.zip.InflaterInputStream;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.metadata.IIOMetadataNode;
import javax.imageio.stream.ImageInputStream;
import org.jcodec.api.FrameGrab;
import org.jcodec.api.JCodecException;
import org.jcodec.common.DemuxerTrackMeta;
import org.jcodec.common.io.NIOUtils;
import org.jcodec.common.io.SeekableByteChannel;
import org.jcodec.common.model.Picture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AnimationFormatTest {

  private static final int WIDTH = 22;
  private static final int HEIGHT = 14;

  @TempDir Path folder;

  /** Writes the frames, each shown for a tick and the last for five. */
  private Path write(AnimationFormat format, int perSecond, List<BufferedImage> frames)
      throws IOException {
    Path file = folder.resolve("animation.file");
    AnimationWriter writer = format.open(file, new Pace(frames.size(), perSecond));
    try {
      for (int i = 0; i < frames.size(); i++) {
        writer.add(frames.get(i), i == frames.size() - 1 ? 5 : 1);
      }
      writer.finish();
    } finally {
      writer.close();
    }
    // To close it again is no harm.
    writer.close();
    return file;
  }

  /** Draws frames of two colours, which even a GIF holds exactly: a square that moves. */
  private static List<BufferedImage> squares(int channels, int count) {
    ImageShape shape = new ImageShape(channels, HEIGHT, WIDTH);
    List<BufferedImage> frames = new ArrayList<>();
    for (int frame = 0; frame < count; frame++) {
      byte[] levels = new byte[shape.size()];
      for (int i = 0; i < levels.length; i++) {
        int x = i / channels % WIDTH;
        boolean inside = x / 4 == frame;
        int level = i % channels == 3 ? 255 : inside ? 200 - 40 * (i % channels) : 30;
        levels[i] = (byte) level;
      }
      frames.add(Pixels.toImage(levels, shape));
    }
    return frames;
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3, 4})
  void aGifHoldsTheFramesAndIsPlayedForEver(int channels) throws IOException {
    List<BufferedImage> frames = squares(channels, 4);
    Path file = write(AnimationFormat.GIF, 30, frames);
    ImageReader reader = ImageIO.getImageReadersByFormatName("gif").next();
    try (ImageInputStream stream = ImageIO.createImageInputStream(file.toFile())) {
      reader.setInput(stream);
      assertThat(reader.getNumImages(true)).isEqualTo(4);
      List<String> delays = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        BufferedImage read = reader.read(i);
        assertThat(Pixels.toLevels(read, 3)).isEqualTo(Pixels.toLevels(frames.get(i), 3));
        IIOMetadataNode root =
            (IIOMetadataNode) reader.getImageMetadata(i).getAsTree("javax_imageio_gif_image_1.0");
        delays.add(node(root, "GraphicControlExtension").getAttribute("delayTime"));
        if (i == 0) {
          IIOMetadataNode extension = node(root, "ApplicationExtension");
          assertThat(extension.getAttribute("applicationID")).isEqualTo("NETSCAPE");
          assertThat((byte[]) extension.getUserObject()).containsExactly(1, 0, 0);
        }
      }
      // Thirtieths of a second in hundredths, rounded so that eight of them are 27.
      assertThat(delays).containsExactly("3", "4", "3", "17");
    } finally {
      reader.dispose();
    }
  }

  private static IIOMetadataNode node(IIOMetadataNode root, String name) {
    return (IIOMetadataNode) root.getElementsByTagName(name).item(0);
  }

  @Test
  void transparentPixelsOfAGifStayTransparent() throws IOException {
    ImageShape shape = new ImageShape(4, 1, 2);
    BufferedImage half =
        Pixels.toImage(new byte[] {9, 8, 7, 0, (byte) 250, 100, 50, (byte) 255}, shape);
    BufferedImage read = ImageIO.read(write(AnimationFormat.GIF, 10, List.of(half)).toFile());
    assertThat(read.getRGB(0, 0) >>> 24).isZero();
    assertThat(read.getRGB(1, 0)).isEqualTo(half.getRGB(1, 0));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3, 4})
  void anAnimatedPngHoldsTheFramesAndIsPlayedForEver(int channels) throws IOException {
    ImageShape shape = new ImageShape(channels, HEIGHT, WIDTH);
    List<BufferedImage> frames = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      byte[] levels = new byte[shape.size()];
      new Random(i).nextBytes(levels);
      frames.add(Pixels.toImage(levels, shape));
    }
    Path file = write(AnimationFormat.PNG, 30, frames);

    // To a program that knows no animations it is the first frame.
    BufferedImage first = ImageIO.read(file.toFile());
    assertThat(Pixels.toLevels(first, channels))
        .isEqualTo(Pixels.toLevels(frames.get(0), channels));

    List<Chunk> chunks = chunks(file);
    assertThat(chunks)
        .extracting(Chunk::type)
        .containsExactly("IHDR", "acTL", "fcTL", "IDAT", "fcTL", "fdAT", "fcTL", "fdAT", "IEND");
    ByteBuffer animation = chunks.get(1).content();
    assertThat(List.of(animation.getInt(), animation.getInt())).containsExactly(3, 0);
    int sequence = 0;
    for (int i = 0; i < 3; i++) {
      ByteBuffer control = chunks.get(2 + 2 * i).content();
      assertThat(control.getInt()).isEqualTo(sequence++);
      assertThat(List.of(control.getInt(), control.getInt())).containsExactly(WIDTH, HEIGHT);
      assertThat(control.getLong()).as("no offset").isZero();
      assertThat(control.getShort()).isEqualTo((short) (i == 2 ? 5 : 1));
      assertThat(control.getShort()).isEqualTo((short) 30);
      assertThat(control.getShort()).as("nothing kept, nothing blended").isZero();
      ByteBuffer data = chunks.get(3 + 2 * i).content();
      if (i > 0) {
        assertThat(data.getInt()).isEqualTo(sequence++);
      }
      assertThat(unfiltered(data, channels))
          .isEqualTo(Pixels.toInterleaved(Pixels.toLevels(frames.get(i), channels), shape));
    }
  }

  private record Chunk(String type, ByteBuffer content) {}

  /** Takes a PNG apart, as its specification says, and checks the sums. */
  private static List<Chunk> chunks(Path file) throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file));
    assertThat(bytes.getLong()).isEqualTo(0x89504E470D0A1A0AL);
    List<Chunk> chunks = new ArrayList<>();
    while (bytes.hasRemaining()) {
      int length = bytes.getInt();
      CRC32 sum = new CRC32();
      sum.update(bytes.slice(bytes.position(), 4 + length));
      byte[] type = new byte[4];
      bytes.get(type);
      ByteBuffer content = bytes.slice(bytes.position(), length);
      bytes.position(bytes.position() + length);
      assertThat(bytes.getInt()).isEqualTo((int) sum.getValue());
      chunks.add(new Chunk(new String(type, StandardCharsets.US_ASCII), content));
    }
    return chunks;
  }

  /** Inflates rows, each after its filter's number, which must be 0 (none) or 1 (less the left). */
  private static byte[] unfiltered(ByteBuffer data, int channels) throws IOException {
    byte[] rest = new byte[data.remaining()];
    data.get(rest);
    byte[] rows = new InflaterInputStream(new ByteArrayInputStream(rest)).readAllBytes();
    byte[] levels = new byte[HEIGHT * WIDTH * channels];
    int row = WIDTH * channels;
    for (int i = 0; i < levels.length; i++) {
      int filter = rows[i / row * (row + 1)];
      assertThat(filter).isBetween(0, 1);
      boolean left = filter == 1 && i % row >= channels;
      levels[i] = (byte) (rows[i + i / row + 1] + (left ? levels[i - channels] : 0));
    }
    return levels;
  }

  @ParameterizedTest
  @CsvSource({"1, 64, 64", "3, 28, 44", "3, 17, 33", "4, 256, 256"})
  void anMp4HoldsTheFrames(int channels, int height, int width)
      throws IOException, JCodecException {
    List<BufferedImage> frames = new ArrayList<>();
    for (int i = 0; i < 30; i++) {
      frames.add(waves(new ImageShape(channels, height, width), i));
    }
    Path file = write(AnimationFormat.MP4, 25, frames);
    try (SeekableByteChannel channel = NIOUtils.readableChannel(file.toFile())) {
      FrameGrab grab = FrameGrab.createFrameGrab(channel);
      DemuxerTrackMeta meta = grab.getVideoTrack().getMeta();
      assertThat(meta.getTotalFrames()).isEqualTo(30);
      assertThat(meta.getTotalDuration()).isCloseTo(34 / 25.0, within(0.01));
      // Sides must be even.
      assertThat(meta.getVideoCodecMeta().getSize().getWidth()).isEqualTo((width + 1) / 2 * 2);
      assertThat(meta.getVideoCodecMeta().getSize().getHeight()).isEqualTo((height + 1) / 2 * 2);
      for (BufferedImage frame : frames) {
        // Levels of 255: four pixels share a colour, and coding adds one.
        assertThat(difference(frame, grab.getNativeFrame())).isLessThan(5);
      }
      assertThat(grab.getNativeFrame()).isNull();
    }
  }

  /** Draws soft waves of all colours; of four channels, opaque. */
  private static BufferedImage waves(ImageShape shape, int frame) {
    byte[] levels = new byte[shape.size()];
    for (int i = 0; i < levels.length; i++) {
      int channel = i % shape.channels();
      int x = i / shape.channels() % shape.width();
      int y = i / shape.channels() / shape.width();
      double angle = (x + frame) / 11.0 + y / (13.0 + 4 * channel) + channel;
      levels[i] = (byte) (channel == 3 ? 255 : 128 + 120 * Math.sin(angle));
    }
    return Pixels.toImage(levels, shape);
  }

  /**
   * Returns the root mean square difference of levels. What video says is turned to RGB by the
   * equations of ITU-R BT.601, 8 bits; JCodec's bytes are levels less 128.
   */
  private static double difference(BufferedImage frame, Picture picture) {
    byte[] levels = Pixels.toLevels(frame, 3);
    int plane = frame.getWidth() * frame.getHeight();
    double sum = 0;
    for (int i = 0; i < plane; i++) {
      int x = i % frame.getWidth();
      int y = i / frame.getWidth();
      int half = y / 2 * (picture.getWidth() / 2) + x / 2;
      double luma = (picture.getPlaneData(0)[y * picture.getWidth() + x] + 128 - 16) * 255 / 219.0;
      double blue = picture.getPlaneData(1)[half] * 255 / 224.0;
      double red = picture.getPlaneData(2)[half] * 255 / 224.0;
      double[] rgb = {
        luma + 1.402 * red, luma - 0.344136 * blue - 0.714136 * red, luma + 1.772 * blue
      };
      for (int channel = 0; channel < 3; channel++) {
        double level = Math.min(Math.max(rgb[channel], 0), 255);
        sum += Math.pow(level - (levels[channel * plane + i] & 0xFF), 2);
      }
    }
    return Math.sqrt(sum / (3 * plane));
  }

  @Test
  void noiseFitsIntoAnMp4() throws IOException, JCodecException {
    ImageShape shape = new ImageShape(3, 32, 32);
    List<BufferedImage> frames = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      byte[] levels = new byte[shape.size()];
      new Random(i).nextBytes(levels);
      for (int at = 0; at < levels.length; at++) {
        levels[at] = (byte) (levels[at] < 0 ? 0 : 255);
      }
      frames.add(Pixels.toImage(levels, shape));
    }
    Path file = write(AnimationFormat.MP4, 25, frames);
    try (SeekableByteChannel channel = NIOUtils.readableChannel(file.toFile())) {
      FrameGrab grab = FrameGrab.createFrameGrab(channel);
      for (int i = 0; i < 40; i++) {
        assertThat(grab.getNativeFrame()).isNotNull();
      }
    }
  }

  @Test
  void theEndingOfAFileTellsItsFormat() {
    assertThat(AnimationFormat.of(Path.of("a/B.GIF"))).contains(AnimationFormat.GIF);
    assertThat(AnimationFormat.of(Path.of("b.png"))).contains(AnimationFormat.PNG);
    assertThat(AnimationFormat.of(Path.of("c.mp4"))).contains(AnimationFormat.MP4);
    assertThat(AnimationFormat.of(Path.of("gif"))).isEmpty();
  }

  @Test
  void framesThatWereAnnouncedMustCome() throws IOException {
    Path file = folder.resolve("short.png");
    try (AnimationWriter writer = AnimationFormat.PNG.open(file, new Pace(3, 25))) {
      writer.add(squares(3, 1).get(0), 1);
      assertThatThrownBy(writer::finish)
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("3 frames were announced, got 1");
    }
  }
}
