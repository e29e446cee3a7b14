package io.stockpot.text;

import java.math.BigInteger;
import java.util.regex.Pattern;

/** Creates strings, numbers and booleans from nodes. */
final class Scalars {
    private static final Pattern WHOLE = Pattern.compile("[-+]?(0|[1-9][0-9_]*)");
    private static final Pattern DECIMAL = Pattern.compile("[-+]?(\\.[0-9]+|[0-9]+(\\.[0-9]*)?)([eE][-+]?[0-9]+)?");

    private Scalars() {}

    /** Creates a value of a type that is written as one plain word or number. */
    static Object bind(Node node, Class<?> type, String name) throws TextException {
        if (type == String.class) {
            if (node instanceof Node.Scalar scalar && !node.isNothing()) {
                return scalar.text();
            }
            throw Binder.wrong(node, name, "text");
        }
        if (type == boolean.class || type == Boolean.class) {
            return truth(node, name);
        }
        if (type == double.class || type == Double.class) {
            return decimal(node, name);
        }
        if (type == long.class || type == Long.class) {
            return whole(node, name, Long.MIN_VALUE, Long.MAX_VALUE);
        }
        if (type == int.class || type == Integer.class) {
            return (int) whole(node, name, Integer.MIN_VALUE, Integer.MAX_VALUE);
        }
        throw Shapes.unsupported(type);
    }

    private static boolean truth(Node node, String name) throws TextException {
        String text = plainText(node);
        if (!text.equals("true") && !text.equals("false")) {
            throw Binder.wrong(node, name, "true or false");
        }
        return text.equals("true");
    }

    private static double decimal(Node node, String name) throws TextException {
        String text = plainText(node);
        if (!DECIMAL.matcher(text).matches()) {
            throw Binder.wrong(node, name, "a number, such as 0.1");
        }
        double value = Double.parseDouble(text);
        if (Double.isInfinite(value)) {
            throw Binder.at(node, name, text + " is too large for a number; the largest is " + Double.MAX_VALUE);
        }
        return value;
    }

    private static long whole(Node node, String name, long least, long most) throws TextException {
        String text = plainText(node);
        if (!WHOLE.matcher(text).matches()) {
            throw Binder.wrong(node, name, "a whole number, such as 3");
        }
        BigInteger value = new BigInteger(text.replace("_", ""));
        if (value.bitLength() > Long.SIZE - 1 || value.longValue() < least || value.longValue() > most) {
            throw Binder.at(node, name, Names.quote(text) + " is out of range; write " + least + " to " + most);
        }
        return value.longValue();
    }

    /** Returns the unquoted text of the node, empty when there is none: quotes make a number a text. */
    private static String plainText(Node node) {
        return node instanceof Node.Scalar scalar && scalar.plain() ? scalar.text() : "";
    }
}
