package io.stockpot.text;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The one JSON text of a record: everything in the order of its declaration, defaults written out,
 * absent optional components left out, no spaces. Equal records give equal texts on every machine,
 * so that the text serves as provenance and as a cache key.
 *
 * <p>A record that is one of the choices of a sealed interface is written with its name, at the top
 * as everywhere else: {@code {"sgd":{"momentum":0.9}}}.
 */
public final class CanonicalJson {
    /** Copies made by {@code Map.copyOf} iterate in an order that changes from run to run. */
    private static final Class<?> WITHOUT_ORDER = Map.of("a", 1, "b", 2).getClass();

    private CanonicalJson() {}

    /**
     * Returns the canonical text of a record.
     *
     * @throws IllegalArgumentException if something in it has no canonical text: null, NaN, an infinite
     *     number, a map without order, or a type that records cannot have in texts
     */
    public static String of(Object value) {
        if (!(value instanceof Record)) {
            throw new IllegalArgumentException("canonical texts are for records, not " + value);
        }
        StringBuilder json = new StringBuilder();
        write(value, Shapes.choiceOf(value.getClass()), value.getClass().getSimpleName(), json);
        return json.toString();
    }

    /**
     * Reads what {@link #of} wrote; components with defaults may be absent.
     *
     * @param type the record, or the sealed interface it is a choice of
     * @throws TextException if the text does not say what it should
     */
    public static <T> T read(String json, Class<T> type) throws TextException {
        Node tree = NodeReader.read(json, "JSON");
        Object value = Binder.bind(tree, Shapes.choiceOf(type), "");
        if (!type.isInstance(value)) {
            throw new TextException(
                    tree.place(), "expected " + Names.kebab(type.getSimpleName()) + ", found " + tree.described());
        }
        return type.cast(value);
    }

    private static void write(Object value, Type type, String name, StringBuilder json) {
        if (value == null) {
            throw new IllegalArgumentException(name + " is null");
        }
        Class<?> plain = Shapes.erased(type);
        if (Shapes.parserOf(plain).isPresent() || value instanceof String) {
            JsonText.writeString(value.toString(), json);
        } else if (value instanceof Enum<?> constant) {
            JsonText.writeString(Names.kebab(constant.name()), json);
        } else if (value instanceof Double number) {
            json.append(JsonText.decimal(number, name));
        } else if (value instanceof Integer || value instanceof Long || value instanceof Boolean) {
            json.append(value);
        } else if (value instanceof Optional<?> present && present.isPresent()) {
            write(present.get(), Shapes.parameter(type, 0), name, json);
        } else if (value instanceof List<?> list) {
            writeList(list, Shapes.parameter(type, 0), name, json);
        } else if (value instanceof Map<?, ?> map) {
            writeMap(map, Shapes.parameter(type, 1), name, json);
        } else if (Shapes.isChoice(plain) && value instanceof Record record) {
            JsonText.writeString(Names.kebab(record.getClass().getSimpleName()), json.append('{'));
            writeRecord(record, json.append(':'));
            json.append('}');
        } else if (value instanceof Record record) {
            writeRecord(record, json);
        } else {
            throw new IllegalArgumentException(name + ": " + type.getTypeName() + " has no form in texts");
        }
    }

    private static void writeRecord(Record record, StringBuilder json) {
        writeComponents(record, json.append('{'));
        json.append('}');
    }

    private static void writeComponents(Record record, StringBuilder json) {
        for (RecordComponent component : record.getClass().getRecordComponents()) {
            Object value = value(record, component);
            if (value instanceof Record inner && Shapes.isUnwrapped(component)) {
                writeComponents(inner, json);
            } else if (!(value instanceof Optional<?> optional && optional.isEmpty())) {
                String separator = json.charAt(json.length() - 1) == '{' ? "" : ",";
                JsonText.writeString(Key.nameOf(component), json.append(separator));
                String name = record.getClass().getSimpleName() + "." + component.getName();
                write(value, component.getGenericType(), name, json.append(':'));
            }
        }
    }

    private static Object value(Record record, RecordComponent component) {
        try {
            Method accessor = component.getAccessor();
            accessor.setAccessible(true);
            return accessor.invoke(record);
        } catch (IllegalAccessException | InvocationTargetException failure) {
            throw new IllegalStateException(component + " cannot be read", failure);
        }
    }

    private static void writeList(List<?> list, Type type, String name, StringBuilder json) {
        json.append('[');
        String separator = "";
        for (Object item : list) {
            write(item, type, name, json.append(separator));
            separator = ",";
        }
        json.append(']');
    }

    private static void writeMap(Map<?, ?> map, Type type, String name, StringBuilder json) {
        if (map.getClass() == WITHOUT_ORDER && map.size() > 1) {
            throw new IllegalArgumentException(
                    name + " is a map without order; copy it with unmodifiableMap(new LinkedHashMap<>(…))");
        }
        json.append('{');
        String separator = "";
        for (Map.Entry<?, ?> entry : map.entrySet()) {
            JsonText.writeString((String) entry.getKey(), json.append(separator));
            write(entry.getValue(), type, name + "." + entry.getKey(), json.append(':'));
            separator = ",";
        }
        json.append('}');
    }
}
