package io.organza.record;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.util.ClassUtil;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Collectors;

/** Compares a JSON tree with the record that it shall become, and notes every difference. */
final class TreeCheck {

  private static final int LONGEST_VALUE = 60;

  private final List<String> problems = new ArrayList<>();

  private TreeCheck() {}

  /** Returns what keeps the tree from being the record, each with the key's path and the value. */
  static List<String> problems(JsonNode tree, Class<? extends Record> type) {
    TreeCheck check = new TreeCheck();
    check.check("", tree, RecordJson.MAPPER.constructType(type));
    return check.problems;
  }

  private void check(String path, JsonNode node, JavaType type) {
    Class<?> raw = ClassUtil.primitiveType(type.getRawClass());
    raw = raw == null ? type.getRawClass() : raw;
    if (raw.isRecord()) {
      checkRecord(path, node, raw);
    } else if (type.isCollectionLikeType()) {
      checkList(path, node, type.getContentType());
    } else if (type.isMapLikeType()) {
      checkMap(path, node, type.getContentType());
    } else if (raw == int.class) {
      require(path, node, node.isIntegralNumber() && node.canConvertToInt(), "a whole number");
    } else if (raw == long.class) {
      require(path, node, node.isIntegralNumber() && node.canConvertToLong(), "a whole number");
    } else if (raw == double.class) {
      require(path, node, node.isNumber() && Double.isFinite(node.doubleValue()), "a number");
    } else if (raw == boolean.class) {
      require(path, node, node.isBoolean(), "true or false");
    } else if (raw == String.class) {
      require(path, node, node.isTextual(), "a text");
    } else {
      checkOther(path, node, raw);
    }
  }

  private void checkRecord(String path, JsonNode node, Class<?> type) {
    if (!require(path, node, node.isObject(), "an object")) {
      return;
    }
    List<String> known =
        Arrays.stream(type.getRecordComponents()).map(RecordComponent::getName).toList();
    for (Iterator<String> keys = node.fieldNames(); keys.hasNext(); ) {
      String key = keys.next();
      if (!known.contains(key)) {
        String where = path.isEmpty() ? "at the top" : "in " + path;
        String value = shortened(node.path(key));
        problems.add(
            join(path, key) + ": unknown key, got " + value + "; known " + where + ": " + known);
      }
    }
    for (RecordComponent component : type.getRecordComponents()) {
      String child = join(path, component.getName());
      if (node.has(component.getName())) {
        JavaType childType = RecordJson.MAPPER.constructType(component.getGenericType());
        check(child, node.path(component.getName()), childType);
      } else {
        problems.add(child + ": missing");
      }
    }
  }

  private void checkList(String path, JsonNode node, JavaType content) {
    if (require(path, node, node.isArray(), "a list")) {
      for (int i = 0; i < node.size(); i++) {
        check(path + "[" + i + "]", node.path(i), content);
      }
    }
  }

  private void checkMap(String path, JsonNode node, JavaType content) {
    if (require(path, node, node.isObject(), "an object")) {
      for (Iterator<String> keys = node.fieldNames(); keys.hasNext(); ) {
        String key = keys.next();
        check(join(path, key), node.path(key), content);
      }
    }
  }

  private void checkOther(String path, JsonNode node, Class<?> type) {
    boolean text = !type.isEnum() || node.isTextual();
    require(path, node, text && converts(node, type), named(type));
  }

  private static boolean converts(JsonNode node, Class<?> type) {
    try {
      return RecordJson.MAPPER.treeToValue(node, type) != null;
    } catch (JsonProcessingException e) {
      return false;
    }
  }

  private static String named(Class<?> type) {
    if (!type.isEnum()) {
      return "a " + type.getSimpleName();
    }
    return Arrays.stream(type.getEnumConstants())
        .map(constant -> RecordJson.tree(constant).asText())
        .collect(Collectors.joining(", ", "one of ", ""));
  }

  private boolean require(String path, JsonNode node, boolean holds, String must) {
    if (!holds) {
      String where = path.isEmpty() ? "the whole" : path;
      problems.add(where + ": must be " + must + ", got " + shortened(node));
    }
    return holds;
  }

  private static String join(String path, String key) {
    return path.isEmpty() ? key : path + "." + key;
  }

  private static String shortened(JsonNode node) {
    String text = node.isMissingNode() ? "nothing" : node.toString();
    return text.length() <= LONGEST_VALUE ? text : text.substring(0, LONGEST_VALUE) + "...";
  }
}
