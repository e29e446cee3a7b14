package io.stockpot.serve;

import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.Optional;

/** The files of the page, which are inside the jar: nothing is loaded from elsewhere. */
final class Assets {
    private static final Map<String, String> TYPES = Map.of(
            "js",
            "text/javascript",
            "css",
            "text/css",
            "html",
            "text/html",
            "json",
            "application/json",
            "svg",
            "image/svg+xml");

    private static final String NAME = "[a-z0-9][a-z0-9-]*(\\.min)?\\.(js|css|json|svg)";

    private Assets() {}

    static void addTo(Routes routes) {
        routes.on("GET", "/", call -> reply("page.html").orElseThrow());
        routes.on("GET", "/assets/{name}", call -> named(call.part("name")));
    }

    private static Reply named(String name) throws IOException {
        return (name.matches(NAME) ? reply(name) : Optional.<Reply>empty())
                .orElseThrow(() -> Refusal.unknown("the page has no file '" + Call.shortened(name) + "'"));
    }

    /** Looks beside this class, then among the files of reports, then for the chart library. */
    private static Optional<Reply> reply(String name) throws IOException {
        String type = TYPES.get(name.substring(name.lastIndexOf('.') + 1)) + "; charset=utf-8";
        for (String place : new String[] {"", "/io/stockpot/report/", "/META-INF/resources/webjars/echarts/5.5.0/"}) {
            try (InputStream stream = Assets.class.getResourceAsStream(place + name)) {
                if (stream != null) {
                    return Optional.of(Reply.bytes(type, stream.readAllBytes()));
                }
            }
        }
        return Optional.empty();
    }
}
