package io.stockpot.serve;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.stockpot.run.Estimate;
import io.stockpot.run.RunListing;
import io.stockpot.run.RunListing.Listed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;

/** Lists the runs of a folder, and shows the files of their pages. Nothing is written, and no path leaves the folder. */
final class RunRoutes {
    /** Pages of runs hold their scripts; these may draw, but neither ask the server nor load anything. */
    private static final String POLICY = "default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline';"
            + " img-src 'self' data: blob:; font-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'self'";

    private static final Map<String, String> TYPES = Map.of(
            "html", "text/html; charset=utf-8",
            "svg", "image/svg+xml",
            "png", "image/png",
            "csv", "text/csv; charset=utf-8",
            "tex", "text/plain; charset=utf-8",
            "json", "application/json",
            "md", "text/plain; charset=utf-8",
            "txt", "text/plain; charset=utf-8");

    /** More is no page; weights of models are taken from the folder itself. */
    private static final long LARGEST = 256L << 20;

    private static final String LINK = "latest";

    private final Path runs;

    RunRoutes(Path runs) {
        this.runs = runs;
    }

    void addTo(Routes routes) {
        routes.on("GET", "/api/runs", call -> list()).on("GET", "/runs/{path...}", call -> file(call.part("path")));
    }

    private Reply list() throws IOException {
        ArrayNode list = Json.array();
        RunListing.of(runs, Instant.now()).forEach(run -> list.add(node(run)));
        return Reply.json(list);
    }

    private static ObjectNode node(Listed run) {
        return Json.object()
                .put("name", run.name())
                .put("state", run.state().name().toLowerCase(Locale.ROOT))
                .put("recipe", run.recipe().orElse(null))
                .put("step", run.step().orElse(null))
                .put("done", run.done().isPresent() ? run.done().getAsDouble() : null)
                .put("words", run.words())
                .put(
                        "left",
                        run.left().isPresent()
                                ? "about " + Estimate.about(run.left().getAsDouble()) + " left"
                                : null)
                .put("page", run.page().map(page -> "/runs/" + page).orElse(null));
    }

    private Reply file(String path) throws IOException {
        String type = TYPES.get(path.substring(path.lastIndexOf('.') + 1));
        Path file = runs.resolve(path);
        if (type == null || !isShown(path) || !Files.isRegularFile(file)) {
            throw Refusal.unknown("there is no page '" + Call.shortened(path) + "' among the runs; see /api/runs");
        }
        // a link inside may lead anywhere
        if (!file.toRealPath().startsWith(runs.toRealPath())) {
            throw new Refusal(
                    Refusal.FORBIDDEN, "'" + Call.shortened(path) + "' leads out of the folder of runs; open it there");
        }
        if (Files.size(file) > LARGEST) {
            throw new Refusal(
                    Refusal.TOO_LARGE,
                    "'" + Call.shortened(path) + "' is too large to be shown; open it in its folder");
        }
        return Reply.bytes(type, Files.readAllBytes(file)).with("Content-Security-Policy", POLICY);
    }

    /** Only what belongs to a run is shown, and nothing that is hidden. */
    private static boolean isShown(String path) {
        String[] parts = path.split("/", -1);
        boolean ofRun = parts[0].matches("[0-9a-f]{12}-.+|now-.+|" + LINK);
        for (String part : parts) {
            ofRun = ofRun && !part.isEmpty() && !part.startsWith(".") && !part.contains(":");
        }
        return ofRun && parts.length > 1;
    }
}
