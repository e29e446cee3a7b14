package io.stockpot.model;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.stockpot.text.CanonicalJson;
import io.stockpot.text.TextException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a file says of how it is used, as texts of its metadata, which other programs can read. */
public final class UsageTexts {
    /** The names of the classes in the order of the logits, a JSON list. */
    public static final String CLASS_NAMES = "stockpot.class-names";

    /** {@link ImageSize} as JSON. */
    public static final String IMAGE_SIZE = "stockpot.image-size";

    /** {@link PicturePreparation} as JSON. */
    public static final String PREPARATION = "stockpot.preparation";

    /** The least and the largest pixel, a JSON list. */
    public static final String INPUT_RANGE = "stockpot.input-range";

    /** Whether the file normalises images itself, "true" or "false". */
    public static final String NORMALISES = "stockpot.normalisation-inside";

    private static final ObjectMapper JSON = new ObjectMapper();

    private UsageTexts() {}

    /**
     * Returns the texts of some facts.
     *
     * @param normalises whether the file normalises images itself, as ONNX files do and files of weights do not
     */
    public static Map<String, String> of(Usage usage, boolean normalises) {
        Map<String, String> texts = new LinkedHashMap<>();
        usage.imageSize().ifPresent(size -> texts.put(IMAGE_SIZE, CanonicalJson.of(size)));
        usage.classNames().ifPresent(names -> texts.put(CLASS_NAMES, list(names)));
        usage.preparation().ifPresent(preparation -> texts.put(PREPARATION, CanonicalJson.of(preparation)));
        texts.put(INPUT_RANGE, "[0, 1]");
        texts.put(NORMALISES, Boolean.toString(normalises));
        return texts;
    }

    private static String list(List<String> names) {
        return JSON.valueToTree(names).toString();
    }

    /**
     * Returns the facts in some texts; others are ignored.
     *
     * @param file that has them, for messages
     * @throws IOException if a text is malformed, naming it
     */
    public static Usage read(Path file, Map<String, String> texts) throws IOException {
        return new Usage(
                read(file, texts, IMAGE_SIZE, ImageSize.class),
                names(file, texts),
                read(file, texts, PREPARATION, PicturePreparation.class));
    }

    private static <T> Optional<T> read(Path file, Map<String, String> texts, String key, Class<T> type)
            throws IOException {
        if (!texts.containsKey(key)) {
            return Optional.empty();
        }
        try {
            return Optional.of(CanonicalJson.read(texts.get(key), type));
        } catch (TextException malformed) {
            throw new IOException(file + " has a malformed " + key + ": " + malformed.getMessage(), malformed);
        }
    }

    private static Optional<List<String>> names(Path file, Map<String, String> texts) throws IOException {
        if (!texts.containsKey(CLASS_NAMES)) {
            return Optional.empty();
        }
        List<String> names = new ArrayList<>();
        try {
            JsonNode list = JSON.readTree(texts.get(CLASS_NAMES));
            for (JsonNode name : list.isArray() ? list : JSON.createArrayNode()) {
                names.add(name.isTextual() ? name.textValue() : "");
            }
        } catch (JsonProcessingException malformed) {
            throw new IOException(
                    file + " has a malformed " + CLASS_NAMES + ": " + malformed.getOriginalMessage(), malformed);
        }
        if (names.isEmpty() || names.stream().anyMatch(String::isBlank)) {
            throw new IOException(file + " has a malformed " + CLASS_NAMES + ": it must be a list of texts");
        }
        return Optional.of(names);
    }
}
