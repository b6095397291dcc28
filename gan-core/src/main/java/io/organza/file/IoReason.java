package io.organza.file;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;

/** Why a file could not be read or written, for a message that names the file itself. */
public final class IoReason {

  private IoReason() {}

  /** Returns the reason without the name of a file, as far as the exception tells them apart. */
  public static String of(IOException e) {
    if (e instanceof AccessDeniedException) {
      return "no permission";
    }
    if (e instanceof FileSystemException system) {
      return system.getReason() == null ? system.toString() : system.getReason();
    }
    return e.getMessage() == null ? e.toString() : e.getMessage();
  }
}
