package io.organza.data;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;

/** The cache cannot be written, on a full disk say; the message names the path and the reason. */
public final class CacheException extends IOException {

  private static final long serialVersionUID = 1;

  /** Takes what went wrong while a file or folder of the cache was written. */
  public CacheException(Path path, IOException cause) {
    super(message(path, cause), cause);
  }

  private static String message(Path path, IOException cause) {
    String reason = cause.getMessage() == null ? cause.toString() : cause.getMessage();
    if (cause instanceof AccessDeniedException) {
      reason = "no permission";
    } else if (cause instanceof FileSystemException system) {
      reason = system.getReason() == null ? system.toString() : system.getReason();
    }
    return reason.startsWith(path + ": ") ? reason : path + ": " + reason;
  }
}
