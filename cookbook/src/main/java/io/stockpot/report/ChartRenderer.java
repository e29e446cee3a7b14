package io.stockpot.report;

import com.fasterxml.jackson.databind.JsonNode;
import org.mozilla.javascript.Context;
import org.mozilla.javascript.Function;
import org.mozilla.javascript.ScriptableObject;

/**
 * Draws charts as SVG by running the page's own chart library in Rhino, so that page and file show the same figure.
 * Belongs to the thread that created it, which must close it.
 */
final class ChartRenderer implements AutoCloseable {
    private final Context context;
    private final ScriptableObject scope;
    private final Function render;

    ChartRenderer() {
        context = Context.enter();
        // compiling a megabyte of script to byte code takes longer than interpreting it for a page of charts
        context.setInterpretedMode(true);
        context.setLanguageVersion(Context.VERSION_ES6);
        // "safe": scripts cannot reach Java classes
        scope = context.initSafeStandardObjects();
        context.evaluateString(scope, Resources.text("render.js"), "render.js", 1, null);
        context.evaluateString(scope, Resources.text(Resources.ECHARTS), "echarts.min.js", 1, null);
        render = (Function) scope.get("render", scope);
    }

    /** Returns an SVG file. */
    String svg(JsonNode option, int width, int height) {
        Object[] arguments = {option.toString(), width, height};
        return Context.toString(render.call(context, scope, scope, arguments)) + "\n";
    }

    @Override
    public void close() {
        context.close();
    }
}
