package io.stockpot.serve;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/** What a request is answered with: a status of HTTP, headers of its own, and a body. */
public final class Reply {
    private static final int OK = 200;
    private static final int ACCEPTED = 202;
    private static final int SEE_OTHER = 303;

    private final int status;
    private final byte[] body;
    private final Map<String, String> headers;

    private Reply(int status, byte[] body, Map<String, String> headers) {
        this.status = status;
        this.body = body;
        this.headers = headers;
    }

    private static Reply of(int status, String type, byte[] body) {
        return new Reply(status, body, Map.of("Content-Type", type));
    }

    /** Returns an answer in JSON. */
    public static Reply json(JsonNode node) {
        return json(OK, node);
    }

    /** Returns the answer that something was begun and will take a while. */
    public static Reply accepted(JsonNode node) {
        return json(ACCEPTED, node);
    }

    private static Reply json(int status, JsonNode node) {
        return of(status, "application/json", Json.bytes(node)).with("Cache-Control", "no-store");
    }

    /** Returns an answer of a type of its own. */
    public static Reply bytes(String type, byte[] body) {
        return of(OK, type, body.clone());
    }

    /** Returns a page, style or script in UTF-8. */
    public static Reply text(String type, String text) {
        return of(OK, type + "; charset=utf-8", text.getBytes(StandardCharsets.UTF_8));
    }

    static Reply error(Refusal refusal) {
        return json(refusal.status(), Json.object().put("error", refusal.getMessage()));
    }

    static Reply redirect(String where) {
        return new Reply(SEE_OTHER, new byte[0], Map.of("Location", where, "Cache-Control", "no-store"));
    }

    /** Returns the same answer with one more header, in the place of one of that name. */
    public Reply with(String header, String value) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(header, value);
        return new Reply(status, body, more);
    }

    int status() {
        return status;
    }

    byte[] body() {
        return body.clone();
    }

    Map<String, String> headers() {
        return headers;
    }
}
