package io.organza.data;

import static org.assertj.core.api.Assertions.assertThat;

import io.organza.image.ImageShape;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChannelsTest {

  private static final ImageShape SHAPE = new ImageShape(3, 4, 6);

  @TempDir Path temp;

  private final List<Integer> looked = new ArrayList<>();

  private Path images(int grey, int colour) throws IOException {
    Path folder = temp.resolve("images");
    for (int i = 0; i < grey + colour; i++) {
      int type = i < grey ? BufferedImage.TYPE_BYTE_GRAY : BufferedImage.TYPE_INT_RGB;
      BufferedImage image = new BufferedImage(6 + i, 4, type);
      TestImages.write(folder.resolve(i + ".png"), TestImages.encode(image, "png"));
    }
    return folder;
  }

  private Channels automatic(String location) throws IOException {
    looked.clear();
    DataOptions options = DataOptions.of(location);
    PackCache cache = new PackCache(temp.resolve("cache"), PackCache.USUAL_BYTES);
    try (ImageSource source = ImageSource.open(options)) {
      return Channels.AUTO.of(
          source,
          SHAPE,
          options,
          cache,
          (done, total) -> {
            synchronized (looked) {
              looked.add(done);
            }
          });
    }
  }

  private void pack(Path folder, int channels) throws IOException {
    ImageShape shape = new ImageShape(channels, SHAPE.height(), SHAPE.width());
    TestImages.pack(DataOptions.of(folder.toString()), shape, temp.resolve("cache"));
  }

  @Test
  void greyImagesAreLookedAtUntilTheyArePacked() throws IOException {
    Path folder = images(40, 0);
    assertThat(automatic(folder.toString())).isEqualTo(Channels.GREY);
    assertThat(looked).contains(40);
    assertThat(temp.resolve("cache")).doesNotExist();
    pack(folder, 1);
    assertThat(automatic(folder.toString())).isEqualTo(Channels.GREY);
    assertThat(looked).isEmpty();
  }

  @Test
  void oneColouredImageIsEnough() throws IOException {
    assertThat(automatic(images(20, 1).toString())).isEqualTo(Channels.RGB);
  }

  @Test
  void colouredImagesThatWerePackedAsGreyAreStillColoured() throws IOException {
    Path folder = images(3, 2);
    pack(folder, 1);
    assertThat(automatic(folder.toString())).isEqualTo(Channels.RGB);
  }

  @Test
  void whatCannotBeReadDoesNotCount() throws IOException {
    Path folder = images(3, 0);
    TestImages.write(folder.resolve("torn.png"), new byte[] {1, 2, 3});
    assertThat(automatic(folder.toString())).isEqualTo(Channels.GREY);
    pack(folder, 1);
    assertThat(automatic(folder.toString())).isEqualTo(Channels.GREY);
    assertThat(looked).isEmpty();
  }

  @Test
  void theFirstColouredImageEndsTheLook() throws IOException {
    assertThat(automatic("builtin:flowers")).isEqualTo(Channels.RGB);
    assertThat(looked).doesNotContain(10_000);
  }
}
