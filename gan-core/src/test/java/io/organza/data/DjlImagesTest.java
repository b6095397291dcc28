package io.organza.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.repository.RemoteRepository;
import ai.djl.repository.Repository;
import io.organza.data.SourceSurvey.Size;
import io.organza.image.Fit;
import io.organza.image.ImageShape;
import io.organza.record.AnyRecord;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * DJL's sets, read by DJL's code from a repository on the disk: its files have the formats of the
 * real ones, as their authors describe them.
 */
class DjlImagesTest {

  private static final int SIDE = 28;

  @TempDir Path temp;

  private Path server;
  private Path cache;

  @BeforeEach
  void settle() throws IOException {
    server = Files.createDirectory(temp.resolve("server"));
    cache = Files.createDirectory(temp.resolve("cache"));
  }

  /** DJL's code for its repository, but at another address and with another cache. */
  private Repository repository() {
    return new RemoteRepository("test", server.toUri()) {
      @Override
      public Path getCacheDirectory() {
        return cache;
      }
    };
  }

  private DjlImages open(DjlSet set) throws IOException {
    return DjlImages.open(set, repository(), false);
  }

  @ParameterizedTest
  @CsvSource({"djl:mnist, mnist, 0, 9", "djl:fashion-mnist, fashmnist, t-shirt, ankle-boot"})
  void greyImagesAreReadAsTheyAreStored(String location, String artifact, String first, String last)
      throws IOException {
    serveIdx(artifact, 0, 9, 3);
    try (DjlImages source = open(DjlSet.of(location))) {
      assertThat(source.count()).isEqualTo(3);
      assertThat(source.folders(0)).containsExactly(first);
      assertThat(source.folders(1)).containsExactly(last);
      assertThat(source.path(1)).isEqualTo(last + "/1.idx");
      PackedImages images = pack(source, new ImageShape(1, SIDE, SIDE));
      assertThat(images.classes()).hasSize(3).contains(first, last);
      assertThat(images.label(1)).isEqualTo(images.classes().indexOf(last));
      for (int image = 0; image < 3; image++) {
        float[] floats = new float[SIDE * SIDE];
        images.floats(image, false, floats, 0);
        for (int i = 0; i < floats.length; i++) {
          assertThat(floats[i]).isEqualTo(level(image, i) / 127.5f - 1);
        }
      }
    }
  }

  @Test
  void colourImagesAreStoredPlaneByPlane() throws IOException {
    int planes = 3 * 32 * 32;
    ByteArrayOutputStream bin = new ByteArrayOutputStream();
    for (int image = 0; image < 2; image++) {
      bin.write(image == 0 ? 9 : 2);
      for (int i = 0; i < planes; i++) {
        bin.write(level(image, i));
      }
    }
    serve("cifar10", List.of("data_batch.bin", "test_batch.bin"), bin.toByteArray(), new byte[0]);
    try (DjlImages source = open(DjlSet.CIFAR10)) {
      assertThat(List.of(source.path(0), source.path(1)))
          .containsExactly("truck/0.bin", "bird/1.bin");
      PackedImages images = pack(source, new ImageShape(3, 32, 32));
      assertThat(images.classes()).containsExactly("bird", "truck");
      for (int image = 0; image < 2; image++) {
        float[] floats = new float[planes];
        images.floats(image, false, floats, 0);
        for (int i = 0; i < planes; i++) {
          assertThat(floats[i]).isEqualTo(level(image, i) / 127.5f - 1);
        }
      }
    }
  }

  @Test
  void aSetIsSurveyedAtItsOwnSize() throws IOException {
    serveIdx("mnist", 1, 1);
    try (DjlImages source = open(DjlSet.MNIST)) {
      SourceSurvey survey =
          SourceSurvey.ofHeaders(source, DataOptions.of("djl:mnist"), (done, total) -> {});
      assertThat(survey.resolution(64)).isEqualTo(new Size(SIDE, SIDE));
      assertThat(survey.allGrey()).isTrue();
      assertThat(survey.formats()).containsOnlyKeys("idx");
      assertThat(source.picture(0, Fit.CROP, 14, 7).image().getWidth()).isEqualTo(7);
    }
  }

  @Test
  void otherImagesHaveAnotherFingerprint() throws IOException {
    serveIdx("mnist", 1, 1);
    serveIdx("fashmnist", 1, 1, 1);
    try (DjlImages one = open(DjlSet.MNIST);
        DjlImages same = open(DjlSet.MNIST);
        DjlImages other = open(DjlSet.FASHION_MNIST)) {
      assertThat(one.fingerprint()).startsWith("djl:mnist ").isEqualTo(same.fingerprint());
      assertThat(other.fingerprint())
          .doesNotEndWith(one.fingerprint().substring("djl:mnist".length()));
    }
  }

  @Test
  void whatWasDownloadedOnceNeedsNoNetwork() throws IOException {
    serveIdx("mnist", 4);
    assertThatThrownBy(() -> DjlImages.open(DjlSet.MNIST, repository(), true))
        .isInstanceOf(DataException.class)
        .hasMessageContainingAll("djl:mnist", "ai.djl.offline=false", "give their folder");
    assertThat(cache).isEmptyDirectory();
    open(DjlSet.MNIST).close();
    Files.move(server, temp.resolve("gone"));
    try (DjlImages source = DjlImages.open(DjlSet.MNIST, repository(), true)) {
      assertThat(source.folders(0)).containsExactly("4");
    }
  }

  @Test
  void aDownloadThatFailsIsTold() {
    assertThatThrownBy(() -> open(DjlSet.CIFAR10))
        .isInstanceOf(DataException.class)
        .hasMessageContainingAll("djl:cifar10", "metadata.json", "give their folder");
  }

  @Test
  void aDownloadOfOtherBytesIsRefused() throws IOException {
    serveIdx("mnist", 4);
    Path file = server.resolve("dataset/cv/ai/djl/basicdataset/mnist/1.0/train_labels.gz");
    Files.write(file, gzip(new byte[9]));
    assertThatThrownBy(() -> open(DjlSet.MNIST))
        .isInstanceOf(DataException.class)
        .hasMessageContainingAll("djl:mnist", "Checksum", "train_labels");
  }

  @Test
  void aLabelWithoutAClassIsRefused() throws IOException {
    serveIdx("mnist", 10);
    assertThatThrownBy(() -> open(DjlSet.MNIST))
        .isInstanceOf(DataException.class)
        .hasMessageContainingAll("djl:mnist", "a label is 10");
  }

  @Test
  void unknownSetsAreNamedWithTheKnown() {
    assertThatThrownBy(() -> ImageSource.open("djl:coco").close())
        .isInstanceOf(DataException.class)
        .hasMessageContainingAll("djl:coco", "djl:mnist, djl:fashion-mnist, djl:cifar10");
  }

  private PackedImages pack(ImageSource source, ImageShape shape) throws IOException {
    DataOptions options =
        AnyRecord.with(DataOptions.of(source.name()), "labels", DataOptions.FOLDERS);
    PackCache packs = new PackCache(temp.resolve("packs"), PackCache.USUAL_BYTES);
    return PackedImages.of(source, shape, options, packs, (done, total) -> {});
  }

  private static int level(int image, int i) {
    return (image * 71 + i * 7) & 0xFF;
  }

  /** Serves images with these labels: IDX, big-endian sizes before bytes. */
  private void serveIdx(String artifact, int... labels) throws IOException {
    ByteBuffer images = ByteBuffer.allocate(16 + labels.length * SIDE * SIDE);
    images.putInt(0x803).putInt(labels.length).putInt(SIDE).putInt(SIDE);
    ByteBuffer classes = ByteBuffer.allocate(8 + labels.length);
    classes.putInt(0x801).putInt(labels.length);
    for (int image = 0; image < labels.length; image++) {
      classes.put((byte) labels[image]);
      for (int i = 0; i < SIDE * SIDE; i++) {
        images.put((byte) level(image, i));
      }
    }
    serve(artifact, List.of("train_data", "train_labels"), images.array(), classes.array());
  }

  /** Serves compressed files, and the list of them that a repository has. */
  private void serve(String artifact, List<String> names, byte[]... files) throws IOException {
    Path folder = server.resolve("dataset/cv/ai/djl/basicdataset/" + artifact);
    StringBuilder list = new StringBuilder();
    for (int i = 0; i < files.length; i++) {
      byte[] packed = gzip(files[i]);
      TestImages.write(folder.resolve("1.0/" + names.get(i) + ".gz"), packed);
      list.append(i == 0 ? "" : ", ");
      list.append(
          "\"%s\": {\"uri\": \"1.0/%s.gz\", \"sha1Hash\": \"%s\", \"size\": %d}"
              .formatted(names.get(i), names.get(i), sha1(packed), packed.length));
    }
    Files.writeString(
        folder.resolve("metadata.json"),
        """
        {"metadataVersion": "0.2", "resourceType": "dataset", "application": "cv",
         "groupId": "ai.djl.basicdataset", "artifactId": "%s", "name": "%s",
         "artifacts": [{"version": "1.0", "snapshot": false, "files": {%s}}]}
        """
            .formatted(artifact, artifact, list));
  }

  private static byte[] gzip(byte[] bytes) throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
      gzip.write(bytes);
    }
    return packed.toByteArray();
  }

  private static String sha1(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-1").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java platform has SHA-1", e);
    }
  }
}
