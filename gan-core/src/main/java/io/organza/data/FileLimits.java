package io.organza.data;

/**
 * What a file may take at most; one that takes more is left out.
 *
 * @param maxPixels of an image, by its header
 * @param maxBytes of a file
 */
record FileLimits(long maxPixels, long maxBytes) {

  static FileLimits of(DataOptions options) {
    long quarter = Math.min(Runtime.getRuntime().maxMemory() / 4, Integer.MAX_VALUE - 64);
    return new FileLimits(options.maxPixels(), quarter);
  }
}
