package io.organza.export;

import io.organza.checkpoint.SafetensorsFile;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.Map;

/** The generator's tensors alone; what runs them is a network of the same options. */
final class SafetensorsTarget implements Target {

  @Override
  public void write(NetworkFunction generator, Map<String, String> metadata, FileChannel out)
      throws IOException {
    SafetensorsFile.write(generator.tensors(), metadata, Channels.newOutputStream(out));
  }

  @Override
  public PixelValues values() {
    return PixelValues.UNIT;
  }

  @Override
  public ImageFunction load(Path file, NetworkFunction generator) throws IOException {
    NetworkFunction copy = new NetworkFunction(generator.options());
    try (SafetensorsFile tensors = SafetensorsFile.open(file)) {
      tensors.readInto(copy.tensors());
      return copy;
    } catch (IOException | RuntimeException e) {
      copy.close();
      throw e;
    }
  }
}
