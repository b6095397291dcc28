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
    assertThat(next.generate()).endsWith("organza generate --count 64");
    assertThat(next.resumeUntil("one", 12)).endsWith("organza resume one --kimg 12");
    assertThat(next.resumeFor("one", 600)).endsWith("organza resume one --minutes 600");
    folders.samples = Path.of("my samples");
    cache.cache = Path.of("kept");
    String samples = " --samples " + NextCommands.quoted("my samples");
    assertThat(next.generate()).endsWith("--count 64" + samples);
    assertThat(next.resumeUntil("one", 12)).endsWith(samples + " --cache kept");
    assertThat(next.resume("one", 2.0, 60)).endsWith(" --minutes 1.0" + samples + " --cache kept");
  }

  @Test
  void commandsComputeOnTheSameMachine() {
    MachineOptions machine = new MachineOptions();
    NextCommands next = new NextCommands(new FolderOptions(), new CacheOption(), machine);
    machine.device = new DeviceChoice("gpu1");
    machine.threads = 3;
    assertThat(next.resume("one", null, 0)).endsWith("resume one --device gpu1 --threads 3");
    assertThat(next.resumeUntil("one", 12)).endsWith("--kimg 12 --device gpu1 --threads 3");
  }

  @Test
  void bothShellsOfWindowsFindTheLauncher() {
    assertThat(NextCommands.launcher(true)).isEqualTo(".\\organza");
    assertThat(NextCommands.launcher(false)).isEqualTo("./organza");
  }

  @Test
  void aShellTakesAPathAsOneWord() {
    assertThat(NextCommands.quoted("a/b-1.c", false)).isEqualTo("a/b-1.c");
    assertThat(NextCommands.quoted("it's a $x", false)).isEqualTo("'it'\\''s a $x'");
    assertThat(NextCommands.quoted("C:\\a\\b", true)).isEqualTo("C:\\a\\b");
    assertThat(NextCommands.quoted("C:\\my runs", true)).isEqualTo("\"C:\\my runs\"");
  }
}
