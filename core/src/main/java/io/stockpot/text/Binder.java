package io.stockpot.text;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Creates records from nodes by reflection; the rules are those of the package. */
final class Binder {
    private Binder() {}

    /**
     * Creates a value.
     *
     * @param name what the value is called in error messages, or an empty text
     */
    static Object bind(Node node, Type type, String name) throws TextException {
        Class<?> plain = Shapes.erased(type);
        Optional<Method> parser = Shapes.parserOf(plain);
        if (parser.isPresent()) {
            return parsed(node, parser.get(), name);
        }
        if (plain.isEnum()) {
            return constant(node, plain, name);
        }
        if (Shapes.isChoice(plain)) {
            return choice(node, plain, name);
        }
        if (plain.isRecord()) {
            return record(node, plain, name.isEmpty() ? Names.kebab(plain.getSimpleName()) : name);
        }
        if (plain == Optional.class) {
            return node.isNothing() ? Optional.empty() : Optional.of(bind(node, Shapes.parameter(type, 0), name));
        }
        if (plain == List.class) {
            return list(node, Shapes.parameter(type, 0), name);
        }
        if (plain == Map.class) {
            return map(node, Shapes.parameter(type, 1), name);
        }
        return Scalars.bind(node, plain, name);
    }

    private static Object parsed(Node node, Method parser, String name) throws TextException {
        if (!(node instanceof Node.Scalar scalar) || node.isNothing()) {
            throw wrong(node, name, "text");
        }
        parser.setAccessible(true);
        return call(node, name, () -> parser.invoke(null, scalar.text()));
    }

    private static Object constant(Node node, Class<?> type, String name) throws TextException {
        List<String> known = Shapes.constants(type);
        if (!(node instanceof Node.Scalar scalar) || node.isNothing()) {
            throw wrong(node, name, "one of " + String.join(", ", known));
        }
        for (Object constant : type.getEnumConstants()) {
            if (Names.plain(((Enum<?>) constant).name()).equals(Names.plain(scalar.text()))) {
                return constant;
            }
        }
        throw at(
                node, name, "unknown value " + Names.quote(scalar.text()) + Names.help(scalar.text(), known, "values"));
    }

    private static Object choice(Node node, Class<?> type, String name) throws TextException {
        Map<String, Class<?>> choices = Shapes.choices(type);
        if (node instanceof Node.Scalar scalar && !node.isNothing()) {
            Class<?> chosen = chosen(scalar.text(), choices, node.place(), name);
            Node nothing = new Node.Mapping(Map.of(), node.place());
            return chosen.isEnum() ? constant(node, chosen, name) : record(nothing, chosen, scalar.text());
        }
        if (!(node instanceof Node.Mapping mapping) || mapping.entries().size() != 1) {
            String first = choices.keySet().iterator().next();
            throw wrong(
                    node,
                    name,
                    "one choice among " + String.join(", ", choices.keySet()) + ", written {" + first + ": {…}}");
        }
        Map.Entry<String, Node.Entry> entry =
                mapping.entries().entrySet().iterator().next();
        Class<?> record = chosen(entry.getKey(), choices, entry.getValue().place(), name);
        if (record.isEnum()) {
            throw wrong(node, name, "the bare name " + entry.getKey() + ", which takes no arguments");
        }
        return record(arguments(entry.getValue(), record), record, entry.getKey());
    }

    /** Returns the arguments of a choice as a mapping, if they are the text that is its only required component. */
    private static Node arguments(Node.Entry written, Class<?> type) {
        List<Map.Entry<String, Key>> required = Key.of(type).entrySet().stream()
                .filter(key -> key.getValue().isRequired())
                .toList();
        boolean alone = required.size() == 1
                && required.get(0).getValue().component().getType() == String.class
                && written.value() instanceof Node.Scalar
                && !written.value().isNothing();
        return alone
                ? new Node.Mapping(
                        Map.of(required.get(0).getKey(), written),
                        written.value().place())
                : written.value();
    }

    private static Class<?> chosen(String written, Map<String, Class<?>> choices, Place place, String name)
            throws TextException {
        for (Map.Entry<String, Class<?>> choice : choices.entrySet()) {
            if (Names.plain(choice.getKey()).equals(Names.plain(written))) {
                return choice.getValue();
            }
        }
        String help = Names.help(written, choices.keySet(), "choices");
        throw new TextException(place, prefixed(name, "unknown choice " + Names.quote(written) + help));
    }

    private static Object record(Node node, Class<?> type, String name) throws TextException {
        Map<String, Key> keys = Key.of(type);
        if (node.isNothing()) {
            return record(new Node.Mapping(Map.of(), node.place()), type, name);
        }
        if (!(node instanceof Node.Mapping written)) {
            throw wrong(node, name, "a mapping with keys " + String.join(", ", keys.keySet()));
        }
        Node.Mapping mapping = spelled(written, keys);
        rejectUnknownKeys(mapping, keys, name);
        rejectMissingKeys(mapping, keys, name);
        return record(mapping, type, keys, name);
    }

    /** Makes a record of a mapping that has all its keys, among perhaps those of a record it is unwrapped in. */
    private static Object record(Node.Mapping mapping, Class<?> type, Map<String, Key> keys, String name)
            throws TextException {
        List<Object> arguments = new ArrayList<>();
        for (RecordComponent component : type.getRecordComponents()) {
            if (Shapes.isUnwrapped(component)) {
                arguments.add(record(mapping, component.getType(), keys, name));
            } else {
                String key = Key.nameOf(component);
                arguments.add(argument(mapping.child(key), key, keys.get(key)));
            }
        }
        Constructor<?> constructor = constructor(type);
        return call(mapping, name, () -> constructor.newInstance(arguments.toArray()));
    }

    /** Returns the mapping with the keys of the record where it has American spellings of them. */
    private static Node.Mapping spelled(Node.Mapping written, Map<String, Key> keys) throws TextException {
        Map<String, Node.Entry> entries = new LinkedHashMap<>();
        for (Map.Entry<String, Node.Entry> entry : written.entries().entrySet()) {
            String key = Spelling.british(entry.getKey(), keys.keySet()).orElse(entry.getKey());
            if (!key.equals(entry.getKey()) && written.entries().containsKey(key)) {
                throw new TextException(
                        entry.getValue().place(),
                        Names.quote(entry.getKey()) + " means " + Names.quote(key)
                                + ", which is there already; write only " + Names.quote(key));
            }
            entries.put(key, entry.getValue());
        }
        return new Node.Mapping(entries, written.place());
    }

    private static void rejectUnknownKeys(Node.Mapping mapping, Map<String, Key> keys, String name)
            throws TextException {
        for (Map.Entry<String, Node.Entry> entry : mapping.entries().entrySet()) {
            if (!keys.containsKey(entry.getKey())) {
                String help = Names.help(entry.getKey(), keys.keySet(), "keys");
                throw new TextException(
                        entry.getValue().place(),
                        "unknown key " + Names.quote(entry.getKey()) + " in " + Names.quote(name) + help);
            }
        }
    }

    private static void rejectMissingKeys(Node.Mapping mapping, Map<String, Key> keys, String name)
            throws TextException {
        List<String> missing = keys.keySet().stream()
                .filter(key -> !mapping.entries().containsKey(key))
                .filter(key -> keys.get(key).isRequired())
                .toList();
        if (!missing.isEmpty()) {
            String quoted = missing.stream().map(Names::quote).collect(Collectors.joining(", "));
            throw new TextException(
                    mapping.place(),
                    (missing.size() == 1 ? "missing key " : "missing keys ") + quoted + " in " + Names.quote(name));
        }
    }

    private static Object argument(Node written, String name, Key key) throws TextException {
        Type type = key.component().getGenericType();
        if (written != null) {
            return bind(written, type, name);
        }
        if (key.standard().isEmpty()) {
            return Optional.empty();
        }
        try {
            return bind(key.standard().get(), type, name);
        } catch (TextException failure) {
            throw new IllegalStateException(failure.getMessage(), failure);
        }
    }

    private static List<Object> list(Node node, Type type, String name) throws TextException {
        if (!(node instanceof Node.Sequence sequence)) {
            throw wrong(node, name, "a list, such as [a, b]");
        }
        List<Object> items = new ArrayList<>();
        for (int i = 0; i < sequence.items().size(); i++) {
            items.add(bind(sequence.items().get(i), type, name + "[" + i + "]"));
        }
        return Collections.unmodifiableList(items);
    }

    private static Map<String, Object> map(Node node, Type type, String name) throws TextException {
        if (!(node instanceof Node.Mapping mapping)) {
            throw wrong(node, name, "a mapping from names, such as {a: …, b: …}");
        }
        Map<String, Object> values = new LinkedHashMap<>();
        for (Map.Entry<String, Node.Entry> entry : mapping.entries().entrySet()) {
            values.put(entry.getKey(), bind(entry.getValue().value(), type, entry.getKey()));
        }
        return Collections.unmodifiableMap(values);
    }

    private static Constructor<?> constructor(Class<?> type) {
        try {
            Class<?>[] parameters = Arrays.stream(type.getRecordComponents())
                    .map(RecordComponent::getType)
                    .toArray(Class<?>[]::new);
            Constructor<?> constructor = type.getDeclaredConstructor(parameters);
            constructor.setAccessible(true);
            return constructor;
        } catch (NoSuchMethodException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private interface Call {
        Object run() throws ReflectiveOperationException;
    }

    /** Creates a value; what its guards refuse becomes an error of the text. */
    private static Object call(Node node, String name, Call call) throws TextException {
        try {
            return call.run();
        } catch (InvocationTargetException failure) {
            if (failure.getCause() instanceof IllegalArgumentException refusal) {
                throw refused(node, name, refusal);
            }
            throw new IllegalStateException(name + ": " + failure.getCause(), failure.getCause());
        } catch (ReflectiveOperationException failure) {
            throw new IllegalStateException(failure);
        }
    }

    /**
     * Places a refusal: where it says itself, else at the key its message begins with ("epochs must be
     * positive"), else at the node.
     */
    private static TextException refused(Node node, String name, IllegalArgumentException refusal) {
        String message = String.valueOf(refusal.getMessage());
        if (refusal instanceof LocatedArgumentException located) {
            return new TextException(placeOf(node, located.path()), message, refusal);
        }
        if (node instanceof Node.Mapping mapping) {
            for (Map.Entry<String, Node.Entry> entry : mapping.entries().entrySet()) {
                if (beginsWith(message, entry.getKey())) {
                    return new TextException(entry.getValue().value().place(), message, refusal);
                }
            }
        }
        return new TextException(node.place(), prefixed(name, message), refusal);
    }

    /** Returns whether the message begins with the name, in kebab-case or as in Java. */
    private static boolean beginsWith(String message, String name) {
        int end = message.indexOf(' ');
        return end > 0 && Names.kebab(message.substring(0, end)).equals(name);
    }

    /** Returns the place at the end of the path, or as far along it as there is something written. */
    private static Place placeOf(Node node, String path) {
        Node reached = node;
        for (String step : path.split("\\.", -1)) {
            Node next = reached.child(step);
            if (next == null) {
                break;
            }
            reached = next;
        }
        return reached.place();
    }

    /** Returns the error of a value of the wrong kind. */
    static TextException wrong(Node node, String name, String expected) {
        return at(node, name, "expected " + expected + ", found " + node.described());
    }

    /** Returns an error at the node. */
    static TextException at(Node node, String name, String sentence) {
        return new TextException(node.place(), prefixed(name, sentence));
    }

    private static String prefixed(String name, String sentence) {
        return name.isEmpty() || beginsWith(sentence, name) ? sentence : name + ": " + sentence;
    }
}
