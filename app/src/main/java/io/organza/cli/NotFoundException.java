package io.organza.cli;

import java.io.IOException;

/** A run, checkpoint or file that was asked for is not there, or does not fit. */
final class NotFoundException extends IOException {

  private static final long serialVersionUID = 1;

  NotFoundException(String message) {
    super(message);
  }
}
