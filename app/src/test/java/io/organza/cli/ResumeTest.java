package io.organza.cli;

import static io.organza.cli.Ran.organza;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.Device;
import com.fasterxml.jackson.databind.JsonNode;
import io.organza.GanConfig;
import io.organza.Preset;
import io.organza.checkpoint.Checkpoint;
import io.organza.checkpoint.CheckpointPaths;
import io.organza.checkpoint.RunLock;
import io.organza.data.DataOptions;
import io.organza.data.ImageSource;
import io.organza.file.Sha256;
import io.organza.record.RecordJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** What a run that goes on leaves alone, and what it says of one that is done. */
class ResumeTest {

  @TempDir Path root;

  private Workplace place;
  private String images;

  @BeforeEach
  void settle() {
    place = new Workplace(root);
    images = place.images(2).toString();
  }

  private Ran resume(String... args) {
    List<String> all = new ArrayList<>(List.of("resume"));
    all.addAll(List.of(args));
    all.addAll(List.of("--cache", place.folder("cache").toString()));
    all.addAll(place.folders());
    return organza(all.toArray(String[]::new));
  }

  @Test
  void aRunThatPassedItsGoalIsToldALengthThatWorks() {
    Ran.train(place, images, "--run", "timed", "--kimg", "0.016");
    resume("timed", "--minutes", "0.02");
    Ran done = resume("timed");
    assertThat(done.code()).as(done.err()).isZero();
    assertThat(done.err()).contains("timed is done, at kimg ").doesNotContain(" of 0.016");
    assertThat(done.out()).contains("resume timed --minutes 1");
  }

  @Test
  void aRunThatGoesOnSaysWhatIsAnotherThanBefore() throws IOException {
    Ran.train(place, images, "--run", "moved", "--kimg", "0.016");
    assertThat(resume("moved", "--kimg", "0.032", "--threads", "1").err())
        .contains("Done: kimg 0.032")
        .doesNotContain("the last bits may differ");
    Path state = place.latest("moved").resolve("state.json");
    Path sums = place.latest("moved").resolve("SHA256SUMS");
    String before = Sha256.of(state);
    String moved =
        Files.readString(state)
            .replaceFirst("(\"libtorch\"\\s*:\\s*)\"[^\"]*\"", "$1\"0.9\"")
            .replaceFirst("(\"model\"\\s*:\\s*)\"[^\"]*\"", "$1\"abacus\"");
    Files.writeString(state, moved);
    Files.writeString(sums, Files.readString(sums).replace(before, Sha256.of(state)));
    assertThat(resume("moved", "--kimg", "0.048", "--threads", "1").err())
        .containsPattern("Goes on with model .*, not abacus, libtorch .*, not 0.9: the last bits");
  }

  @Test
  void theSameCommandBeginsARunAndGoesOnWithIt() throws IOException {
    String[] command = {
      images, "--run", "queued", "--or-resume", "--gamma", "2", "--kimg", "0.016"
    };
    Ran begun = Ran.train(place, command);
    assertThat(begun.code()).as(begun.err()).isZero();
    assertThat(begun.err()).contains("Done: kimg 0.016");
    Ran again = Ran.train(place, command);
    assertThat(again.code()).as(again.err()).isZero();
    assertThat(again.err()).contains("queued is done, at kimg 0.016");

    command[command.length - 1] = "0.032";
    Ran longer = Ran.train(place, command);
    assertThat(longer.code()).as(longer.err()).isZero();
    assertThat(longer.err()).contains("from kimg 0.016").contains("Done: kimg 0.032");

    command[5] = "3";
    assertThat(Ran.train(place, command).err())
        .contains("--gamma: cannot change from 2 to 3: --or-resume goes on as the run was begun");
    assertThat(Ran.train(place, images, "--run", "queued", "--or-resume", "--minutes", "1").err())
        .contains("--gamma: ", "--minutes: cannot change from 0 to 1");
    String other = new Workplace(Files.createDirectory(place.folder("b"))).images(2).toString();
    assertThat(Ran.train(place, other, "--run", "queued", "--or-resume").err())
        .contains("DATA: cannot change from " + images + " to " + other);
    assertThat(Ran.train(place, images, "--or-resume").err()).contains("--or-resume: needs --run");
    assertThat(Ran.train(place, images, "--run", "a/../queued", "--or-resume").err())
        .contains("--run: must be letters");
    Files.createDirectories(place.folder("samples/empty"));
    assertThat(Ran.train(place, images, "--run", "empty", "--or-resume").err())
        .contains("--or-resume: ", "empty has no checkpoint to go on from");
  }

  @Test
  void theLengthMayBeAnotherInAFileToo() {
    String[] lengths = {"0.008", "0.016"};
    for (String kimg : lengths) {
      Path file =
          place.write(
              "length.json",
              """
              {"network": {"latentSize": 8, "generatorWidths": [8], "discriminatorWidths": [8]},
               "training": {"kimg": %s}}
              """
                  .formatted(kimg));
      List<String> command = new ArrayList<>(List.of("train", images, "--config", "" + file));
      command.addAll(List.of("--run", "filed", "--or-resume"));
      command.addAll(List.of("--cache", place.folder("cache").toString()));
      command.addAll(Ran.SMALL);
      command.addAll(place.folders());
      Ran ran = organza(command.toArray(String[]::new));
      assertThat(ran.code()).as(ran.err()).isZero();
      assertThat(ran.err()).contains("Done: kimg " + kimg);
    }
  }

  /** Of a run of kimgs the length decides how fast adaptive augmentation may rise, too. */
  @Test
  void aQueuedRunMayBecomeLongerAndIsDoneBySmallerLengths() {
    String[] command = {
      images, "--run", "long", "--or-resume", "--batch", "256", "--kimg", "4.096"
    };
    Ran begun = Ran.train(place, command);
    assertThat(begun.code()).as(begun.err()).isZero();
    command[command.length - 1] = "4.5";
    Ran longer = Ran.train(place, command);
    assertThat(longer.code()).as(longer.err()).isZero();
    assertThat(longer.err()).contains("from kimg 4.096").contains("Done: kimg 4.608");
    command[command.length - 1] = "4.2";
    Ran shorter = Ran.train(place, command);
    assertThat(shorter.code()).as(shorter.err()).isZero();
    assertThat(shorter.err()).contains("long is done, at kimg 4.608");
  }

  @Test
  void aRunThatWasInterruptedGoesOnByTheSameCommandAsIfItHadNotBeen() throws IOException {
    Ran.train(place, images, "--run", "whole", "--kimg", "0.032");
    Ran.train(place, images, "--run", "parts", "--kimg", "0.016");
    Ran rest = Ran.train(place, images, "--run", "parts", "--or-resume", "--kimg", "0.032");
    assertThat(rest.code()).as(rest.err()).isZero();
    assertThat(generator("parts")).hasSameBinaryContentAs(generator("whole"));
  }

  private Path generator(String run) throws IOException {
    return CheckpointPaths.directory(place.folder("checkpoints/" + run + "/latest"))
        .orElseThrow()
        .resolve("generator.safetensors");
  }

  @Test
  void aRunThatIsCountedInMinutesGoesOnForThoseThatAreLeft() throws IOException {
    Ran.train(place, images, "--run", "timed", "--minutes", "0.001");
    assertThat(minutes("timed")).isEqualTo(0.001);
    // As after a power cut five hours into ten, in two processes.
    Files.writeString(
        place.folder("samples/timed/stats.jsonl"),
        """
        {"images":1000,"seconds":60.0}
        {"images":900000,"seconds":17000.5}
        {"images":899000,"frechet":2.5}
        {"images":899000,"seconds":50.0}
        {"images":950000,"seconds":999.5}
        """);
    setMinutes("timed", 300.05);
    Ran ran = resume("timed");
    assertThat(ran.code()).as(ran.err()).isZero();
    assertThat(ran.err()).contains("; 0.05 minutes");
    assertThat(minutes("timed")).isEqualTo(300.05);

    Ran done = resume("timed");
    assertThat(done.err()).contains("timed is done, at kimg ", " after 5:00:03");
    assertThat(done.out()).contains("resume timed --minutes 301");
  }

  @Test
  void aLengthThatIsGivenIsTheRunsFromThenOn() throws IOException {
    Ran.train(place, images, "--run", "timed", "--kimg", "0.016");
    assertThat(minutes("timed")).isZero();
    Files.writeString(place.folder("samples/timed/stats.jsonl"), "{\"images\":16,\"seconds\":60}");
    assertThat(resume("timed", "--minutes", "0.001").code()).isZero();
    assertThat(minutes("timed")).isEqualTo(1.001);
    setMinutes("timed", 600);
    assertThat(resume("timed", "--kimg", "1").code()).isZero();
    assertThat(minutes("timed")).isZero();
  }

  @Test
  void aForkTakesTheMinutesOver() throws IOException {
    Ran.train(place, images, "--run", "timed", "--kimg", "0.016");
    setMinutes("timed", 0.002);
    Ran fork = resume("timed", "--fork", "other");
    assertThat(fork.code()).as(fork.err()).isZero();
    assertThat(fork.err()).contains("; 0.002 minutes");
    assertThat(minutes("other")).isEqualTo(0.002);
    assertThat(resume("timed", "--fork", "third", "--kimg", "0.008").code()).isZero();
    assertThat(minutes("third")).isZero();
  }

  private double minutes(String run) throws IOException {
    return RunSettings.read(place.folder("checkpoints/" + run)).minutes();
  }

  private void setMinutes(String run, double minutes) throws IOException {
    Path checkpoints = place.folder("checkpoints/" + run);
    RunSettings.read(checkpoints).lasting(minutes).write(checkpoints);
  }

  @Test
  void aCheckpointFromElsewhereLeavesTheSamplesOfAnotherRunAlone() throws IOException {
    Workplace other = new Workplace(Files.createDirectory(place.folder("other")));
    Ran.train(other, images, "--run", "same", "--kimg", "0.016");
    Path checkpoint = other.latest("same");
    Path mine = Files.createDirectories(place.folder("samples/same"));
    Ran refused = resume(checkpoint.toString(), "--kimg", "0.024");
    assertThat(refused.code()).isEqualTo(ExitCodes.USAGE);
    assertThat(refused.errors()).hasSize(1).first().asString().contains("--samples", "" + mine);
    assertThat(place.names("samples/same")).isEmpty();

    Files.delete(mine);
    Ran resumed = resume(checkpoint.toString(), "--kimg", "0.024");
    assertThat(resumed.code()).as(resumed.err()).isZero();
    assertThat(place.names("samples/same")).contains("log.txt");
  }

  @Test
  void theCommandsAfterARunFromElsewhereFindIt() throws IOException {
    Workplace other = new Workplace(Files.createDirectory(place.folder("my other")));
    Ran.train(other, images, "--run", "far", "--kimg", "0.016");
    String path = other.folder("checkpoints/far").toString();
    String option = "--checkpoints " + NextCommands.quoted("" + other.folder("checkpoints"));
    Ran done = resume(path);
    assertThat(done.out()).contains("resume far --kimg 1 ", option);
    Ran resumed = resume(path, "--kimg", "0.024");
    assertThat(resumed.out()).contains(" --count 64 ", option);
    Ran fork = resume(path, "--kimg", "0.032", "--fork", "near");
    assertThat(fork.out()).contains("--checkpoints " + place.folder("checkpoints"));
  }

  @Test
  void aRunThatIsBeingTrainedIsRefused() throws IOException {
    Ran.train(place, images, "--run", "taken", "--kimg", "0.016");
    RunLock lock = RunLock.acquire(place.folder("checkpoints/taken"));
    try {
      Ran refused = resume("taken", "--kimg", "0.024");
      assertThat(refused.code()).isEqualTo(ExitCodes.BAD_INPUT);
      assertThat(refused.err()).contains("taken: this run is being trained by another process");
    } finally {
      lock.close();
    }
    assertThat(inspect("" + place.latest("taken")).out()).contains("16 images");
  }

  /** Between the choice of the checkpoint and the lock there is time: images are decoded. */
  @Test
  void aCheckpointThatIsNoLongerTheLatestIsNotGoneOnFrom() throws IOException {
    Ran.train(place, images, "--run", "raced", "--kimg", "0.016");
    Checkpoint chosen = Checkpoint.open(place.latest("raced"));
    assertThat(resume("raced", "--kimg", "0.024").code()).isZero();
    Path saved = place.latest("raced");
    assertThatThrownBy(() -> goOn(chosen, Origin.Kind.RESUMED))
        .isInstanceOf(IOException.class)
        .hasMessage(saved + ": was saved by another process meanwhile; resume again");
    assertThat(place.latest("raced")).isEqualTo(saved);
    assertThat(goOn(chosen, Origin.Kind.REWOUND)).isZero();
    assertThat(place.latest("raced")).isNotEqualTo(saved);
    assertThat(goOn(Checkpoint.open(place.latest("raced")), Origin.Kind.RESUMED)).isZero();
  }

  /** Trains the run that a checkpoint is of, as a command does that chose it some time ago. */
  private int goOn(Checkpoint chosen, Origin.Kind kind) throws IOException {
    GanConfig config = chosen.config();
    FolderOptions folders = place.folderOptions();
    CacheOption cache = place.cacheOption();
    try (Console console = Console.unseen();
        ImageSource source = ImageSource.open(config.data())) {
      Datasets.Packed packed = Datasets.pack(source, config, cache.open(), console);
      TrainingPlan plan =
          new TrainingPlan(
              config,
              new Goal(0.04, null),
              RunSettings.DEFAULT,
              packed.training(),
              packed.holdout(),
              List.of(Device.cpu()),
              new Origin(chosen, kind, List.of()));
      NextCommands next = new NextCommands(folders, cache, new MachineOptions());
      return new TrainingSession(plan, () -> folders.run("raced"), next, cache.scores(), console)
          .run();
    }
  }

  @Test
  void aCheckpointWithForeignFilesIsNotDeleted() throws IOException {
    Ran.train(place, images, "--run", "mine", "--kimg", "0.032", "--checkpoint-every", "0.016");
    Path file = Files.writeString(place.latest("mine").resolve("notes.txt"), "mine");
    Ran ran = resume("mine", "--kimg", "0.04", "--checkpoint-every", "12", "--keep", "1");
    assertThat(ran.code()).as(ran.err()).isZero();
    assertThat(ran.err()).doesNotContain("CANNOT SAVE");
    assertThat(file).hasContent("mine");
    assertThat(inspect("" + place.latest("mine")).out()).contains("40 images");
  }

  @Test
  void whatMayNotChangeIsRefusedAllAtOnce() {
    Ran.train(place, images, "--run", "fixed", "--kimg", "0.016");
    Ran refused =
        resume(
            "fixed",
            "--kimg=1",
            "--resolution=16",
            "--gamma=3",
            "--seed=9",
            "--mirror",
            "--no-r2",
            "--fit=pad",
            "--threads=0");
    assertThat(refused.code()).isEqualTo(ExitCodes.USAGE);
    String size = "--resolution: cannot change from 8x8 to 16x16: networks have a fixed size";
    assertThat(refused.errors())
        .hasSize(7)
        .anyMatch(line -> line.endsWith(size))
        .anyMatch(line -> line.contains("--r2: cannot change from true to false"))
        .anyMatch(line -> line.contains("--gamma: ") && line.contains("--fork"))
        .anyMatch(line -> line.contains("--seed: cannot change from 0 to 9"))
        .anyMatch(line -> line.contains("--mirror: cannot change from false to true"))
        .anyMatch(line -> line.contains("--fit: cannot change from crop to pad"))
        .anyMatch(line -> line.contains("--threads: must be at least 1, got 0"));
    assertThat(resume("none", "--threads=0").err()).contains("--threads").doesNotContain("none");
    assertThat(inspect("" + place.latest("fixed")).out()).contains("16 images");
  }

  @Test
  void aLengthOfNothingIsToldOnce() {
    Ran.train(place, images, "--run", "short", "--kimg", "0.016");
    Ran refused = resume("short", "--kimg=-5");
    assertThat(refused.code()).isEqualTo(ExitCodes.USAGE);
    assertThat(refused.errors())
        .containsExactly("organza: --kimg: must be above 0 and finite, got -5.0");
  }

  @Test
  void aNewRateAndLambdaAreToldInTheHistory() {
    Ran.train(place, images, "--run", "slower", "--kimg", "0.016");
    Ran ran = resume("slower", "--kimg", "0.024", "--lr", "0.0001", "--l2", "0.5");
    assertThat(ran.code()).as(ran.err()).isZero();
    Ran inspected = inspect("" + place.latest("slower"));
    assertThat(inspected.out())
        .contains("history     changed loss.l2: 1e-5 to 0.5", "changed training.learningRate")
        .doesNotContain("changed training.kimg");
    // A factor is of what the run has.
    assertThat(resume("slower", "--kimg", "0.032", "--lr", "x0.5").code()).isZero();
    assertThat(inspect("" + place.latest("slower")).out())
        .contains("learningRate")
        .contains("5.0E-5");
  }

  @Test
  void checkpointsThatAreLeftBehindAreCounted() {
    Ran.train(place, images, "--run", "back", "--kimg", "0.032", "--checkpoint-every", "0.016");
    List<String> names =
        place.names("checkpoints/back").stream().filter(name -> name.startsWith("kimg")).toList();
    assertThat(names).hasSizeGreaterThanOrEqualTo(3);
    Ran ran = resume("back/" + names.get(0), "--kimg", "0.016");
    assertThat(ran.code()).as(ran.err()).isZero();
    assertThat(ran.err())
        .contains(
            "warning: leaves %d checkpoints of back behind, saved after kimg000000; with --fork"
                .formatted(names.size() - 1));
    assertThat(resume("back", "--kimg", "0.024").err()).doesNotContain("behind");
  }

  @Test
  void theFileThatNamesTheBestCheckpointStandsForIt() throws IOException {
    Ran.train(place, images, "--run", "good", "--kimg", "0.032", "--checkpoint-every", "0.016");
    Files.writeString(place.folder("checkpoints/good/best"), "kimg000000-2\n");
    Ran inspected = inspect("good/best");
    assertThat(inspected.code()).as(inspected.err()).isZero();
    assertThat(inspected.out()).contains("kimg000000-2, all checksums are right", "16 images");
    Ran ran = resume("good/best", "--kimg", "0.024");
    assertThat(ran.code()).as(ran.err()).isZero();
    assertThat(ran.err()).contains("leaves 1 checkpoint of good behind, saved after kimg000000-2");
    assertThat(resume("good/latest", "--kimg", "0.04").err()).doesNotContain("behind");
  }

  @Test
  void aPlaceOfImagesThatIsNoneIsNamedByItsOption() {
    Ran.train(place, images, "--run", "here", "--kimg", "0.016");
    Ran refused = resume("here", "--kimg", "0.024", "--data", "");
    assertThat(refused.code()).isEqualTo(ExitCodes.USAGE);
    assertThat(refused.errors())
        .containsExactly(
            "organza: --data: must be a folder, a zip or tar file or builtin:flowers, got nothing");
  }

  @Test
  void imagesThatMovedAreFound() throws IOException {
    Ran.train(place, images, "--run", "moving", "--kimg", "0.016");
    Path moved = Files.move(Path.of(images), place.folder("moved"));
    Ran ran = resume("moving", "--kimg", "0.024", "--data", moved.toString());
    assertThat(ran.code()).as(ran.err()).isZero();
    assertThat(resume("moving", "--kimg", "0.032").code()).isZero();
  }

  @Test
  void imagesAndTheFileOfTheirLabelsMayBothMove() throws IOException {
    String labels = place.write("old.csv", "0.png,a\nmore/1.png,b\n").toString();
    Ran.train(place, images, "--run", "moving", "--kimg", "0.016", "--labels", labels);
    String moved = Files.move(Path.of(images), place.folder("moved")).toString();
    String table = Files.move(Path.of(labels), place.folder("new.csv")).toString();
    Ran ran = resume("moving", "--kimg", "0.024", "--data", moved, "--labels", table);
    assertThat(ran.code()).as(ran.err()).isZero();
    for (String other : List.of("none", "folders")) {
      Ran refused = resume("moving", "--kimg", "0.032", "--labels", other);
      assertThat(refused.code()).isEqualTo(ExitCodes.USAGE);
      assertThat(refused.err()).contains("--labels: cannot change from " + table + " to " + other);
    }
    String others = place.write("others.csv", "0.png,b\nmore/1.png,a\n").toString();
    Ran refused = resume("moving", "--kimg", "0.032", "--labels", others);
    assertThat(refused.code()).isEqualTo(ExitCodes.BAD_INPUT);
    assertThat(refused.err())
        .contains("expected the images that the run began with", "2 images to train on, 0 left out")
        .contains("--fork NAME begins a run with them");
  }

  /** Whether by more memory, by rights, or because a network folder answers again. */
  @Test
  @DisabledOnOs(value = OS.WINDOWS, disabledReason = "packs are mapped there until the JVM ends")
  void aFileThatCanBeReadByNowIsOfRunsThatBegin() throws IOException {
    Path late = Path.of(images).resolve("2.png");
    byte[] whole = Files.readAllBytes(Path.of(images).resolve("0.png"));
    FileTime time = FileTime.fromMillis(1);
    Files.write(late, new byte[whole.length]);
    Files.setLastModifiedTime(late, time);
    Ran.train(place, images, "--run", "early", "--kimg", "0.008");
    Files.write(late, whole);
    Files.setLastModifiedTime(late, time);
    for (String kimg : List.of("0.016", "0.024")) {
      Ran resumed = resume("early", "--kimg", kimg);
      assertThat(resumed.code()).as(resumed.err()).isZero();
    }
    assertThat(Ran.train(place, images, "--run", "later", "--kimg", "0.008").err())
        .contains("later: 3 images of ");
    assertThat(resume("early", "--fork", "new", "--kimg", "0.032").err())
        .contains("new: 3 images of ");
  }

  @Test
  void aForkIsANewRunWithTheOldNetworks() throws IOException {
    Ran.train(place, images, "--run", "old", "--kimg", "0.032", "--augment", "none");
    Path others = new Workplace(Files.createDirectory(place.folder("other"))).images(5);
    Ran ran =
        resume("old", "--fork", "young", "--data", "" + others, "--kimg", "0.016", "--gamma", "3");
    assertThat(ran.code()).as(ran.err()).isZero();
    assertThat(ran.err()).contains("young: 5 images", "; augmented: translation");
    assertThat(place.names("samples/young")).contains("reals.png", "stats.jsonl");
    assertThat(inspect("" + place.latest("young")).out())
        .contains("6 steps, 16 images", "forked at image 32", "changed training.gamma")
        .contains("changed training.augment");
    for (String augment : List.of("none", "auto")) {
      Ran asked =
          resume(
              "old",
              "--fork=" + augment,
              "--data=" + others,
              "--kimg=0.008",
              "--augment=" + augment);
      assertThat(asked.code()).as(asked.err()).isZero();
      assertThat(asked.err().contains("augmented")).isEqualTo(augment.equals("auto"));
    }

    Ran fresh = resume("old", "--fork", "fresh", "--fresh-optimizers", "--minutes", "0.001");
    assertThat(fresh.code()).as(fresh.err()).isZero();
    assertThat(inspect("" + place.latest("fresh")).out()).contains("with fresh optimizers");
  }

  @Test
  void aForkCountsTheImagesOfItsClassesAnew() throws IOException {
    String labels = place.write("labels.csv", "0.png,a\nmore/1.png,b\n").toString();
    Ran.train(place, images, "--run", "old", "--kimg", "0.032", "--labels", labels);
    Ran fork = resume("old", "--fork", "young", "--kimg", "0.016");
    assertThat(fork.code()).as(fork.err()).isZero();
    assertThat(classImages("old")).isEqualTo(32);
    assertThat(classImages("young")).isEqualTo(16);
  }

  private long classImages(String run) throws IOException {
    Path state = place.latest(run).resolve("state.json");
    long sum = 0;
    for (JsonNode count : JsonFile.read(state).path("classImages")) {
      sum += count.longValue();
    }
    return sum;
  }

  @Test
  void whereAForkCannotWriteIsToldWithAllElse() {
    Ran.train(place, images, "--run", "old", "--kimg", "0.016");
    Path file = place.write("file", "in the way");
    Ran refused =
        organza(
            "resume",
            place.latest("old").toString(),
            "--fork=new",
            "--threads=0",
            "--samples=" + place.folder("samples"),
            "--checkpoints=" + file.resolve("checkpoints"));
    assertThat(refused.code()).isEqualTo(ExitCodes.USAGE);
    assertThat(refused.errors())
        .hasSize(2)
        .anyMatch(line -> line.contains("--checkpoints: cannot write into " + file))
        .anyMatch(line -> line.contains("--threads: "));
  }

  @Test
  void whatIsAutomaticIsForNewRunsButAllOfABatchAtOnceIsNot() throws IOException {
    Ran.train(place, images, "--preset=small", "--run=old", "--kimg=0.008", "--micro-batch=4");
    for (String option : List.of("--resolution", "--channels", "--batch", "--precision")) {
      for (String fork : List.of("--kimg=0.016", "--fork=new")) {
        Ran refused = resume("old", fork, option, "auto");
        assertThat(refused.code()).as(refused.err()).isEqualTo(ExitCodes.USAGE);
        assertThat(refused.errors())
            .containsExactly("organza: " + option + ": auto is for new runs; say what it is to be");
      }
    }
    Ran ran = resume("old", "--kimg", "0.016", "--micro-batch", "auto");
    assertThat(ran.code()).as(ran.err()).isZero();
    assertThat(Checkpoint.open(place.latest("old")).config().training().microBatch()).isZero();
  }

  @Test
  void aForkCannotChangeTheNetworkNorTakeAName() {
    Ran.train(place, images, "--run", "old", "--kimg", "0.016");
    Ran other = resume("old", "--fork", "bigger", "--resolution", "16");
    assertThat(other.code()).isEqualTo(ExitCodes.USAGE);
    assertThat(other.err()).contains("--resolution: cannot change").doesNotContain("--fork");
    assertThat(place.names("checkpoints")).doesNotContain("bigger");
    assertThat(resume("old", "--fork", "old").err()).contains("--fork: a run of this name exists");
    assertThat(resume("old", "--fresh-optimizers").err()).contains("needs --fork");
  }

  @Test
  void whatAnOptionChangesIsToldByIt() {
    JsonNode config = RecordJson.tree(Preset.TINY.config(DataOptions.of("any"), 8, 8, 3));
    String help = organza("resume", "--help").out();
    List<String> options = new ArrayList<>();
    for (String stage : List.of("network", "loss", "training", "data")) {
      for (Map.Entry<String, JsonNode> field : config.path(stage).properties()) {
        options.add(new ConfigChange(stage + "." + field.getKey(), "", "").option());
      }
    }
    assertThat(options)
        .contains("--resolution", "--lr", "--loss", "--penalty-every", "training.beta1")
        .filteredOn(option -> option.startsWith("--"))
        .hasSize(36)
        .allSatisfy(option -> assertThat(help.replace("[no-]", "")).contains(option));
    assertThat(new ConfigChange("seed", "0", "1").option()).isEqualTo("--seed");
  }

  private Ran inspect(String name) {
    List<String> all = new ArrayList<>(List.of("inspect", name));
    all.addAll(place.folders());
    return organza(all.toArray(String[]::new));
  }

  @Test
  void helpNamesWhatMayChange() {
    Map<String, String> options =
        Map.of(
            "training.kimg", "--kimg",
            "training.tickKimg", "--tick",
            "training.learningRate", "--lr",
            "training.generatorRate", "--generator-rate",
            "training.microBatch", "--micro-batch",
            "training.generatorDropout", "--generator-dropout",
            "loss.l2", "--l2",
            "loss.adaptiveL2", "--l2-bounds",
            "loss.l1", "--l1",
            "loss.l2Form", "--l2-form");
    JsonNode config = RecordJson.tree(Preset.TINY.config(DataOptions.of("any"), 8, 8, 3));
    List<String> allowed = new ArrayList<>();
    for (String stage : List.of("network", "loss", "training")) {
      config
          .path(stage)
          .fieldNames()
          .forEachRemaining(
              name -> {
                if (new ConfigChange(stage + "." + name, "", "").isAllowed()) {
                  allowed.add(stage + "." + name);
                }
              });
    }
    assertThat(allowed).containsExactlyInAnyOrderElementsOf(options.keySet());

    String help = organza("resume", "--help").out().replaceAll("\\s+", " ");
    List<String> named =
        Pattern.compile("\\(([^()]*) may change for any run\\)")
            .matcher(help)
            .results()
            .flatMap(heading -> Stream.of(heading.group(1).split(", | and ", -1)))
            .toList();
    assertThat(named).contains("--minutes").containsAll(options.values());
    assertThat(named).hasSize(1 + options.size());
  }
}
