package io.organza.data;

import io.organza.file.IoReason;
import java.io.IOException;
import java.nio.file.Path;

/** The cache cannot be written, on a full disk say; the message names the path and the reason. */
public final class CacheException extends IOException {

  private static final long serialVersionUID = 1;

  /** Takes what went wrong while a file or folder of the cache was written. */
  public CacheException(Path path, IOException cause) {
    super(message(path, cause), cause);
  }

  private static String message(Path path, IOException cause) {
    String reason = IoReason.of(cause);
    return reason.startsWith(path + ": ") ? reason : path + ": " + reason;
  }
}
