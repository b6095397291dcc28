package io.organza.record;

import com.fasterxml.jackson.annotation.JsonAutoDetect.Visibility;
import com.fasterxml.jackson.annotation.PropertyAccessor;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.core.util.Separators;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.EnumNamingStrategies;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/**
 * The one way from records to JSON and back.
 *
 * <p>A record is an object with its components' names as keys, in their order; enums are lower-case
 * with dashes ({@code half-mean}). Reading is strict: an unknown, missing or repeated key and a
 * value of another type are errors, and all of them are told at once.
 */
public final class RecordJson {

  /**
   * Keeps no table of keys from one text to the next: keys that are forged to collide leave it
   * broken for the text that comes next.
   */
  static final JsonMapper MAPPER =
      JsonMapper.builder(
              JsonFactory.builder().disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES).build())
          .enumNamingStrategy(EnumNamingStrategies.KEBAB_CASE)
          .visibility(PropertyAccessor.IS_GETTER, Visibility.NONE)
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .defaultPrettyPrinter(prettyPrinter())
          .build();

  private RecordJson() {}

  /** Returns a record as indented JSON that ends with a line break. */
  public static String write(Record values) {
    return text(values);
  }

  /** Returns a record as above, and of numbers that are not finite, which JSON has not, null. */
  public static String writeFinite(Record values) {
    return text(finiteTree(values));
  }

  private static String text(Object values) {
    try {
      return MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(values) + "\n";
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(values + ": cannot be written as JSON", e);
    }
  }

  /**
   * Returns the record that the given JSON describes.
   *
   * @throws IllegalArgumentException if the JSON is malformed, or does not fit the record: then the
   *     message has a line for each problem, with the key's path and the value
   */
  public static <T extends Record> T read(String json, Class<T> type) {
    return read(parse(json), type);
  }

  /**
   * Returns the record that the given tree describes.
   *
   * @throws IllegalArgumentException as {@link #read(String, Class)}
   */
  public static <T extends Record> T read(JsonNode tree, Class<T> type) {
    List<String> problems = TreeCheck.problems(tree, type);
    if (!problems.isEmpty()) {
      throw new IllegalArgumentException(String.join("\n", problems));
    }
    try {
      return MAPPER.treeToValue(tree, type);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(e.getOriginalMessage(), e);
    }
  }

  /**
   * Returns JSON as a tree.
   *
   * @throws IllegalArgumentException if the JSON is malformed; the message tells the line
   */
  public static JsonNode parse(String json) {
    try {
      return MAPPER.readTree(json);
    } catch (JsonProcessingException e) {
      JsonLocation at = e.getLocation();
      String where = at == null ? "" : "line " + at.getLineNr() + ", column " + at.getColumnNr();
      throw new IllegalArgumentException(where + ": " + plain(e.getOriginalMessage()), e);
    }
  }

  /** Returns what the parser says, without what only its programmers understand. */
  private static String plain(String message) {
    return message.startsWith("Trailing token")
        ? "more follows after the end of the JSON"
        : message.replaceAll("\\[Source: [^;]*; ([^]]*)]", "$1");
  }

  /** Returns a value (a record, an enum, a list, a number, a text) as a tree of its own. */
  public static JsonNode tree(Object value) {
    return MAPPER.valueToTree(value);
  }

  /** Returns a record as a tree of its own, in which numbers that are not finite are null. */
  public static ObjectNode finiteTree(Record values) {
    return (ObjectNode) finite(tree(values));
  }

  private static JsonNode finite(JsonNode tree) {
    if (tree.isFloatingPointNumber() && !Double.isFinite(tree.doubleValue())) {
      return NullNode.getInstance();
    }
    tree.properties().forEach(field -> field.setValue(finite(field.getValue())));
    if (tree instanceof ArrayNode list) {
      for (int i = 0; i < list.size(); i++) {
        list.set(i, finite(list.get(i)));
      }
    }
    return tree;
  }

  private static DefaultPrettyPrinter prettyPrinter() {
    Separators separators =
        DefaultPrettyPrinter.DEFAULT_SEPARATORS.withObjectFieldValueSpacing(
            Separators.Spacing.AFTER);
    return new DefaultPrettyPrinter(separators).withObjectIndenter(new DefaultIndenter("  ", "\n"));
  }
}
