package io.stockpot.outcome;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.stockpot.base.AtomicFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;

/**
 * Files of bits as JSON. They grow to many megabytes; canonical JSON, which is read by the YAML parser, ends
 * at one.
 */
public final class JsonFile {
    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private JsonFile() {}

    /** Writes a record as one line; the file appears only when it is complete. */
    public static void write(Path file, Object content) throws IOException {
        AtomicFile.writeText(file, JSON.writeValueAsString(content) + "\n");
    }

    /**
     * Reads a file written by {@link #write}, in which nothing may be missing, null or unknown.
     *
     * @param what the file holds, for the error, e.g. "outcomes"
     * @throws IOException if it cannot be read or is not what was written
     */
    public static <T> T read(Path file, Class<T> type, String what) throws IOException {
        return checked(file, what, () -> JSON.readValue(Files.readString(file), type));
    }

    /**
     * Reads a file that may be of an older version.
     *
     * @param upgrade adds what the older version did not write
     */
    public static <T> T read(Path file, Class<T> type, String what, Consumer<ObjectNode> upgrade) throws IOException {
        return checked(file, what, () -> {
            ObjectNode tree = JSON.readValue(Files.readString(file), ObjectNode.class);
            upgrade.accept(tree);
            return JSON.treeToValue(tree, type);
        });
    }

    /** What reads a file. */
    private interface Parse<T> {
        T read() throws IOException;
    }

    private static <T> T checked(Path file, String what, Parse<T> reader) throws IOException {
        try {
            return reader.read();
        } catch (JsonProcessingException failure) {
            throw new IOException(file + " does not hold " + what + ": " + failure.getOriginalMessage(), failure);
        }
    }
}
