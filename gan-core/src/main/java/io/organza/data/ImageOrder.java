package io.organza.data;

/** The endless row in which images are shown. */
interface ImageOrder {

  /** Returns the image that stands at a place in the row, counted from 0. */
  int image(long place);
}
