package io.organza.record;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The problems of a record's values, collected so that a person sees all of them at once.
 *
 * <p>Each reads {@code field: must be something, got value}, with the field in kebab-case, as its
 * option of the command line is called. Conditions are written so that NaN does not meet them.
 */
public final class Problems {

  private final List<String> messages = new ArrayList<>();

  /**
   * Notes a problem unless the condition holds.
   *
   * @param field the field's name in kebab-case
   * @param must what the value must be, for example "at least 1"
   * @param value null if it was not given, of which the condition should hold
   */
  public Problems require(String field, boolean holds, String must, @Nullable Object value) {
    if (!holds) {
      messages.add(field + ": must be " + must + ", got " + value);
    }
    return this;
  }

  /** Adds the problems of a record that is a field of this one and has options of its own. */
  public Problems addAll(List<String> problems) {
    messages.addAll(problems);
    return this;
  }

  /** Adds the problems of a record that is a field of this one and is set by that one option. */
  public Problems addAll(String field, List<String> problems) {
    for (String problem : problems) {
      messages.add(field + ": " + problem.replaceFirst(":", ""));
    }
    return this;
  }

  /** Returns the problems, in the order in which they were noted. */
  public List<String> toList() {
    return List.copyOf(messages);
  }

  /**
   * Does nothing if none were noted.
   *
   * @throws IllegalArgumentException if some were; the message has all of them
   */
  public void check() {
    if (!messages.isEmpty()) {
      throw new IllegalArgumentException(String.join("; ", messages));
    }
  }
}
