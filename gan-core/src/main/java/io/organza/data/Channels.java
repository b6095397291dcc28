package io.organza.data;

import io.organza.image.ImageShape;
import java.io.IOException;

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

  /**
   * Returns what this is for the images of a source. Unless the cache has all of them as grey, they
   * are looked at up to the first one that is not, and no further than their headers.
   *
   * @param shape of which height and width count
   * @param options how images are made to fit, and how long a file may take
   * @param progress is told how far it has come
   * @throws IOException if the thread is interrupted
   */
  public Channels of(
      ImageSource source,
      ImageShape shape,
      DataOptions options,
      PackCache cache,
      PackedImages.Progress progress)
      throws IOException {
    if (this != AUTO) {
      return this;
    }
    ImageShape grey = new ImageShape(GREY.count(), shape.height(), shape.width());
    Pack pack = PackedImages.open(source, grey, options, cache);
    boolean known = pack != null && pack.header().allGrey();
    return known || SourceSurvey.allGrey(source, options, progress) ? GREY : RGB;
  }

  /** Returns what this is for the images that were looked at. */
  public Channels of(SourceSurvey survey) {
    return this != AUTO ? this : survey.allGrey() ? GREY : RGB;
  }
}
