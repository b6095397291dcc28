package io.organza.cli;

import static io.organza.cli.Ran.organza;
import static org.assertj.core.api.Assertions.assertThat;

import io.organza.GanConfig;
import io.organza.augment.AugmentOptions;
import io.organza.augment.Transform;
import io.organza.image.Fit;
import io.organza.training.Schedule;
import io.organza.training.TrainingOptions;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Images of many kinds, from the options of {@code train} to what {@code generate} makes. */
class DataOptionsTest {

  @TempDir Path root;

  private Workplace place;

  @BeforeEach
  void settle() {
    place = new Workplace(root);
  }

  private Path images(int type, int width, int height) throws IOException {
    Path folder = Files.createDirectories(place.folder("kind"));
    for (int i = 0; i < 6; i++) {
      BufferedImage image = new BufferedImage(width, height, type);
      image.setRGB(i, i, 0xFFFF8000 + i);
      ImageIO.write(image, "png", folder.resolve(i + ".png").toFile());
    }
    return folder;
  }

  /** A dry run measures the speed of training, which takes seconds where images are large. */
  private static GanConfig dryRunOfSmallImages(String... args) {
    List<String> all = new ArrayList<>(List.of(args));
    all.addAll(List.of("--resolution", "8"));
    return dryRun(all.toArray(String[]::new));
  }

  private static GanConfig dryRun(String... args) {
    List<String> all = new ArrayList<>(List.of("train", "--dry-run", "--device", "cpu"));
    all.addAll(List.of("--precision", "fp32"));
    all.addAll(List.of(args));
    Ran ran = organza(all.toArray(String[]::new));
    assertThat(ran.code()).as(ran.err()).isZero();
    return GanConfig.fromJson(ran.out());
  }

  /** The batch is the preset's whatever the machine: it decides what a run learns. */
  @Test
  void anAutomaticBatchIsThePresets() {
    GanConfig config =
        dryRunOfSmallImages(
            "--preset", "small", "--batch", "auto", "--threads", "auto", "--micro-batch", "8");
    assertThat(config.training().batch()).isEqualTo(32);
    assertThat(config.training().microBatch()).isEqualTo(8);
    assertThat(dryRunOfSmallImages("--micro-batch", "auto").training().microBatch()).isZero();
  }

  /** A plain number stays; a factor keeps how the preset, or the file over it, changes. */
  @Test
  void aFactorKeepsTheWayOfASchedule() {
    TrainingOptions preset = dryRunOfSmallImages().training();
    TrainingOptions scaled =
        dryRunOfSmallImages("--gamma", "x2", "--lr", "x0.5", "--ema", "x4").training();
    assertThat(scaled.gamma()).isEqualTo(scaled(preset.gamma(), 2));
    assertThat(scaled.learningRate()).isEqualTo(scaled(preset.learningRate(), 0.5));
    assertThat(scaled.emaKimg()).isEqualTo(scaled(preset.emaKimg(), 4));
    assertThat(preset.learningRate().afterKimg()).isEqualTo(150);
    assertThat(dryRunOfSmallImages("--gamma", "2").training().gamma())
        .isEqualTo(Schedule.constant(2));
    String file =
        place.write("g.json", "{\"training\": {\"gamma\": {\"from\": 3, \"to\": 1}}}").toString();
    Schedule gamma = dryRunOfSmallImages("--config", file, "--gamma", "x0.5").training().gamma();
    assertThat(gamma).isEqualTo(new Schedule(1.5, 0.5, preset.gamma().overKimg()));
  }

  /** By the option as by a file, which has the last word. */
  @Test
  void thePresetIsAnotherWithLabels() {
    Schedule usual = dryRunOfSmallImages().training().gamma();
    GanConfig labelled = dryRunOfSmallImages("--labels", "folders", "--gamma", "x3");
    assertThat(labelled.network().modulated()).isTrue();
    assertThat(labelled.training().gamma()).isEqualTo(scaled(usual, 1.5));
    String file = place.write("l.json", "{\"data\": {\"labels\": \"folders\"}}").toString();
    assertThat(dryRunOfSmallImages("--config", file, "--gamma", "x3")).isEqualTo(labelled);
    assertThat(dryRunOfSmallImages("--config", file, "--labels", "none").network().modulated())
        .isFalse();
    String plain = place.write("p.json", "{\"network\": {\"modulated\": false}}").toString();
    assertThat(dryRunOfSmallImages("--config", plain, "--labels", "folders").network().modulated())
        .isFalse();
  }

  private static Schedule scaled(Schedule schedule, double factor) {
    return new Schedule(
        factor * schedule.from(),
        factor * schedule.to(),
        schedule.afterKimg(),
        schedule.overKimg());
  }

  @Test
  void batchNormalisationTakesTheBatchAsAWhole() {
    Ran ran = organza("train", "--dry-run", "--preset", "dcgan", "--micro-batch", "8");
    assertThat(ran.code()).isEqualTo(ExitCodes.USAGE);
    assertThat(ran.err())
        .contains("--micro-batch: must be 0 for networks with batch normalisation")
        .contains("got 8");
  }

  @Test
  void whatIsAutomaticFollowsTheImages() throws IOException {
    String grey = images(BufferedImage.TYPE_BYTE_GRAY, 28, 28).toString();
    GanConfig config = dryRun(grey, "--channels", "auto", "--resolution", "auto");
    assertThat(config.network().channels()).isEqualTo(1);
    assertThat(config.network().width()).isEqualTo(28);
    assertThat(config.network().height()).isEqualTo(28);
  }

  @Test
  void greyImagesAreTrainedAsGreyUnlessTheFileOrTheOptionSaysOtherwise() throws IOException {
    String grey = images(BufferedImage.TYPE_BYTE_GRAY, 9, 9).toString();
    assertThat(Ran.train(place, grey, "--run", "grey", "--kimg", "0.008").err()).contains("8x8x1");
    assertThat(Ran.train(place, grey, "--run", "again", "--kimg", "0.008").err()).contains("8x8x1");
    String file = place.write("rgb.json", "{\"network\": {\"channels\": 3}}").toString();
    String[] small = {grey, "--resolution", "8", "--config", file};
    assertThat(dryRun(small).network().channels()).isEqualTo(3);
    assertThat(dryRun(grey, "--resolution=8", "--channels=RGB").network().channels()).isEqualTo(3);
    assertThat(dryRun(grey, "--resolution=8", "--channels=gray").network().channels()).isEqualTo(1);
    assertThat(dryRun(grey, "--resolution", "8", "--channels", "rgba").network().channels())
        .isEqualTo(4);
    String colour = images(BufferedImage.TYPE_INT_RGB, 9, 9).toString();
    assertThat(Ran.train(place, colour, "--run", "rgb", "--kimg", "0.008").err()).contains("8x8x3");
  }

  @Test
  void theOptionsReachTheConfiguration() throws IOException {
    String colour = images(BufferedImage.TYPE_INT_RGB, 16, 16).toString();
    GanConfig config =
        dryRun(
            colour,
            "--fit",
            "pad",
            "--background",
            "#102030",
            "--holdout",
            "5%",
            "--subset",
            "1",
            "--max-pixels",
            "9999",
            "--strict");
    assertThat(config.data().fit()).isEqualTo(Fit.PAD);
    assertThat(config.data().background().green()).isEqualTo(0x20);
    assertThat(config.data().holdout()).isEqualTo(5);
    assertThat(config.data().subset()).isEqualTo(1);
    assertThat(config.data().maxPixels()).isEqualTo(9999);
    assertThat(config.data().strict()).isTrue();
  }

  @Test
  void aSwitchOfTheFileIsTurnedOff() throws IOException {
    String colour = images(BufferedImage.TYPE_INT_RGB, 16, 16).toString();
    String file =
        place
            .write(
                "on.json",
                "{\"data\": {\"mirror\": true, \"strict\": true}, \"loss\": {\"r2\": true}}")
            .toString();
    GanConfig on = dryRunOfSmallImages(colour, "--config", file);
    assertThat(on.data().mirror() && on.data().strict() && on.loss().r2()).isTrue();
    GanConfig off =
        dryRunOfSmallImages(colour, "--config", file, "--no-mirror", "--no-strict", "--no-r2");
    assertThat(off.data().mirror() || off.data().strict() || off.loss().r2()).isFalse();
    assertThat(dryRunOfSmallImages(colour, "--mirror").data().mirror()).isTrue();
  }

  /** A short run's ramp is a quarter of it. */
  @Test
  void augmentationIsWhatIsAskedForOrWhatSoManyImagesNeed() throws IOException {
    String colour = images(BufferedImage.TYPE_INT_RGB, 16, 16).toString();
    List<Transform> all = List.of(Transform.COLOR, Transform.TRANSLATION, Transform.CUTOUT);
    GanConfig plain = dryRunOfSmallImages(colour, "--augment", "none");
    assertThat(plain.training().augment().transforms()).isEmpty();
    GanConfig few = dryRunOfSmallImages(colour, "--augment", "auto");
    assertThat(few.training().augment().transforms()).containsExactly(Transform.TRANSLATION);
    assertThat(few.training().augment().adaptive()).isFalse();
    assertThat(dryRunOfSmallImages(colour)).isEqualTo(few);
    AugmentChoice auto = AugmentChoice.parse("auto");
    assertThat(auto.settle(plain, 999)).isEqualTo(few);
    assertThat(auto.settle(plain, 1000)).isEqualTo(plain);
    Path file = place.write("none.json", "{\"training\": {\"augment\": {\"transforms\": []}}}");
    assertThat(dryRunOfSmallImages(colour, "--config", file.toString())).isEqualTo(plain);
    GanConfig some = dryRunOfSmallImages(colour, "--augment", "cutout,color");
    assertThat(some.training().augment().transforms())
        .containsExactly(Transform.CUTOUT, Transform.COLOR);
    AugmentOptions ada =
        dryRunOfSmallImages(colour, "--augment", "ada", "--kimg", "40").training().augment();
    assertThat(ada).isEqualTo(new AugmentOptions(all, true, 0.6, 0.8, 10));
  }

  @Test
  void aHoldOutIsComparedWithAtEachTick() throws IOException {
    String[] args = {place.images(12).toString(), "--kimg", "0.48", "--tick", "0.08"};
    assertThat(gaps("none", args)).hasSize(6).containsOnly("null");
    List<String> all = new ArrayList<>(List.of(args));
    all.addAll(List.of("--holdout", "50%"));
    assertThat(gaps("half", all.toArray(String[]::new)))
        .hasSize(6)
        .anyMatch(gap -> !gap.equals("null"));
  }

  @Test
  void aRunOfASubsetSaysHowManyImagesItHas() {
    String images = place.images(9).toString();
    Ran ran = Ran.train(place, images, "--run", "some", "--kimg", "0.008", "--subset", "4");
    assertThat(ran.code()).as(ran.err()).isZero();
    assertThat(ran.err()).contains("some: 4 images of ");
    Ran more = Ran.train(place, images, "--run", "more", "--kimg", "0.008", "--subset", "10");
    assertThat(more.code()).isEqualTo(3);
    assertThat(more.err()).contains("a subset of 10 images: there are only 9 that can be");
    Ran negative = Ran.train(place, images, "--run", "less", "--subset", "-1");
    assertThat(negative.code()).isEqualTo(2);
    assertThat(negative.err()).contains("--subset: must be at least 0 (all), got -1");
  }

  @Test
  void aHoldOutOfNoImagesIsWarnedOf() {
    String images = place.images(2).toString();
    Ran ran =
        Ran.train(
            place,
            images,
            "--kimg",
            "0.008",
            "--holdout",
            "0.01%",
            "--subset",
            "1",
            "--run",
            "few");
    assertThat(ran.code()).as(ran.err()).isZero();
    assertThat(ran.err()).contains("warning: --holdout: 0.01% of 2 images are none");
  }

  /** Trains, and returns what the ticks say of the gap. */
  private List<String> gaps(String run, String... args) throws IOException {
    List<String> all = new ArrayList<>(List.of("--run", run));
    all.addAll(List.of(args));
    Ran trained = Ran.train(place, all.toArray(String[]::new));
    assertThat(trained.code()).as(trained.err()).isZero();
    return Files.readAllLines(place.folder("samples/" + run + "/stats.jsonl")).stream()
        .map(line -> line.replaceAll(".*\"gap\":([^,}]*).*", "$1"))
        .toList();
  }

  @Test
  void aRunThatGoesOnKeepsItsAugmentation() throws IOException {
    String colour = images(BufferedImage.TYPE_INT_RGB, 16, 16).toString();
    Ran trained = Ran.train(place, colour, "--run", "a", "--kimg", "0.008", "--augment", "ada");
    assertThat(trained.code()).as(trained.err()).isZero();
    assertThat(inPlace("resume", "a", "--kimg", "0.012", "--cache", "" + place.folder("cache")))
        .isZero();
    for (String other : List.of("cutout", "auto")) {
      List<String> args = new ArrayList<>(List.of("resume", "a", "--augment", other));
      args.addAll(place.folders());
      Ran refused = organza(args.toArray(String[]::new));
      assertThat(refused.code()).isEqualTo(ExitCodes.USAGE);
      assertThat(refused.err()).contains("augment");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "grey, 28x28, 10, 28, 28",
    "rgba, 48x32, 6, 48, 32",
    "rgb, 40x64, 5, 40, 64",
  })
  void eachModeAndSizeIsTrainedResumedAndGenerated(
      String channels, String resolution, int type, int width, int height) throws IOException {
    String images = images(type == 6 ? BufferedImage.TYPE_INT_ARGB : type, 64, 64).toString();
    List<String> args = new ArrayList<>(List.of("train", images, "--channels", channels));
    args.addAll(List.of("--resolution", resolution, "--kimg", "0.008", "--batch", "4"));
    args.addAll(List.of("--precision", "fp32", "--device", "cpu", "--run", "kind"));
    args.addAll(List.of("--cache", place.folder("cache").toString()));
    args.addAll(place.folders());
    Ran trained = organza(args.toArray(String[]::new));
    assertThat(trained.code()).as(trained.err()).isZero();

    assertThat(inPlace("resume", "kind", "--kimg", "0.012", "--cache", "" + place.folder("cache")))
        .isZero();
    assertThat(inPlace("generate", "kind", "--count", "1", "--out", "" + place.folder("out")))
        .isZero();
    BufferedImage made = ImageIO.read(place.folder("out/seed000000.png").toFile());
    assertThat(made.getWidth()).isEqualTo(width);
    assertThat(made.getHeight()).isEqualTo(height);
    assertThat(made.getColorModel().hasAlpha()).isEqualTo(channels.equals("rgba"));
    assertThat(made.getRaster().getNumBands())
        .isEqualTo(channels.equals("grey") ? 1 : channels.equals("rgba") ? 4 : 3);
  }

  private int inPlace(String... args) {
    List<String> all = new ArrayList<>(List.of(args));
    all.addAll(place.folders());
    Ran ran = organza(all.toArray(String[]::new));
    assertThat(ran.code()).as(ran.err()).isZero();
    return ran.code();
  }

  @Test
  void classesAreLearnedShownAndGenerated() throws IOException {
    for (String name : List.of("cats", "dogs and more")) {
      Path folder = Files.createDirectories(place.folder("pets/" + name));
      for (int i = 0; i < 5; i++) {
        BufferedImage image = new BufferedImage(9, 9, BufferedImage.TYPE_INT_RGB);
        image.setRGB(i, i, name.hashCode());
        ImageIO.write(image, "png", folder.resolve(i + ".png").toFile());
      }
    }
    String images = place.folder("pets").toString();
    Ran trained =
        Ran.train(place, images, "--labels", "folders", "--run", "pets", "--kimg", "0.016");
    assertThat(trained.code()).as(trained.err()).isZero();
    for (String sheet : List.of("reals.png", "fakes000000.png")) {
      BufferedImage rows = ImageIO.read(place.folder("samples/pets/" + sheet).toFile());
      assertThat(rows.getHeight()).as(sheet).isLessThan(rows.getWidth() / 3);
    }
    inPlace("resume", "pets", "--kimg", "0.024", "--cache", "" + place.folder("cache"));
    assertThat(inPlace("generate", "pets", "--count", "2", "--class", "cats")).isZero();
    List<String> args = new ArrayList<>(List.of("generate", "pets", "--class", "horses"));
    args.addAll(place.folders());
    Ran unknown = organza(args.toArray(String[]::new));
    assertThat(unknown.code()).isEqualTo(ExitCodes.USAGE);
    assertThat(unknown.err()).contains("--class: the run knows cats, dogs and more, got horses");
  }

  @Test
  void strictTrainingRefusesAFileThatCannotBeRead() throws IOException {
    Path images = images(BufferedImage.TYPE_INT_RGB, 16, 16);
    Files.writeString(images.resolve("broken.png"), "no image");
    Ran ran = Ran.train(place, images.toString(), "--strict", "--kimg", "0.008");
    assertThat(ran.code()).isEqualTo(ExitCodes.BAD_INPUT);
    assertThat(ran.errors()).hasSize(1).first().asString().contains("broken.png");
    assertThat(place.names("checkpoints")).isEmpty();
  }

  @Test
  void imagesWithoutALabelAreLeftOutAndNotCalledUnreadable() {
    String images = place.images(3).toString();
    String labels = place.write("labels.csv", "0.png,a\nmore/1.png,b\n").toString();
    Ran ran = Ran.train(place, images, "--labels", labels, "--kimg", "0.008");
    assertThat(ran.code()).as(ran.err()).isZero();
    assertThat(ran.errors())
        .containsSequence("Cannot use, and leave out, 1 file:", "  2.png: it has no label");
  }

  @Test
  void aCacheThatIsNoFolderIsNamed() {
    Path file = place.write("file", "in the way");
    for (String action : List.of("list", "clear")) {
      Ran refused = organza("cache", action, "--cache", file.toString());
      assertThat(refused.code()).isEqualTo(ExitCodes.USAGE);
      assertThat(refused.errors())
          .containsExactly("organza: --cache: cannot write into " + file + ": is not a folder");
    }
  }

  /** Windows deletes nothing that is mapped into memory, as this process' own packs are. */
  @Test
  void theCacheIsListedAndClearedAndWhatStaysIsTold() throws IOException {
    String images = images(BufferedImage.TYPE_INT_RGB, 16, 16).toString();
    Ran.train(place, images, "--kimg", "0.008");
    String cache = place.folder("cache").toString();
    assertThat(organza("cache", "--cache", cache).out())
        .containsPattern("6 images at 8x8x3, used \\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}Z ");
    Ran cleared = organza("cache", "clear", "--cache", cache);
    boolean stays = OS.current() == OS.WINDOWS;
    assertThat(cleared.out()).contains("Deleted ");
    assertThat(cleared.err().contains(" stay in " + cache)).isEqualTo(stays);
    String left = organza("cache", "list", "--cache", cache).out();
    assertThat(left.contains("images at")).isEqualTo(stays);
  }
}
