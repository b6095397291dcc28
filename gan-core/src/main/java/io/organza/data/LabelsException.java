package io.organza.data;

import java.io.IOException;

/**
 * Labels that tell no images apart, for there are fewer than two classes; the message begins with
 * {@code labels} and names the place of the images.
 */
public final class LabelsException extends IOException {

  private static final long serialVersionUID = 1;

  public LabelsException(String message) {
    super(message);
  }
}
