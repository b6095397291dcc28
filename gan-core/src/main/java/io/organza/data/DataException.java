package io.organza.data;

import java.io.IOException;

/** Images that cannot be trained on; the message names the path or value at fault. */
public final class DataException extends IOException {

  private static final long serialVersionUID = 1;

  public DataException(String message) {
    super(message);
  }

  public DataException(String message, Throwable cause) {
    super(message, cause);
  }
}
