package io.organza.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class NextCommandsTest {

  @Test
  void commandsLeadToTheSameFolders() {
    FolderOptions folders = new FolderOptions();
    CacheOption cache = new CacheOption();
    MachineOptions machine = new MachineOptions();
    NextCommands next = new NextCommands(folders, cache, machine);
    RunDirectory run = folders.run("one");
    assertThat(next.generate(run)).endsWith("organza generate one --count 64");
    assertThat(next.generateBest(run)).endsWith("organza generate one/best --count 64");
    assertThat(next.resumeUntil(run, 12)).endsWith("organza resume one --kimg 12");
    assertThat(next.resumeFor(run, 600)).endsWith("organza resume one --minutes 600");
    folders.samples = Path.of("my samples");
    cache.cache = Path.of("kept");
    String samples = " --samples " + NextCommands.quoted("my samples");
    assertThat(next.generate(run)).endsWith("--count 64" + samples);
    assertThat(next.generateBest(folders.run("my one")))
        .endsWith("generate " + NextCommands.quoted("my one/best") + " --count 64" + samples);
    assertThat(next.resumeUntil(run, 12)).endsWith(samples + " --cache kept");
    assertThat(next.resume(run)).endsWith("organza resume one" + samples + " --cache kept");
  }

  @Test
  void commandsComputeOnTheSameMachine() {
    FolderOptions folders = new FolderOptions();
    MachineOptions machine = new MachineOptions();
    NextCommands next = new NextCommands(folders, new CacheOption(), machine);
    RunDirectory run = folders.run("one");
    machine.device = new DeviceChoice("gpu1");
    machine.threads = 3;
    assertThat(next.resume(run)).endsWith("resume one --device gpu1 --threads 3");
    assertThat(next.resumeUntil(run, 12)).endsWith("--kimg 12 --device gpu1 --threads 3");
  }

  @Test
  void commandsLeadToARunInAnotherFolder() {
    FolderOptions folders = new FolderOptions();
    assertThat(folders.arguments(folders.run("one"))).isEmpty();
    assertThat(folders.arguments(at("checkpoints/../checkpoints/one"))).isEmpty();
    assertThat(folders.arguments(at("one"))).isEqualTo(" --checkpoints .");
    assertThat(folders.arguments(at("../kept/one")))
        .isEqualTo(" --checkpoints " + Path.of("../kept"));
    assertThat(folders.arguments(at("my runs/one")))
        .isEqualTo(" --checkpoints " + NextCommands.quoted("my runs"));
    folders.checkpoints = Path.of("kept");
    assertThat(folders.arguments(at("kept/one"))).isEqualTo(" --checkpoints kept");
    assertThat(folders.arguments(at("checkpoints/one"))).isEmpty();
  }

  private static RunDirectory at(String checkpoints) {
    return new RunDirectory("one", Path.of("samples/one"), Path.of(checkpoints));
  }

  @Test
  void bothShellsOfWindowsFindTheLauncher() {
    assertThat(NextCommands.launcher(true)).isEqualTo(".\\organza");
    assertThat(NextCommands.launcher(false)).isEqualTo("./organza");
  }

  @Test
  void theNextCommandIsCalledAsThisOneWas() {
    System.setProperty("organza.launcher", "../my tools/organza");
    try {
      assertThat(NextCommands.launcher())
          .isEqualTo(NextCommands.quoted("../my tools/organza"))
          .contains("../my tools/organza");
    } finally {
      System.clearProperty("organza.launcher");
    }
  }

  @Test
  void aShellTakesAPathAsOneWord() {
    assertThat(NextCommands.quoted("a/b-1.c", false)).isEqualTo("a/b-1.c");
    assertThat(NextCommands.quoted("it's a $x", false)).isEqualTo("'it'\\''s a $x'");
    assertThat(NextCommands.quoted("C:\\a\\b", true)).isEqualTo("C:\\a\\b");
    assertThat(NextCommands.quoted("C:\\my runs", true)).isEqualTo("\"C:\\my runs\"");
  }
}
