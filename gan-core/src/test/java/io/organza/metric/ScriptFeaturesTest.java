package io.organza.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.organza.image.ImageShape;
import io.organza.image.Pixels;
import io.organza.torch.ScriptModule;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** By TorchScript files of the tests' own, whose features are computed again in Java. */
class ScriptFeaturesTest {

  private static final ImageShape COLOURED = new ImageShape(3, 4, 5);
  private static final ImageShape GREY = new ImageShape(1, 4, 5);

  /** The mean of each channel. */
  private static final String MEANS =
      "x: Tensor) -> Tensor:\n    return torch.mean(torch.to(x, 6), [2, 3])";

  /** The means times a matrix, or without the flag, that of the whole. */
  private static final String FLAGGED =
      """
      img: Tensor, fast: bool=False, return_features: bool=False, bias: bool=False) -> Tensor:
          means = torch.mean(torch.to(img, 6), [2, 3])
          if return_features:
            y = torch.linear(means, self.matrix)
          else:
            y = torch.sum(means)
          if fast:
            y = torch.neg(y)
          return y\
      """;

  @TempDir Path folder;

  private final NDManager manager = NDManager.newBaseManager("PyTorch");

  @AfterEach
  void close() {
    manager.close();
  }

  @Test
  void bytesAreTheLevels() throws IOException {
    assertMeans(FeatureProtocol.BYTES, 255);
  }

  @Test
  void unitIsFromNoughtToOne() throws IOException {
    assertMeans(FeatureProtocol.UNIT, 1);
  }

  @Test
  void signedIsFromMinusOneToOne() throws IOException {
    byte[][] levels = levels(GREY, 3);
    try (ScriptFeatures features = open(MEANS, FeatureProtocol.SIGNED, GREY)) {
      float[] values = features.of(ImageSet.of(levels, GREY)).values();
      for (int i = 0; i < 3; i++) {
        double mean = 0;
        for (byte level : levels[i]) {
          mean += Pixels.toFloat(level) / 20.0;
        }
        for (int channel = 0; channel < 3; channel++) {
          assertThat(values[3 * i + channel]).isCloseTo((float) mean, within(1e-6f));
        }
      }
    }
  }

  private void assertMeans(FeatureProtocol protocol, double white) throws IOException {
    byte[][] levels = levels(COLOURED, 200); // more than one pass
    try (ScriptFeatures features = open(MEANS, protocol, COLOURED)) {
      Features found = features.of(ImageSet.of(levels, COLOURED));
      assertThat(found.count()).isEqualTo(200);
      assertThat(found.size()).isEqualTo(3);
      for (int i = 0; i < 600; i++) {
        double expected = mean(levels[i / 3], i % 3) / 255 * white;
        assertThat(found.values()[i]).isCloseTo((float) expected, within((float) (1e-5 * white)));
      }
    }
  }

  @Test
  void theFlagOfNvidiasFilesIsFoundAndSet() throws Exception {
    byte[][] levels = levels(COLOURED, 2);
    try (ScriptFeatures features = open(FLAGGED, null, COLOURED)) {
      float[] values = features.of(ImageSet.of(levels, COLOURED)).values();
      for (int i = 0; i < 2; i++) {
        double[] means = {mean(levels[i], 0), mean(levels[i], 1), mean(levels[i], 2)};
        // The matrix is 0 1 2 / 3 4 5.
        assertThat(values[2 * i]).isCloseTo((float) (means[1] + 2 * means[2]), within(1e-3f));
        assertThat(values[2 * i + 1])
            .isCloseTo((float) (3 * means[0] + 4 * means[1] + 5 * means[2]), within(1e-3f));
      }
      byte[] hash =
          MessageDigest.getInstance("SHA-256")
              .digest(Files.readAllBytes(folder.resolve("features.pt")));
      assertThat(features.hash()).isEqualTo(HexFormat.of().formatHex(hash));
      assertThat(features.protocol()).isEqualTo("nvidia");
      assertThat(features.name()).contains("nvidia", "SHA-256 " + features.hash());
    }
  }

  @Test
  void aTupleOfOneIsTaken() throws IOException {
    String tuple = "x: Tensor) -> Tuple[Tensor]:\n    return (torch.mean(torch.to(x, 6), [2, 3]),)";
    try (ScriptFeatures features = open(tuple, FeatureProtocol.BYTES, COLOURED)) {
      assertThat(features.of(ImageSet.of(levels(COLOURED, 1), COLOURED)).size()).isEqualTo(3);
    }
  }

  @Test
  void whatIsOfNoUseIsNamed() throws IOException {
    assertRefused(MEANS, null, COLOURED, "forward(Tensor x) does not tell what images");
    assertRefused(MEANS, FeatureProtocol.NVIDIA, COLOURED, "has no return_features");
    assertRefused(
        MEANS, FeatureProtocol.BYTES, new ImageShape(4, 4, 4), "without alpha, got 4x4x4");
    String body = "x: Tensor) -> Tensor:\n    return ";
    assertRefused(body + "torch.sum(x)", FeatureProtocol.UNIT, COLOURED, "returns () for 1");
    assertRefused(body + "torch.relu(x)", FeatureProtocol.UNIT, COLOURED, "returns (1, 3, 4, 5)");
    assertRefused(
        body + "torch.log(torch.mean(x, [2, 3]))", FeatureProtocol.SIGNED, COLOURED, "not finite");
    assertRefused(
        body + "torch.reshape(x, [7, 7])",
        FeatureProtocol.UNIT,
        COLOURED,
        "cannot be run: shape '[7, 7]' is invalid");
    assertRefused(
        "x: Tensor) -> int:\n    return torch.len(x)", FeatureProtocol.UNIT, COLOURED, "not a te");
    assertRefused(
        "x: Tensor) -> Tuple[Tensor, Tensor]:\n    return (x, x)",
        FeatureProtocol.UNIT,
        COLOURED,
        "returns 2 tensors");
    Path text = Files.writeString(folder.resolve("text.pt"), "hello");
    assertThatThrownBy(() -> ScriptFeatures.of(text, null, COLOURED, Device.cpu()))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("text.pt: is not TorchScript");
  }

  private void assertRefused(
      String forward, @Nullable FeatureProtocol protocol, ImageShape shape, String part) {
    assertThatThrownBy(() -> open(forward, protocol, shape).close())
        .isInstanceOf(IOException.class)
        .hasMessageContaining("features.pt: ")
        .hasMessageContaining(part);
  }

  /** Writes and opens a module whose function begins with the given parameters. */
  private ScriptFeatures open(String forward, @Nullable FeatureProtocol protocol, ImageShape shape)
      throws IOException {
    String code =
        """
        class Net(Module):
          __parameters__ = []
          __buffers__ = ["matrix", ]
          training : bool
          matrix : Tensor
          def forward(self: __torch__.Net, %s
        """
            .formatted(forward);
    TreeMap<String, NDArray> buffers = new TreeMap<>();
    buffers.put("matrix", manager.arange(6f).reshape(new Shape(2, 3)));
    Path file = folder.resolve("features.pt");
    try (FileChannel out =
        FileChannel.open(
            file,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.WRITE)) {
      new ScriptModule("Net", code, buffers, Map.of()).write(out);
    }
    return ScriptFeatures.of(file, protocol, shape, Device.cpu());
  }

  /** Returns images of random levels, (H, W, C). */
  private static byte[][] levels(ImageShape shape, int count) {
    Random random = new Random(7);
    byte[][] levels = new byte[count][shape.size()];
    for (byte[] image : levels) {
      random.nextBytes(image);
    }
    return levels;
  }

  /** Returns the mean of a channel of an image of {@link #COLOURED}. */
  private static double mean(byte[] levels, int channel) {
    double sum = 0;
    for (int i = channel; i < levels.length; i += 3) {
      sum += levels[i] & 0xFF;
    }
    return sum / 20;
  }
}
