package io.stockpot.text;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Reads records from YAML. */
public final class YamlRecords {
    private YamlRecords() {}

    /**
     * Reads a record from a file.
     *
     * @param type the record, or the sealed interface it is a choice of
     * @param overrides changes to make first, each {@code path=value}: the path is made of keys and list
     *     indices joined by dots, the value is YAML. The last key may be new; all before it must be there.
     * @throws TextException if the file or an override does not say what it should
     * @throws IOException if the file cannot be read
     */
    public static <T> T read(Path file, Class<T> type, List<String> overrides) throws IOException {
        if (!Files.exists(file)) {
            throw new IOException("there is no file '" + file + "'");
        }
        if (Files.isDirectory(file)) {
            throw new IOException("'" + file + "' is a directory, not a file");
        }
        if (Files.size(file) > 4L * NodeReader.LONGEST) {
            throw new IOException("'" + file + "' is too large: " + Files.size(file) + " bytes");
        }
        try {
            return read(Files.readString(file), file.toString(), type, overrides);
        } catch (CharacterCodingException failure) {
            throw new IOException("'" + file + "' is not UTF-8 text", failure);
        }
    }

    /**
     * Reads a record from a text.
     *
     * @param source the name of the text in error messages
     * @throws TextException if the text or an override does not say what it should
     */
    public static <T> T read(String text, String source, Class<T> type, List<String> overrides) throws TextException {
        Node tree = Overrides.apply(NodeReader.read(text, source), overrides);
        return type.cast(Binder.bind(tree, type, ""));
    }

    /** Returns the name by which a record is chosen: "targeted-apgd" for a {@code TargetedApgd}. */
    public static String nameOf(Record choice) {
        return Names.kebab(choice.getClass().getSimpleName());
    }

    /** Returns the names of the records that a sealed interface is a choice of. */
    public static List<String> choices(Class<?> type) {
        return List.copyOf(Shapes.choices(type).keySet());
    }
}
