package io.organza.cli;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Seeds of images, written {@code 0-63,100}.
 *
 * @param ranges at least one
 */
record SeedList(List<Range> ranges) {

  /** The seeds from {@code first} to {@code last}, both included. */
  record Range(long first, long last) {}

  private static final Pattern PART = Pattern.compile("(\\d{1,15})(?:-(\\d{1,15}))?");

  SeedList {
    ranges = List.copyOf(ranges);
  }

  /** Returns the seeds 0, 1, ... */
  static SeedList first(long count) {
    return new SeedList(List.of(new Range(0, count - 1)));
  }

  static SeedList parse(String text) {
    List<Range> ranges = new ArrayList<>();
    for (String part : text.split(",", -1)) {
      Matcher matcher = PART.matcher(part.strip());
      if (!matcher.matches()) {
        throw new IllegalArgumentException("expected seeds such as 0-63,100, got '" + text + "'");
      }
      long first = Long.parseLong(matcher.group(1));
      long last = matcher.group(2) == null ? first : Long.parseLong(matcher.group(2));
      if (last < first) {
        throw new IllegalArgumentException("'%s' ends before it begins".formatted(part.strip()));
      }
      ranges.add(new Range(first, last));
    }
    return new SeedList(ranges);
  }

  /** Returns how many seeds there are. */
  long size() {
    return ranges.stream().mapToLong(range -> range.last() - range.first() + 1).sum();
  }

  /** Returns a seed that is given twice, if there is any. */
  Optional<Long> twice() {
    List<Range> sorted = ranges.stream().sorted(Comparator.comparingLong(Range::first)).toList();
    long end = -1;
    for (Range range : sorted) {
      if (range.first() <= end) {
        return Optional.of(range.first());
      }
      end = range.last();
    }
    return Optional.empty();
  }

  /**
   * Returns a seed, in the order in which they were given.
   *
   * @param index from 0, below {@link #size}
   */
  long at(long index) {
    long rest = index;
    for (Range range : ranges) {
      long length = range.last() - range.first() + 1;
      if (rest < length) {
        return range.first() + rest;
      }
      rest -= length;
    }
    throw new IndexOutOfBoundsException(index);
  }
}
