package io.organza.torch;

import ai.djl.ndarray.NDArray;
import java.io.IOException;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.SortedMap;
import java.util.zip.ZipEntry;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipArchiveOutputStream;

/**
 * A TorchScript module: code and tensors that make one file, which PyTorch loads by itself.
 *
 * <p>The file is a zip of uncompressed entries: the code, the tensors' values, and two pickles, of
 * the constants, of which there are none, and of the module.
 *
 * @param type the name of the class that the code defines
 * @param code serialized TorchScript, the syntax of {@code operations.py}
 * @param buffers the tensors, float32, by the names of the class's attributes
 * @param extras texts that go along, by name
 */
public record ScriptModule(
    String type, String code, SortedMap<String, NDArray> buffers, Map<String, String> extras) {

  /** PyTorch maps values into memory where they begin at a multiple of this. */
  private static final int ALIGNMENT = 64;

  /** The first version of the format that all of PyTorch's current releases read. */
  private static final String VERSION = "3\n";

  /** Writes the file, and leaves the channel open; the same module gives the same bytes. */
  public void write(SeekableByteChannel channel) throws IOException {
    ZipArchiveOutputStream zip = new ZipArchiveOutputStream(channel);
    zip.setMethod(ZipEntry.STORED);
    put(zip, "version", VERSION);
    put(zip, "byteorder", "little");
    put(zip, "constants.pkl", new ModulePickle().emptyTuple());
    put(zip, "code/__torch__.py", code);
    put(zip, "data.pkl", new ModulePickle().module(type, buffers));
    int index = 0;
    for (NDArray buffer : buffers.values()) {
      put(zip, "data/" + index++, buffer.toByteArray());
    }
    for (Map.Entry<String, String> extra : extras.entrySet()) {
      put(zip, "extra/" + extra.getKey(), extra.getValue());
    }
    zip.finish();
  }

  private void put(ZipArchiveOutputStream zip, String name, String text) throws IOException {
    put(zip, name, text.getBytes(StandardCharsets.UTF_8));
  }

  private void put(ZipArchiveOutputStream zip, String name, byte[] content) throws IOException {
    ZipArchiveEntry entry = new ZipArchiveEntry(type + "/" + name);
    entry.setTime(0);
    entry.setSize(content.length);
    entry.setAlignment(ALIGNMENT);
    zip.putArchiveEntry(entry);
    zip.write(content);
    zip.closeArchiveEntry();
  }
}
