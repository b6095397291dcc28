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
   * Returns how many channels the networks shall have: 1, 3 or 4.
   *
   * @param survey a look at the images, which only {@link #AUTO} asks
   */
  public int count(SourceSurvey survey) {
    return switch (this) {
      case AUTO -> survey.allGrey() ? 1 : 3;
      case GREY -> 1;
      case RGB -> 3;
      case RGBA -> 4;
    };
  }
}
