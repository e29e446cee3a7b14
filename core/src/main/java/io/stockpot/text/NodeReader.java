package io.stockpot.text;

import java.io.StringReader;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.yaml.snakeyaml.DumperOptions.ScalarStyle;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/**
 * Parses YAML, and therefore JSON, into nodes. Only plain structure is accepted: no tags, keys that are names, and no
 * document whose size explodes when its aliases are expanded. {@code <<: *name} takes over the keys of another mapping
 * that are not written beside it.
 */
final class NodeReader {
    /** The longest document in characters. */
    static final int LONGEST = 1 << 20;

    private static final int DEEPEST = 50;
    private static final int MOST_NODES = 100_000;

    private final String source;
    private int nodes;

    private NodeReader(String source) {
        this.source = source;
    }

    /**
     * Parses a document.
     *
     * @param source the name of the document in places
     */
    static Node read(String text, String source) throws TextException {
        if (text.length() > LONGEST) {
            throw new TextException(
                    Place.startOf(source), "too long: " + text.length() + " characters, at most " + LONGEST);
        }
        org.yaml.snakeyaml.nodes.Node root = compose(text, source);
        return root == null
                ? new Node.Scalar("", true, Place.startOf(source))
                : new NodeReader(source).convert(root, 0);
    }

    /** The parser's own failures, bugs included, are failures of the text: nothing else went in. */
    private static org.yaml.snakeyaml.nodes.Node compose(String text, String source) throws TextException {
        LoaderOptions options = new LoaderOptions();
        options.setNestingDepthLimit(DEEPEST);
        options.setCodePointLimit(LONGEST);
        try {
            return new Yaml(options).compose(new StringReader(text));
        } catch (MarkedYAMLException failure) {
            Mark mark = failure.getProblemMark() == null ? failure.getContextMark() : failure.getProblemMark();
            Place place = mark == null ? Place.startOf(source) : place(mark, source);
            String context = failure.getContext() == null ? "" : failure.getContext() + ", ";
            throw new TextException(place, "not valid YAML: " + context + oneLine(failure.getProblem()), failure);
        } catch (RuntimeException failure) {
            throw new TextException(Place.startOf(source), "not valid YAML: " + oneLine(failure.getMessage()), failure);
        }
    }

    private static String oneLine(String message) {
        return message == null ? "unreadable" : message.strip().replaceAll("\\s*\\n\\s*", "; ");
    }

    private Node convert(org.yaml.snakeyaml.nodes.Node node, int depth) throws TextException {
        Place place = place(node.getStartMark(), source);
        if (depth > DEEPEST) {
            throw new TextException(place, "nested deeper than " + DEEPEST + " levels, or an alias inside itself");
        }
        if (++nodes > MOST_NODES) {
            throw new TextException(place, "more than " + MOST_NODES + " values once all aliases are expanded");
        }
        if (!node.getTag().startsWith(Tag.PREFIX)) {
            throw new TextException(place, "tag '" + node.getTag() + "' is not supported; write the value alone");
        }
        if (node instanceof MappingNode mapping) {
            return mapping(mapping, place, depth);
        }
        if (node instanceof SequenceNode sequence) {
            List<Node> items = new ArrayList<>();
            for (org.yaml.snakeyaml.nodes.Node item : sequence.getValue()) {
                items.add(convert(item, depth + 1));
            }
            return new Node.Sequence(items, place);
        }
        ScalarNode scalar = (ScalarNode) node;
        return new Node.Scalar(scalar.getValue(), scalar.getScalarStyle() == ScalarStyle.PLAIN, place);
    }

    private Node.Mapping mapping(MappingNode node, Place place, int depth) throws TextException {
        Map<String, Node.Entry> entries = new LinkedHashMap<>();
        Map<String, Node.Entry> others = new LinkedHashMap<>();
        for (NodeTuple tuple : node.getValue()) {
            if (tuple.getKeyNode().getTag().equals(Tag.MERGE)) {
                others.putAll(merged(convert(tuple.getValueNode(), depth + 1)));
                continue;
            }
            Place keyPlace = place(tuple.getKeyNode().getStartMark(), source);
            String key = key(tuple.getKeyNode(), keyPlace);
            Node.Entry first = entries.get(key);
            if (first != null) {
                String where = first.place().line() + ":" + first.place().column();
                throw new TextException(keyPlace, "duplicate key " + Names.quote(key) + ", first written at " + where);
            }
            entries.put(key, new Node.Entry(keyPlace, convert(tuple.getValueNode(), depth + 1)));
        }
        others.forEach(entries::putIfAbsent);
        return new Node.Mapping(entries, place);
    }

    private static Map<String, Node.Entry> merged(Node node) throws TextException {
        if (node instanceof Node.Mapping mapping) {
            return mapping.entries();
        }
        throw new TextException(
                node.place(), "'<<' takes over the keys of one mapping, as in <<: *name, not " + node.described());
    }

    private static String key(org.yaml.snakeyaml.nodes.Node node, Place place) throws TextException {
        if (!(node instanceof ScalarNode scalar)) {
            throw new TextException(place, "a key must be a name, not a list or a mapping");
        }
        if (scalar.getValue().isBlank()) {
            throw new TextException(place, "a key is empty; write a name before the colon");
        }
        return scalar.getValue();
    }

    private static Place place(Mark mark, String source) {
        return new Place(source, mark.getLine() + 1, mark.getColumn() + 1);
    }
}
