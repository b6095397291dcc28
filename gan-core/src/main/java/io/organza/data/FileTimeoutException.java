package io.organza.data;

import java.io.IOException;

/** A file that took too long to read or decode. */
final class FileTimeoutException extends IOException {

  private static final long serialVersionUID = 1;
  private static final String REASON = "took longer than ";

  FileTimeoutException(long milliseconds) {
    super(REASON + milliseconds / 1000.0 + " seconds");
  }

  /** Tells whether a file was left out for this reason. */
  static boolean isReasonOf(SkippedFile file) {
    return file.reason().startsWith(REASON);
  }
}
