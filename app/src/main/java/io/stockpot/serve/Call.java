package io.stockpot.serve;

import java.util.Map;
import java.util.Optional;

/**
 * A request that has passed the door.
 *
 * @param method of HTTP, in capitals
 * @param path decoded, begins with a slash
 * @param parts what stands in the path in the place of the names in braces of its route
 * @param query its parameters, decoded
 * @param page which tab of a browser asks; a name of its own for a request that does not say
 * @param body as it came, at most {@link Server#LARGEST_BODY} bytes
 */
@SuppressWarnings("ArrayRecordComponent") // one reader, no comparison
public record Call(
        String method, String path, Map<String, String> parts, Map<String, String> query, String page, byte[] body) {
    /** Copies the maps. */
    public Call {
        parts = Map.copyOf(parts);
        query = Map.copyOf(query);
    }

    /** Returns what stands in the path in the place of a name in braces. */
    public String part(String name) {
        return Optional.ofNullable(parts.get(name))
                .orElseThrow(() -> new IllegalArgumentException("the route has no '" + name + "'"));
    }

    /**
     * Reads the body as JSON.
     *
     * @param <T> a record with the names of the body
     * @throws Refusal if it is not of that shape
     */
    public <T> T json(Class<T> type) {
        return Json.read(body, type);
    }

    /**
     * Returns a parameter that is a whole number.
     *
     * @throws Refusal if it is none, or out of range
     */
    public int number(String name, int orElse, int least, int most) {
        String text = query.get(name);
        return text == null ? orElse : number(name, text, least, most);
    }

    /**
     * Reads a whole number.
     *
     * @param name what it is called
     * @throws Refusal if it is none, or out of range
     */
    static int number(String name, String text, int least, int most) {
        String wanted = "; " + name + " is a whole number from " + least + " to " + most;
        if (!text.matches("\\d{1,9}")) {
            throw Refusal.wrong("'" + shortened(text) + "' is no number" + wanted);
        }
        int number = Integer.parseInt(text);
        if (number < least || number > most) {
            throw Refusal.unknown(name + " " + number + " is not there" + wanted);
        }
        return number;
    }

    static String shortened(String text) {
        int most = 40;
        return text.length() <= most ? text : text.substring(0, most) + "…";
    }

    Call with(Map<String, String> found) {
        return new Call(method, path, found, query, page, body);
    }
}
