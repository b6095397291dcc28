package io.organza.cli;

import io.organza.torch.ScriptModule;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import javax.imageio.ImageIO;

/** A folder with images to train on, where runs may be kept. */
record Workplace(Path root) {

  Path folder(String name) {
    return root.resolve(name);
  }

  List<String> folders() {
    return List.of(
        "--samples",
        folder("samples").toString(),
        "--checkpoints",
        folder("checkpoints").toString());
  }

  /** Returns the same as commands have them once they were read. */
  FolderOptions folderOptions() {
    FolderOptions folders = new FolderOptions();
    folders.samples = folder("samples");
    folders.checkpoints = folder("checkpoints");
    return folders;
  }

  /** Returns the folder for decoded images as commands have it. */
  CacheOption cacheOption() {
    CacheOption cache = new CacheOption();
    cache.cache = folder("cache");
    return cache;
  }

  /** Draws images of several sizes and returns their folder. */
  Path images(int count) {
    Path folder = folder("pictures");
    try {
      Files.createDirectories(folder.resolve("more"));
      for (int i = 0; i < count; i++) {
        BufferedImage image = new BufferedImage(10 + i, 12, BufferedImage.TYPE_INT_RGB);
        Graphics2D canvas = image.createGraphics();
        canvas.setColor(new Color(20 * i % 256, 90, 255 - 20 * i % 256));
        canvas.fillRect(2, 2, 5, 8);
        canvas.dispose();
        Path file = folder.resolve((i % 2 == 0 ? "" : "more/") + i + ".png");
        ImageIO.write(image, "png", file.toFile());
      }
      return folder;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns a file that makes the networks narrow. */
  Path narrow() {
    return write(
        "narrow.json",
        """
        {"network": {"latentSize": 8, "generatorWidths": [8], "discriminatorWidths": [8]}}
        """);
  }

  Path write(String name, String text) {
    try {
      return Files.writeString(folder(name), text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Writes a TorchScript module that returns an expression of images x. */
  Path script(String name, String expression) {
    String code =
        """
        class Net(Module):
          __parameters__ = []
          __buffers__ = []
          training : bool
          def forward(self: __torch__.Net, x: Tensor) -> Tensor:
            return %s
        """
            .formatted(expression);
    try (FileChannel out =
        FileChannel.open(folder(name), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      new ScriptModule("Net", code, new TreeMap<>(), Map.of()).write(out);
      return folder(name);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns the folder of the checkpoint that a run saved last. */
  Path latest(String run) {
    Path checkpoints = folder("checkpoints/" + run);
    try {
      return checkpoints.resolve(Files.readString(checkpoints.resolve("latest")).strip());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns the names of what is in a folder, sorted; nothing if there is no folder. */
  List<String> names(String folder) {
    if (!Files.isDirectory(folder(folder))) {
      return List.of();
    }
    try (Stream<Path> entries = Files.list(folder(folder))) {
      return entries.map(entry -> entry.getFileName().toString()).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
