package io.organza.checkpoint;

import ai.djl.ndarray.NDArray;
import io.organza.GanConfig;
import io.organza.file.Directories;
import io.organza.file.Sha256;
import io.organza.record.RecordJson;
import io.organza.training.TrainingState;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** The writing of one checkpoint's files into a new directory, each one synced and summed. */
final class CheckpointWriter {

  static final String CONFIG_FILE = "config.json";

  private static final Set<String> FILES =
      Set.of(CONFIG_FILE, CheckpointState.FILE, Checksums.FILE);

  private final Path directory;
  private final SortedMap<String, String> sums = new TreeMap<>();

  private CheckpointWriter(Path directory) {
    this.directory = directory;
  }

  static void write(Path directory, GanConfig config, CheckpointState progress, TrainingState state)
      throws IOException {
    Files.createDirectory(directory);
    CheckpointWriter writer = new CheckpointWriter(directory);
    writer.write(CONFIG_FILE, config.toJson());
    writer.write(CheckpointState.FILE, RecordJson.write(progress));
    for (Map.Entry<String, SortedMap<String, NDArray>> group :
        TensorGroups.of(state.tensors()).entrySet()) {
      writer.write(
          TensorGroups.file(group.getKey()),
          out -> SafetensorsFile.write(group.getValue(), Map.of(), out));
    }
    writer.write(Checksums.FILE, new Checksums(writer.sums).text());
    Directories.sync(directory);
  }

  /** Returns whether a path may be a file that this class wrote. */
  static boolean isOwn(Path path) {
    String name = path.getFileName().toString();
    return RegularFiles.isFile(path) && (FILES.contains(name) || TensorGroups.isFile(name));
  }

  private void write(String name, String text) throws IOException {
    write(name, out -> out.write(text.getBytes(StandardCharsets.UTF_8)));
  }

  private void write(String name, Content content) throws IOException {
    MessageDigest digest = Sha256.digest();
    try (FileChannel channel =
            FileChannel.open(
                directory.resolve(name), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        OutputStream out = new DigestOutputStream(Channels.newOutputStream(channel), digest)) {
      content.writeTo(out);
      channel.force(true);
    }
    sums.put(name, Sha256.hex(digest));
  }

  /** What a file is filled with. */
  @FunctionalInterface
  private interface Content {
    void writeTo(OutputStream out) throws IOException;
  }
}
