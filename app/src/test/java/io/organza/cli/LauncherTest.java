package io.organza.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/**
 * When the launcher builds, in a project of its own whose build and Java only tell of themselves.
 */
@DisabledOnOs(OS.WINDOWS)
class LauncherTest {

  /** What is done in a build takes longer than the clock of the file system needs to move on. */
  private static final String BUILD =
      """
      #!/bin/sh
      echo "built $*" >>builds
      sleep 0.1
      [ ! -f edit ] || { echo edited >app/src/main/A.java; rm edit; }
      [ ! -f fail ] || { rm fail; exit 1; }
      sleep 0.1
      case $* in *clean*) rm -r app/target; mkdir app/target ;; esac
      echo jar >app/target/organza.jar
      [ ! -d app/target/lib ] || echo core >app/target/lib/gan-core-1.jar
      """;

  private static final String JAVA =
      """
      #!/bin/sh
      if [ "$1" = -version ]; then echo 'openjdk version "17.0.1"' >&2; else echo "ran $*"; fi
      """;

  @TempDir Path home;
  private String said = "";

  @BeforeEach
  void settle() throws IOException {
    for (String folder : List.of("gan-core/src/main", "app/src/main", "bin")) {
      Files.createDirectories(home.resolve(folder));
    }
    for (String file :
        List.of("pom.xml", "gan-core/pom.xml", "app/pom.xml", "app/src/main/A.java")) {
      Files.createFile(home.resolve(file));
    }
    script("organza", Files.readString(Path.of("..", "organza")));
    script("mvnw", BUILD);
    script("bin/java", JAVA);
  }

  private void script(String name, String text) throws IOException {
    Path file = Files.writeString(home.resolve(name), text);
    assertThat(file.toFile().setExecutable(true)).isTrue();
  }

  private Process start(String... environment) throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(home.resolve("organza").toString(), "train").redirectErrorStream(true);
    builder.environment().remove("ORGANZA_MAVEN_ARGS");
    builder.environment().put("JAVA_HOME", home.toString());
    for (String variable : environment) {
      builder.environment().put("ORGANZA_MAVEN_ARGS", variable);
    }
    return builder.start();
  }

  /** Runs the launcher, and returns how often it has built so far. */
  private int builds(String... environment) throws IOException, InterruptedException {
    Process process = start(environment);
    said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    boolean failed = process.waitFor() != 0;
    assertThat(said).contains(failed ? "the build failed" : "organza.jar train");
    assertThat(said.contains("-Dorganza.launcher=" + home.resolve("organza"))).isEqualTo(!failed);
    return Files.readAllLines(home.resolve("builds")).size();
  }

  @Test
  void itBuildsOnceUntilSomethingChanges() throws Exception {
    assertThat(builds()).isEqualTo(1);
    assertThat(builds()).isEqualTo(1);
    Thread.sleep(100);
    Files.writeString(home.resolve("app/src/main/A.java"), "changed");
    assertThat(builds()).isEqualTo(2);
    assertThat(builds()).isEqualTo(2);
  }

  @Test
  void whatIsEditedDuringABuildIsBuiltNext() throws Exception {
    Files.createFile(home.resolve("edit"));
    assertThat(builds()).isEqualTo(1);
    assertThat(builds()).isEqualTo(2);
    assertThat(builds()).isEqualTo(2);
  }

  @Test
  void theArgumentsOfTheLastBuildAreKept() throws Exception {
    assertThat(builds("-Pcuda")).isEqualTo(1);
    assertThat(said).contains("CUDA is a download of 2.5 GB");
    assertThat(builds()).isEqualTo(1);
    Files.createFile(home.resolve("fail"));
    Thread.sleep(100);
    Files.writeString(home.resolve("pom.xml"), "changed");
    assertThat(builds()).isEqualTo(2);
    assertThat(builds()).isEqualTo(3);
    assertThat(Files.readAllLines(home.resolve("builds")))
        .allMatch(line -> line.contains("-Pcuda"));
    assertThat(builds("")).isEqualTo(4);
    assertThat(said).doesNotContain("CUDA");
    assertThat(builds()).isEqualTo(4);
    assertThat(builds("-Pcuda-download")).isEqualTo(5);
    assertThat(said).contains("CUDA, gigabytes, is downloaded once at the first start");
  }

  @Test
  void theJarOfAnotherBuildIsReplaced() throws Exception {
    assertThat(builds()).isEqualTo(1);
    Thread.sleep(100);
    Files.writeString(home.resolve("app/target/organza.jar"), "another");
    assertThat(builds()).isEqualTo(2);
    assertThat(builds()).isEqualTo(2);
  }

  @Test
  void whoRunsKeepsTheJarsThatItBeganWith() throws Exception {
    assertThat(builds()).isEqualTo(1);
    Thread.sleep(100);
    Path jar = Files.writeString(home.resolve("app/target/organza.jar"), "old");
    Files.createDirectories(home.resolve("app/target/lib"));
    Path core = Files.writeString(home.resolve("app/target/lib/gan-core-1.jar"), "old");
    Path other = Files.writeString(home.resolve("app/target/lib/other-1.jar"), "kept");
    try (InputStream running = Files.newInputStream(jar);
        InputStream library = Files.newInputStream(core)) {
      assertThat(builds()).isEqualTo(2);
      assertThat(said).contains("it changed since the last time");
      assertThat(running).hasContent("old");
      assertThat(library).hasContent("old");
    }
    assertThat(jar).hasContent("jar");
    assertThat(core).hasContent("core");
    assertThat(other).exists();
  }

  @Test
  void aBuildMayDeleteWhatWasThere() throws Exception {
    assertThat(builds("clean")).isEqualTo(1);
    assertThat(builds()).isEqualTo(1);
  }

  @Test
  void ofTwoThatBeginTogetherOneBuilds() throws Exception {
    Process other = start("-Pcuda");
    while (!Files.exists(home.resolve("builds"))) {
      Thread.sleep(10);
    }
    assertThat(builds()).isEqualTo(1);
    assertThat(said).contains("waits for another build");
    assertThat(other.waitFor()).isZero();
    assertThat(home.resolve("app/target/building")).doesNotExist();
  }

  @Test
  void aBuildThatWasKilledIsNotInTheWay() throws Exception {
    Process ended = new ProcessBuilder("true").start();
    ended.waitFor();
    Files.createDirectories(home.resolve("app/target"));
    for (String holder : List.of(ended.pid() + "\n", "")) {
      Files.writeString(home.resolve("app/target/building"), holder);
      Files.deleteIfExists(home.resolve("app/target/organza.jar"));
      builds();
      assertThat(home.resolve("app/target/building")).doesNotExist();
    }
  }
}
