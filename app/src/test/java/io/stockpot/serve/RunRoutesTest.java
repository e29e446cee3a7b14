package io.stockpot.serve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.stockpot.run.StatusFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RunRoutesTest {
    private static final String REPORT = "0123456789ab-digits-report";

    @TempDir
    Path folder;

    private Path runs;
    private Routes routes;

    @BeforeEach
    void writeRuns() throws IOException {
        runs = Files.createDirectories(folder.resolve("runs"));
        Path report = Files.createDirectories(runs.resolve(REPORT));
        Files.writeString(report.resolve("report.html"), "<p>the report</p>");
        Files.writeString(report.resolve("01-table.csv"), "a,b\n");
        Files.writeString(report.resolve(".hidden.csv"), "secret");
        Files.writeString(report.resolve("step.json"), "{\"finished\":\"2026-12-01T10:00:00Z\"}");
        Files.writeString(report.resolve("model.safetensors"), "weights");
        Files.writeString(folder.resolve("outside.csv"), "secret");
        Files.writeString(runs.resolve("loose.csv"), "secret");
        Files.createSymbolicLink(report.resolve("link.csv"), folder.resolve("outside.csv"));
        Files.createSymbolicLink(runs.resolve("latest"), Path.of(REPORT));
        Files.createSymbolicLink(runs.resolve("now-elsewhere"), folder);
        new StatusFile(runs.resolve("now-colours"), "colours")
                .reached(1, List.of("train b", "report"), OptionalDouble.of(600));
        routes = new Routes();
        new RunRoutes(runs).addTo(routes);
    }

    private Reply get(String path) throws IOException, InterruptedException {
        return routes.answer(new Call("GET", path, Map.of(), Map.of(), "tab", new byte[0]));
    }

    @Test
    void listsRuns() throws IOException, InterruptedException {
        JsonNode list = new ObjectMapper().readTree(get("/api/runs").body());
        assertThat(list).hasSize(2);
        assertThat(list.get(0).path("name").asText()).isEqualTo("now-colours");
        assertThat(list.get(0).path("state").asText()).isEqualTo("cooking");
        assertThat(list.get(0).path("recipe").asText()).isEqualTo("colours");
        assertThat(list.get(0).path("step").asText()).isEqualTo("train b");
        assertThat(list.get(0).path("done").asDouble()).isEqualTo(1 / 3.0);
        assertThat(list.get(0).path("left").asText()).isEqualTo("about 10 min left");
        assertThat(list.get(0).path("page").isNull()).isTrue();
        assertThat(list.get(1).path("state").asText()).isEqualTo("finished");
        assertThat(list.get(1).path("page").asText()).isEqualTo("/runs/" + REPORT + "/report.html");
    }

    @Test
    void showsPagesWithAPolicyOfTheirOwn() throws IOException, InterruptedException {
        for (String name : List.of(REPORT, "latest")) {
            Reply page = get("/runs/" + name + "/report.html");
            assertThat(new String(page.body(), StandardCharsets.UTF_8)).isEqualTo("<p>the report</p>");
            assertThat(page.headers().get("Content-Type")).isEqualTo("text/html; charset=utf-8");
            // its scripts run, and cannot ask this server
            assertThat(page.headers().get("Content-Security-Policy"))
                    .contains("default-src 'none'", "script-src 'unsafe-inline'")
                    .doesNotContain("connect-src");
        }
        assertThat(get("/runs/" + REPORT + "/01-table.csv").headers().get("Content-Type"))
                .startsWith("text/csv");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/runs/" + REPORT + "/model.safetensors",
                "/runs/" + REPORT + "/.hidden.csv",
                "/runs/" + REPORT + "/none.csv",
                "/runs/" + REPORT + "/link.csv",
                "/runs/" + REPORT + "/../../outside.csv",
                "/runs/" + REPORT + "//01-table.csv",
                "/runs/" + REPORT,
                "/runs/" + REPORT + "/",
                "/runs/loose.csv",
                "/runs/now-elsewhere/outside.csv",
                "/runs//etc/passwd.txt",
                "/runs/..%2foutside.csv",
                "/runs/.0123456789ab-train.partial/report.html"
            })
    void showsNothingElse(String path) {
        assertThatThrownBy(() -> get(path)).isInstanceOf(Refusal.class);
    }
}
