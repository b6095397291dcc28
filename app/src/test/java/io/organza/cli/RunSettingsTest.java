package io.organza.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunSettingsTest {

  private static final RunSettings OWN = new RunSettings(1.5, 3, 7, 0, 48, 600);

  @TempDir Path folder;

  @Test
  void whatIsWrittenIsRead() throws IOException {
    assertThat(RunSettings.read(folder)).isEqualTo(RunSettings.DEFAULT);
    OWN.write(folder);
    assertThat(RunSettings.read(folder)).isEqualTo(OWN);
    Files.writeString(folder.resolve("run.json"), "{\"keep\": 9}");
    assertThat(RunSettings.read(folder)).isEqualTo(new RunSettings(12, 12, 9, 24, 0, 0));
  }

  @Test
  void aFileThatIsCutAnywhereIsRefused() throws IOException {
    OWN.write(folder);
    Path file = folder.resolve("run.json");
    String whole = Files.readString(file).strip();
    for (int length = 0; length < whole.length(); length++) {
      Files.writeString(file, whole.substring(0, length));
      assertThatThrownBy(() -> RunSettings.read(folder))
          .isInstanceOf(IOException.class)
          .hasMessageStartingWith(file + ": ")
          .hasMessageContaining("deleted");
    }
  }

  @Test
  void aFileThatIsNoTextIsNamed() throws IOException {
    Path file = Files.write(folder.resolve("run.json"), new byte[] {'{', (byte) 0xb1, '}'});
    assertThatThrownBy(() -> RunSettings.read(folder))
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith(file + ": it is not UTF-8");
  }

  @Test
  void theFileIsReplacedAndNotWrittenOver() throws IOException {
    RunSettings.DEFAULT.write(folder);
    Path file = folder.resolve("run.json");
    Path before = Files.createLink(folder.resolve("before"), file);
    Files.writeString(folder.resolve(".run.json.1a2b3c4d.partial"), "{");
    OWN.write(folder);
    assertThat(RunSettings.read(folder)).isEqualTo(OWN);
    assertThat(Files.readString(before)).contains("\"keep\": 5");
    assertThat(folder.toFile().list()).containsExactlyInAnyOrder("run.json", "before");
  }
}
