package io.organza.cli;

import static io.organza.cli.Ran.organza;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
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
    assertThat(done.out()).contains("resume timed --kimg ");
  }

  @Test
  void aCheckpointFromElsewhereLeavesTheSamplesOfAnotherRunAlone() throws IOException {
    Workplace other = new Workplace(Files.createDirectory(place.folder("other")));
    Ran.train(other, images, "--run", "same", "--kimg", "0.016");
    Path checkpoint = other.folder("checkpoints/same/kimg000000");
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
  void anOldCheckpointWithSomethingElseInItStays() throws IOException {
    Ran.train(place, images, "--run", "stuck", "--kimg", "0.032", "--checkpoint-every", "0.016");
    Path file = place.folder("checkpoints/stuck/kimg000000/config.json");
    Files.delete(file);
    Files.createDirectories(file.resolve("full"));
    Ran ran = resume("stuck", "--kimg", "0.04", "--checkpoint-every", "12", "--keep", "1");
    assertThat(ran.code()).as(ran.err()).isZero();
    assertThat(ran.err()).doesNotContain("warning");
    assertThat(file.resolve("full")).exists();
    assertThat(place.folder("checkpoints/stuck/latest")).content().contains("kimg000000-3");
  }
}
