package io.stockpot.text;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Changes a parsed text as {@code --set path=value} says. */
final class Overrides {
    private Overrides() {}

    /** Returns the tree with all overrides applied in order. */
    static Node apply(Node root, List<String> overrides) throws TextException {
        Node changed = root;
        for (String override : overrides) {
            changed = apply(changed, override);
        }
        return changed;
    }

    private static Node apply(Node root, String override) throws TextException {
        int equals = override.indexOf('=');
        String path =
                equals < 0 ? override.strip() : override.substring(0, equals).strip();
        Place place = Place.ofOverride(path);
        if (equals < 0 || path.isEmpty()) {
            throw new TextException(place, "write path=value, such as models.linf.train.epochs=2");
        }
        Node value = value(override.substring(equals + 1), place);
        return replace(root, List.of(path.split("\\.", -1)), 0, value);
    }

    private static Node value(String text, Place place) throws TextException {
        try {
            return located(NodeReader.read(text, place.source()), place);
        } catch (TextException failure) {
            throw new TextException(place, failure.sentence(), failure);
        }
    }

    private static Node replace(Node node, List<String> path, int depth, Node value) throws TextException {
        String step = path.get(depth);
        boolean last = depth == path.size() - 1;
        Node parent = node.isNothing() ? new Node.Mapping(Map.of(), node.place()) : node;
        Node child = parent.child(step);
        if (child == null && !(last && parent instanceof Node.Mapping && !step.isBlank())) {
            throw new TextException(value.place(), nothingAt(parent, path, depth));
        }
        Node changed = last ? value : replace(child, path, depth + 1, value);
        if (parent instanceof Node.Sequence sequence) {
            return sequence.with(sequence.index(step), changed);
        }
        return ((Node.Mapping) parent).with(step, changed);
    }

    private static String nothingAt(Node parent, List<String> path, int depth) {
        String reached = depth == 0 ? "the top" : "'" + String.join(".", path.subList(0, depth)) + "'";
        String missing = "there is no " + Names.quote(path.get(depth)) + " at " + reached;
        if (parent instanceof Node.Sequence sequence) {
            int size = sequence.items().size();
            return missing + "; the list has " + size + (size == 1 ? " item" : " items") + ", the first is number 0";
        }
        if (parent instanceof Node.Mapping mapping) {
            return missing + Names.help(path.get(depth), mapping.entries().keySet(), "keys");
        }
        return missing + ", which is " + parent.described() + "; set the whole value instead";
    }

    /** Returns a value all of whose parts have one place. */
    private static Node located(Node node, Place place) {
        if (node instanceof Node.Scalar scalar) {
            return new Node.Scalar(scalar.text(), scalar.plain(), place);
        }
        if (node instanceof Node.Sequence sequence) {
            List<Node> items = new ArrayList<>();
            sequence.items().forEach(item -> items.add(located(item, place)));
            return new Node.Sequence(items, place);
        }
        Node.Mapping mapping = new Node.Mapping(Map.of(), place);
        for (var entry : ((Node.Mapping) node).entries().entrySet()) {
            mapping = mapping.with(entry.getKey(), located(entry.getValue().value(), place));
        }
        return mapping;
    }
}
