package io.stockpot.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.mozilla.javascript.Context;
import org.mozilla.javascript.ScriptableObject;

/** Runs the script that counts on the page, without a browser. */
final class PageNumbers implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Context context = Context.enter();
    private final ScriptableObject scope;

    PageNumbers() {
        context.setLanguageVersion(Context.VERSION_ES6);
        scope = context.initSafeStandardObjects();
        context.evaluateString(scope, Resources.text("explorer-numbers.js"), "explorer-numbers.js", 1, null);
    }

    /** Runs a statement. */
    void run(String script) {
        context.evaluateString(scope, script, "test", 1, null);
    }

    /** Returns the value of an expression. */
    JsonNode value(String expression) {
        Object text = context.evaluateString(scope, "JSON.stringify(" + expression.strip() + ")", "test", 1, null);
        try {
            return JSON.readTree(Context.toString(text));
        } catch (JsonProcessingException wrong) {
            throw new AssertionError(expression + " is " + text, wrong);
        }
    }

    @Override
    public void close() {
        context.close();
    }
}
