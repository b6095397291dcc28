package io.organza;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.organza.augment.AugmentOptions;
import io.organza.augment.Transform;
import io.organza.data.DataOptions;
import io.organza.data.ImageSource;
import io.organza.data.PackCache;
import io.organza.data.PackedImages;
import io.organza.image.Background;
import io.organza.image.Fit;
import io.organza.image.ImageShape;
import io.organza.loss.AdaptiveL2;
import io.organza.loss.AdversarialLoss;
import io.organza.loss.Clipping;
import io.organza.loss.L2Form;
import io.organza.loss.LossOptions;
import io.organza.network.BlockShape;
import io.organza.network.NetworkFamily;
import io.organza.network.NetworkOptions;
import io.organza.random.Purpose;
import io.organza.random.RandomStream;
import io.organza.record.AnyRecord;
import io.organza.torch.Precision;
import io.organza.training.Recovery;
import io.organza.training.Schedule;
import io.organza.training.TrainingOptions;
import io.organza.training.TrainingState;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A training that was stopped, saved and resumed is the one that was not, to the last byte: after
 * the last step, in all tensors, the progress and each sheet of samples that came after the stop.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ExactResumeTest {

  /** Epochs are 2.5 steps long, ticks 3, penalties 4 apart, and sheets 5. */
  private static final int STEPS = 16;

  private static final int IMAGES = 10;
  private static final int BATCH = 4;
  private static final int SIDE = 8;
  private static final int CLASSES = 3;

  /** Each pair of networks and precision is stopped at 20 steps, 4 for each of the losses. */
  private static final int STOPS = 4;

  private static final NetworkOptions BASIC =
      network(NetworkFamily.RESIDUAL, List.of(8, 8), BlockShape.BASIC);

  private static final NetworkOptions BOTTLENECK =
      network(NetworkFamily.RESIDUAL, List.of(8, 8), BlockShape.BOTTLENECK);

  private static final NetworkOptions STRIDED =
      network(NetworkFamily.STRIDED, List.of(8), BlockShape.BASIC);

  private static final NetworkOptions DCGAN =
      network(NetworkFamily.DCGAN, List.of(8), BlockShape.BASIC);

  private PackedImages images;

  private static NetworkOptions network(
      NetworkFamily family, List<Integer> widths, BlockShape shape) {
    return new NetworkOptions(
        family,
        SIDE,
        SIDE,
        3,
        4,
        widths,
        widths,
        1,
        shape,
        4,
        0,
        false,
        0,
        family == NetworkFamily.STRIDED);
  }

  private static NetworkOptions conditional(NetworkOptions o) {
    return new NetworkOptions(
        o.family(),
        o.height(),
        o.width(),
        o.channels(),
        o.latentSize(),
        o.generatorWidths(),
        o.discriminatorWidths(),
        o.blocksPerStage(),
        o.blockShape(),
        o.groupSize(),
        CLASSES,
        false,
        0,
        o.modulated());
  }

  @BeforeAll
  void packImages(@TempDir Path temp) throws IOException {
    Path folder = Files.createDirectory(temp.resolve("in"));
    for (int i = 0; i < IMAGES; i++) {
      RandomStream random = RandomStream.of(1, Purpose.PICTURE, i);
      BufferedImage image = new BufferedImage(SIDE, SIDE, BufferedImage.TYPE_INT_RGB);
      for (int pixel = 0; pixel < SIDE * SIDE; pixel++) {
        image.setRGB(pixel % SIDE, pixel / SIDE, (int) random.nextLong() & 0xFFFFFF);
      }
      ImageIO.write(image, "png", folder.resolve(i + ".png").toFile());
    }
    try (ImageSource source = ImageSource.open(folder.toString())) {
      images =
          PackedImages.of(
              source,
              new ImageShape(3, SIDE, SIDE),
              DataOptions.of("photos"),
              new PackCache(temp.resolve("cache"), PackCache.USUAL_BYTES),
              (done, total) -> {});
    }
  }

  private static List<Arguments> trainings() {
    RandomStream random = RandomStream.of(8, Purpose.PICTURE, 0);
    List<Arguments> trainings = new ArrayList<>();
    for (NetworkOptions network : List.of(BASIC, BOTTLENECK, STRIDED, DCGAN)) {
      for (Precision precision : Precision.values()) {
        for (AdversarialLoss loss : AdversarialLoss.values()) {
          trainings.add(arguments(network, precision, loss, drawStops(random)));
        }
      }
    }
    return trainings;
  }

  private static Set<Integer> drawStops(RandomStream random) {
    Set<Integer> stops = new TreeSet<>();
    while (stops.size() < STOPS) {
      stops.add(1 + (int) (random.nextDouble() * (STEPS - 1)));
    }
    return stops;
  }

  @ParameterizedTest
  @MethodSource("trainings")
  void aStopLeavesNoTrace(
      NetworkOptions network,
      Precision precision,
      AdversarialLoss loss,
      Set<Integer> stops,
      @TempDir Path temp)
      throws IOException {
    assertExact(config(network, precision, loss), stops, state -> false, temp);
  }

  private static List<Arguments> conditionalTrainings() {
    RandomStream random = RandomStream.of(8, Purpose.PICTURE, 1);
    List<Arguments> trainings = new ArrayList<>();
    for (NetworkOptions network : List.of(BASIC, BOTTLENECK, STRIDED, DCGAN)) {
      for (Precision precision : Precision.values()) {
        trainings.add(arguments(conditional(network), precision, drawStops(random)));
      }
    }
    return trainings;
  }

  @ParameterizedTest
  @MethodSource("conditionalTrainings")
  void aStopLeavesNoTraceWithClassesEither(
      NetworkOptions network, Precision precision, Set<Integer> stops, @TempDir Path temp)
      throws IOException {
    GanConfig config = config(network, precision, AdversarialLoss.RELATIVISTIC);
    assertExact(config, stops, state -> false, temp);
  }

  /** Goes back from step 7 to 6 and from step 11 to 9. */
  @ParameterizedTest
  @EnumSource(Precision.class)
  void aStopBeforeOrAfterARecoveryLeavesNoTrace(Precision precision, @TempDir Path temp)
      throws IOException {
    RecordedRun run =
        assertExact(
            config(DCGAN, precision, AdversarialLoss.RELATIVISTIC),
            Set.of(3, 6, 7, 8, 9, 10, 11, 12),
            state ->
                state.progress().recoveries().count() < 2
                    && state.steps() == 7 + 4L * state.progress().recoveries().count(),
            temp);
    assertThat(run.recoveries()).extracting(Recovery::backTo).containsExactly(24L, 36L);
  }

  /** The adaptive probability goes up and down by a twelfth at each step. */
  @ParameterizedTest
  @EnumSource(Precision.class)
  void aStopLeavesNoTraceWithAugmentationEither(Precision precision, @TempDir Path temp)
      throws IOException {
    for (boolean adaptive : new boolean[] {false, true}) {
      AugmentOptions augment =
          new AugmentOptions(List.of(Transform.values()), adaptive, -0.75, 0.8, 0.048);
      GanConfig plain = config(BASIC, precision, AdversarialLoss.RELATIVISTIC);
      GanConfig config =
          AnyRecord.with(plain, "training", AnyRecord.with(plain.training(), "augment", augment));
      RecordedRun run =
          assertExact(
              config, Set.of(1, 6, 7, 13), state -> false, temp.resolve("adaptive" + adaptive));
      assertThat(run.augmentProbabilities()).hasSizeGreaterThan(adaptive ? 3 : 0);
    }
  }

  @ParameterizedTest
  @EnumSource(Precision.class)
  void aStopLeavesNoTraceWithNoiseAndDropoutEither(Precision precision, @TempDir Path temp)
      throws IOException {
    for (NetworkOptions network : List.of(BASIC, BOTTLENECK, STRIDED, DCGAN)) {
      GanConfig plain =
          config(
              AnyRecord.with(network, "generatorNoise", true),
              precision,
              AdversarialLoss.RELATIVISTIC);
      GanConfig config =
          AnyRecord.with(
              plain, "training", AnyRecord.with(plain.training(), "generatorDropout", 0.3));
      Path folder = temp.resolve(network.family() + "-" + network.blockShape());
      assertExact(config, Set.of(2, 7, 13), state -> false, folder);
    }
  }

  /** Lambda moves by half a decade at each tick. */
  @ParameterizedTest
  @EnumSource(Precision.class)
  void aStopLeavesNoTraceWithAnAdaptiveLambdaEither(Precision precision, @TempDir Path temp)
      throws IOException {
    AdaptiveL2 adaptive = new AdaptiveL2(true, 1e-6, 1e-2, 0, 0.024);
    GanConfig plain = config(BASIC, precision, AdversarialLoss.RELATIVISTIC);
    GanConfig config =
        AnyRecord.with(plain, "loss", AnyRecord.with(plain.loss(), "adaptiveL2", adaptive));
    RecordedRun run = assertExact(config, Set.of(1, 3, 7, 12, 14), state -> false, temp);
    assertThat(run.l2Decades()).hasSizeGreaterThan(2);
  }

  private static GanConfig config(
      NetworkOptions network, Precision precision, AdversarialLoss loss) {
    return new GanConfig(
        7,
        new DataOptions(
            "photos",
            Fit.CROP,
            Background.WHITE,
            true,
            DataOptions.NO_LABELS,
            List.of(),
            false,
            0,
            0,
            0,
            false,
            1,
            1),
        network,
        new LossOptions(
            loss, 0.5, 4, true, 1e-4, 1e-6, L2Form.SUM, AdaptiveL2.NONE, Clipping.NORM, 1),
        new TrainingOptions(
            STEPS * BATCH / 1000.0,
            BATCH,
            precision,
            new Schedule(1e-3, 1e-4, 0.08),
            2,
            0.5,
            new Schedule(0.9, 0.99, 0.06),
            new Schedule(1, 0.1, 0.05),
            new Schedule(0.01, 0.05, 0.05),
            0.012,
            AugmentOptions.NONE,
            0,
            0));
  }

  /** Trains at once, then again from each of the stops to the end. */
  private RecordedRun assertExact(
      GanConfig config, Set<Integer> stops, Predicate<TrainingState> fails, Path temp)
      throws IOException {
    RecordedRun whole = new RecordedRun(config, images, fails, temp.resolve("whole"));
    whole.train(stops, null);
    for (int stop : stops) {
      RecordedRun resumed = new RecordedRun(config, images, fails, temp.resolve("from" + stop));
      resumed.train(Set.of(), whole.checkpoint(stop));
      assertThat(resumed.end()).as("stopped after step %d", stop).isEqualTo(whole.end());
      assertThat(resumed.ticks()).isEqualTo(whole.ticks().subList(stop / 3, whole.ticks().size()));
      assertSameSheets(resumed.samples(), whole.samples());
    }
    return whole;
  }

  private static void assertSameSheets(Path some, Path all) throws IOException {
    try (Stream<Path> sheets = Files.list(some)) {
      assertThat(sheets)
          .isNotEmpty()
          .allSatisfy(
              sheet -> assertThat(sheet).hasSameBinaryContentAs(all.resolve(sheet.getFileName())));
    }
  }
}
