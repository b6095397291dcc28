package io.organza.data;

/** What the channels of the trained images are. */
public enum Channels {
  /** Grey if every image is stored as grey, else RGB; alpha only by wish. */
  AUTO,
  /** One channel, by luma. */
  GREY,
  /** Three channels. */
  RGB,
  /** Three channels and alpha. */
  RGBA;

  /**
   * Returns how many channels these are: 1, 3 or 4.
   *
   * @throws IllegalStateException if that depends on the images
   */
  public int count() {
    return switch (this) {
      case AUTO -> throw new IllegalStateException("auto is no number of channels");
      case GREY -> 1;
      case RGB -> 3;
      case RGBA -> 4;
    };
  }

  /** Returns what this is for the images that were looked at. */
  public Channels of(SourceSurvey survey) {
    return this != AUTO ? this : survey.allGrey() ? GREY : RGB;
  }
}
