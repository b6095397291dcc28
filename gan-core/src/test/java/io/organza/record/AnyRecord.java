package io.organza.record;

import java.lang.reflect.Constructor;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** Makes records whose values do not matter, so that tests need not know all their components. */
public final class AnyRecord {

  private AnyRecord() {}

  /** Returns a record of harmless values: 1, 0.5, true, "any", an enum's first constant. */
  public static <T extends Record> T of(Class<T> type) {
    return create(
        type, Arrays.stream(type.getRecordComponents()).map(c -> any(c.getType())).toArray());
  }

  /** Returns a copy of the record with another value of one component. */
  public static <T extends Record> T with(T values, String name, Object value) {
    @SuppressWarnings("unchecked")
    Class<T> type = (Class<T>) values.getClass();
    RecordComponent[] components = type.getRecordComponents();
    Object[] arguments = new Object[components.length];
    try {
      for (int i = 0; i < components.length; i++) {
        boolean changed = components[i].getName().equals(name);
        arguments[i] = changed ? value : components[i].getAccessor().invoke(values);
      }
    } catch (ReflectiveOperationException e) {
      throw new LinkageError(e.getMessage(), e);
    }
    return create(type, arguments);
  }

  private static <T extends Record> T create(Class<T> type, Object[] arguments) {
    try {
      Class<?>[] types =
          Arrays.stream(type.getRecordComponents())
              .map(RecordComponent::getType)
              .toArray(Class<?>[]::new);
      Constructor<T> constructor = type.getDeclaredConstructor(types);
      constructor.setAccessible(true);
      return constructor.newInstance(arguments);
    } catch (ReflectiveOperationException e) {
      throw new LinkageError(e.getMessage(), e);
    }
  }

  private static Object any(Class<?> type) {
    if (type.isRecord()) {
      return of(type.asSubclass(Record.class));
    }
    if (type.isEnum()) {
      return type.getEnumConstants()[0];
    }
    if (type == List.class) {
      return List.of();
    }
    Map<Class<?>, Object> values =
        Map.of(
            int.class,
            1,
            long.class,
            1L,
            double.class,
            0.5,
            boolean.class,
            true,
            String.class,
            "any");
    Object value = values.get(type);
    if (value == null) {
      throw new AssertionError("add a harmless value of " + type);
    }
    return value;
  }
}
