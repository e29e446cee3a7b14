package io.stockpot.serve;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.stream.Collectors;

/** What goes over the wire as JSON. */
public final class Json {
    private static final ObjectMapper MAPPER = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
            .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
            .build();

    private Json() {}

    /** Returns an empty object. */
    public static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }

    /** Returns an empty array. */
    public static ArrayNode array() {
        return JsonNodeFactory.instance.arrayNode();
    }

    /** Returns an array of texts. */
    public static ArrayNode texts(List<String> texts) {
        ArrayNode array = array();
        texts.forEach(array::add);
        return array;
    }

    /** Returns records, lists, maps and the like as JSON. */
    public static JsonNode tree(Object value) {
        return MAPPER.valueToTree(value);
    }

    static byte[] bytes(JsonNode node) {
        try {
            return MAPPER.writeValueAsBytes(node);
        } catch (JsonProcessingException impossible) {
            throw new UncheckedIOException("an answer cannot be written", impossible);
        }
    }

    /**
     * Reads the body of a request.
     *
     * @throws Refusal if it is no JSON of that shape, saying where
     */
    static <T> T read(byte[] body, Class<T> type) {
        try {
            T value = MAPPER.readValue(body, type);
            if (value == null) {
                throw Refusal.wrong("the body is 'null'; send a JSON object");
            }
            return value;
        } catch (java.io.IOException wrong) {
            throw Refusal.wrong("the body is not the JSON that this address takes: " + reason(wrong));
        }
    }

    private static String reason(java.io.IOException wrong) {
        if (wrong instanceof MismatchedInputException mismatch
                && !mismatch.getPath().isEmpty()) {
            return shape(mismatch);
        }
        return wrong instanceof JsonProcessingException json
                ? json.getOriginalMessage().lines().findFirst().orElse("it is empty")
                : "it cannot be read";
    }

    /** Names the field, and not the classes that it is read into. */
    private static String shape(MismatchedInputException wrong) {
        String field = Call.shortened(String.valueOf(wrong.getPath().get(0).getFieldName()));
        if (wrong instanceof UnrecognizedPropertyException unknown) {
            String known = unknown.getKnownPropertyIds().stream()
                    .map(String::valueOf)
                    .sorted()
                    .collect(Collectors.joining(", "));
            return "Unrecognized field \"" + field + "\"; the fields are " + known;
        }
        return "'" + field + "' must be " + wanted(wrong.getTargetType());
    }

    private static String wanted(Class<?> type) {
        if (type == Integer.class) {
            return "a whole number";
        }
        if (type == Boolean.class) {
            return "true or false";
        }
        return type == String.class ? "text" : "a list of texts";
    }
}
