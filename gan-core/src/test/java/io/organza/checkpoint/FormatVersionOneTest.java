package io.organza.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.organza.augment.AugmentOptions;
import io.organza.loss.AdaptiveL2;
import io.organza.training.TrainingState;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/**
 * Reads the checkpoint in the test resources, which is of the format's first version and is never
 * made anew: whoever has such a checkpoint must be able to read it with any later Organza.
 */
class FormatVersionOneTest {

  @Test
  void staysReadable() throws Exception {
    Checkpoint checkpoint = Checkpoint.open(directory());
    assertThat(checkpoint.steps()).isEqualTo(1234);
    assertThat(checkpoint.images()).isEqualTo(12_345);
    assertThat(checkpoint.savedAt()).isEqualTo(Instant.parse("2026-05-01T12:00:00Z"));
    assertThat(checkpoint.config().seed()).isEqualTo(7);
    assertThat(checkpoint.config().data().source()).isEqualTo("builtin:flowers");
    assertThat(checkpoint.config().training().batch()).isEqualTo(32);
    assertThat(checkpoint.config().network().classes()).as("a key of later versions").isZero();
    assertThat(checkpoint.config().training().augment()).isEqualTo(AugmentOptions.NONE);
    assertThat(checkpoint.config().loss().adaptiveL2()).isEqualTo(AdaptiveL2.NONE);
    assertThat(checkpoint.config().problems()).isEmpty();
    assertThat(checkpoint.provenance())
        .isEqualTo(
            new Provenance(
                "0123abcd",
                Map.of("organza", "0.1", "djl", "0.35.1"),
                Map.of("threads", "2", "device", "cpu"),
                List.of("began", "resumed")));
    assertThat(checkpoint.tensors())
        .hasSize(8)
        .element(1)
        .satisfies(
            tensor -> {
              assertThat(tensor.group()).isEqualTo("discriminator");
              assertThat(tensor.name()).isEqualTo("stem.basis");
              assertThat(tensor.shape()).isEqualTo(new Shape(2, 1, 2, 2));
              // The square root of 25 + 36 + ... + 144.
              assertThat(tensor.norm()).isCloseTo(Math.sqrt(620), within(1e-9));
            });
  }

  @Test
  void itsValuesCanBeRestored() throws Exception {
    try (NDManager manager = NDManager.newBaseManager()) {
      TrainingState state = CheckpointFixture.state(manager, 0, -1);
      Checkpoint.open(directory()).restore(state);
      assertThat(state.images()).isEqualTo(12_345);
      assertThat(state.progress().augmentProbability()).as("a key of later versions").isZero();
      assertThat(state.progress().l2Decades()).as("a key of later versions").isZero();
      assertThat(state.progress().classImages()).as("a key of later versions").isEmpty();
      NDArray image = Objects.requireNonNull(state.tensors().get("ema/to.image"));
      assertThat(image.toFloatArray()).containsExactly(5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16);
    }
  }

  private static Path directory() throws URISyntaxException {
    URL url = FormatVersionOneTest.class.getResource("version-1/kimg000012");
    return Path.of(Objects.requireNonNull(url).toURI());
  }
}
