package io.organza.cli;

import io.organza.file.AtomicFile;
import io.organza.image.AnimationWriter;
import io.organza.image.PngEncoder;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.regex.Pattern;

/** An animation as a folder with a file for each frame: {@code frame000000.png} and so on. */
final class FrameFolder implements AnimationWriter {

  private static final Pattern NAME = Pattern.compile("frame\\d{6,}\\.png");

  private final Path folder;
  private int frames;

  /** Makes the folder where it is missing, and deletes the frames that are in it. */
  FrameFolder(Path folder) throws IOException {
    this.folder = folder;
    Files.createDirectories(folder);
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
      for (Path entry : entries) {
        if (NAME.matcher(entry.getFileName().toString()).matches()) {
          Files.delete(entry);
        }
      }
    }
  }

  @Override
  public void add(BufferedImage frame, int ticks) throws IOException {
    String name = String.format(Locale.ROOT, "frame%06d.png", frames++);
    AtomicFile.writeUnsynced(folder.resolve(name), PngEncoder.encode(frame));
  }

  @Override
  public void finish() {}

  @Override
  public void close() {}
}
