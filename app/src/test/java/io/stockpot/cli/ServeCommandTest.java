package io.stockpot.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.stockpot.JavaProcess;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** Starts the command in a process of its own, and asks it what the other commands say, too. */
@DisabledOnOs(OS.WINDOWS)
class ServeCommandTest extends MadeSeason {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern LINK = Pattern.compile("page: (http://127\\.0\\.0\\.1:\\d+/\\?token=\\S+) ");

    private final HttpClient client = HttpClient.newHttpClient();
    private Process process;
    private URI link;
    private String cookie;

    @AfterEach
    void end() throws InterruptedException {
        if (process != null) {
            process.destroyForcibly().waitFor();
        }
    }

    private void serve(String... more) throws IOException, InterruptedException {
        List<String> words = new ArrayList<>(List.of("serve", file("eager"), file("shy")));
        words.addAll(List.of(more));
        serveWords(words);
    }

    private void serveWords(List<String> words) throws IOException, InterruptedException {
        Path printed = folder.resolve("printed");
        process = JavaProcess.of(Stockpot.class.getName(), words)
                .directory(folder.toFile())
                .redirectError(folder.resolve("errors").toFile())
                .redirectOutput(printed.toFile())
                .start();
        Matcher page = LINK.matcher("");
        for (int waited = 0; !page.find(); waited++) {
            assertThat(process.isAlive() && waited < 1200)
                    .as(Files.readString(folder.resolve("errors")))
                    .isTrue();
            Thread.sleep(50);
            page.reset(Files.readString(printed));
        }
        link = URI.create(page.group(1));
        HttpResponse<String> welcome = client.send(HttpRequest.newBuilder(link).build(), BodyHandlers.ofString());
        cookie = welcome.headers().firstValue("Set-Cookie").orElseThrow().replaceFirst(";.*", "");
    }

    private HttpResponse<String> post(String path, String body) throws IOException, InterruptedException {
        return client.send(
                HttpRequest.newBuilder(link.resolve(path))
                        .header("Cookie", cookie)
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofString(body))
                        .build(),
                BodyHandlers.ofString());
    }

    private JsonNode ok(String path, String body) throws IOException, InterruptedException {
        HttpResponse<String> answer = post(path, body);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return JSON.readTree(answer.body());
    }

    private static String weights(String one, String two) {
        return "\"weights\":[\"" + one + "\",\"" + two + "\"]";
    }

    private static Commands.Answer did(String... words) {
        Commands.Answer answer = Commands.run(words);
        assertThat(answer.code()).as(answer.errors()).isZero();
        return answer;
    }

    @Test
    void answersWhatEvaluateMeasures() throws IOException, InterruptedException {
        serve("--photos", file("photos"));
        for (String[] mixture : new String[][] {{"1", "0"}, {"0.5", "0.5"}, {"0.7", "0.3"}, {"-0.2", "1.2"}}) {
            did(
                    "mix",
                    file("eager"),
                    file("shy"),
                    "--weights=" + mixture[0] + "," + mixture[1],
                    "--out",
                    file("soup.safetensors"));
            did(
                    "evaluate",
                    file("soup.safetensors"),
                    "--photos",
                    file("photos"),
                    "--condition",
                    "clean",
                    "--as-is",
                    "--work",
                    memory.toString(),
                    "--json",
                    file("evaluated.json"));
            JsonNode live = ok("/api/mix", "{" + weights(mixture[0], mixture[1]) + ",\"count\":200}");
            JsonNode measured = JSON.readTree(Files.readString(folder.resolve("evaluated.json")));
            List<JsonNode> clean = measured.findValues("correct");
            assertThat(clean).as(measured.toString()).isNotEmpty();
            assertThat(live.path("right").asInt()).isEqualTo(clean.get(0).asInt());
            assertThat(live.path("n").asInt()).isEqualTo(80);
        }
    }

    @Test
    void writesWhatMixAndConvertWrite() throws IOException, InterruptedException {
        serve("--photos", file("photos"), "--out", file("taken"));
        JsonNode written = ok(
                "/api/export",
                "{" + weights("0.3", "0.7") + ",\"name\":\"soup\",\"formats\":[\"safetensors\",\"onnx\"]}");
        assertThat(written.path("files").toString()).isEqualTo("[\"soup.safetensors\",\"soup.md\",\"soup.onnx\"]");
        Path mine = Files.createDirectories(folder.resolve("mine"));
        did("mix", file("eager"), file("shy"), "--weights=0.3,0.7", "--out", file("mine/soup.safetensors"));
        did("convert", file("mine/soup.safetensors"), file("mine/soup.onnx"));
        for (String name : List.of("soup.safetensors", "soup.md", "soup.onnx")) {
            assertThat(folder.resolve("taken").resolve(name)).hasSameBinaryContentAs(mine.resolve(name));
        }
    }

    @Test
    void overwritesOnlyWhatItIsToldTo() throws IOException, InterruptedException {
        serve("--photos", file("photos"), "--out", file("taken"));
        Path there = folder.resolve("taken");
        Files.writeString(there.resolve("a.onnx"), "mine");
        String both = "\"name\":\"a\",\"formats\":[\"safetensors\",\"onnx\"]";
        HttpResponse<String> refused = post("/api/export", "{" + weights("0.3", "0.7") + "," + both + "}");
        assertThat(refused.statusCode()).isEqualTo(409);
        assertThat(refused.body())
                .contains("'a.onnx' is there already; take another name, or say that it is to be overwritten");
        assertThat(there.resolve("a.onnx")).hasContent("mine");
        assertThat(there.resolve("a.safetensors")).doesNotExist();
        ok("/api/export", "{" + weights("0.3", "0.7") + "," + both + ",\"overwrite\":true}");
        assertThat(Files.size(there.resolve("a.onnx"))).isGreaterThan(500);
        ok("/api/export", "{" + weights("0.3", "0.7") + ",\"name\":\"b\",\"formats\":[\"onnx\"]}");
        assertThat(there.resolve("b.onnx")).hasSameBinaryContentAs(there.resolve("a.onnx"));
        assertThat(there.resolve("b.safetensors")).doesNotExist();
        for (String name : List.of("../a", "a/b", "", ".hidden", "..", "a\\\\b", "x".repeat(81))) {
            HttpResponse<String> outside =
                    post("/api/export", "{" + weights("0.3", "0.7") + ",\"name\":\"" + name + "\"}");
            assertThat(outside.statusCode()).as(name).isEqualTo(400);
            assertThat(outside.body()).contains("is no name for a file here");
        }
        assertThat(folder).isDirectoryNotContaining("glob:**a.safetensors");
        HttpResponse<String> noFormat =
                post("/api/export", "{" + weights("0.3", "0.7") + ",\"name\":\"c\",\"formats\":[null]}");
        assertThat(noFormat.statusCode()).isEqualTo(400);
        assertThat(noFormat.body()).contains("cannot be written; they are safetensors and onnx");
    }

    @Test
    void writesNothingWithoutAFolder() throws IOException, InterruptedException {
        serve("--photos", file("photos"));
        HttpResponse<String> refused = post("/api/export", "{" + weights("0.3", "0.7") + ",\"name\":\"a\"}");
        assertThat(refused.statusCode()).isEqualTo(409);
        assertThat(refused.body()).contains("start again with 'stockpot serve … --out FOLDER'");
    }

    @Test
    void showsWhatASeasonHasMeasured() throws IOException, InterruptedException {
        assertThat(season("--outcomes", file("grid.json"), "--as-is")).isZero();
        serve("--photos", file("photos"), "--outcomes", file("grid.json"), "--as-is");
        JsonNode estimate = ok("/api/estimate", "{" + weights("0.6", "0.4") + "}")
                .path("columns")
                .get(0);
        // the same pictures, so their column has the mixtures of the season
        assertThat(estimate.path("name").asText()).isEqualTo("photos");
        assertThat(estimate.path("exact").asBoolean()).isTrue();
        JsonNode live = ok("/api/mix", "{" + weights("0.6", "0.4") + "}");
        assertThat(estimate.path("nearest").path("right")).isEqualTo(live.path("right"));
    }

    @Test
    void servesWhatARecipeHasMade() throws IOException, InterruptedException {
        Path recipe = Files.writeString(
                folder.resolve("light.yaml"), """
                title: Light and dark
                data: {image-folder: {path: %s, test-share: 0.5}}
                models: {eager: {checkpoint: %s}, shy: {checkpoint: %s}}
                evaluate: {images: 40, conditions: [clean: {}, robust: {threat: Linf 1/255, attack: {apgd: {steps: 2, loss: margin}}}]}
                soups: {pair: {ingredients: [eager, shy], weights: {simplex: {denominator: 4}}}}
                """.formatted(file("photos"), file("eager"), file("shy")));
        List<String> words = List.of(recipe.toString(), "--runs", file("runs"));
        Files.createDirectories(folder.resolve("runs"));
        Commands.Answer tooEarly = Commands.run("serve", words.get(0), words.get(1), words.get(2));
        assertThat(tooEarly.code()).isEqualTo(1);
        assertThat(tooEarly.errors()).contains("are not done yet", "'stockpot run' does them");
        did("run", words.get(0), words.get(1), words.get(2));
        serveWords(List.of("serve", words.get(0), words.get(1), words.get(2)));
        JsonNode view = JSON.readTree(client.send(
                        HttpRequest.newBuilder(link.resolve("/api/view"))
                                .header("Cookie", cookie)
                                .build(),
                        BodyHandlers.ofString())
                .body());
        assertThat(view.path("title").asText()).isEqualTo("Light and dark");
        assertThat(view.path("ingredients").findValuesAsText("name")).containsExactly("eager", "shy");
        // the images of the recipe are those of the page, so the models alone and the soup are one column
        assertThat(view.path("columns").findValuesAsText("name")).containsExactly("photos", "Linf 1/255");
        assertThat(view.path("columns").findValuesAsText("n")).containsOnly("40");
        assertThat(view.path("columns").findValuesAsText("measured")).containsOnly("5");
        JsonNode live = ok("/api/mix", "{" + weights("0.25", "0.75") + "}");
        JsonNode known = ok("/api/estimate", "{" + weights("0.25", "0.75") + "}")
                .path("columns")
                .get(0);
        assertThat(known.path("exact").asBoolean()).isTrue();
        assertThat(known.path("nearest").path("right")).isEqualTo(live.path("right"));
    }

    @Test
    void labelsNothingThatHasNoLabels() throws IOException, InterruptedException {
        Path loose = Files.createDirectories(folder.resolve("loose"));
        for (int i = 0; i < 3; i++) {
            Files.copy(folder.resolve("photos/dark/" + i + ".png"), loose.resolve(i + ".png"));
        }
        serve("--photos", file("loose"), "--classes", "dark,light");
        JsonNode answer = ok("/api/mix", "{" + weights("0.5", "0.5") + "}");
        assertThat(answer.path("right").isNull()).isTrue();
        assertThat(answer.path("photos")).hasSize(3);
        assertThat(answer.path("photos").get(0).path("label").isNull()).isTrue();
        assertThat(answer.path("photos").get(0).path("predicted").asText()).isIn("dark", "light");
        assertThat(answer.path("photos").get(0).path("file").asText()).isEqualTo("0.png");
    }

    @Test
    void endsWithCtrlC() throws IOException, InterruptedException {
        serve("--photos", file("photos"), "--port", "0");
        new ProcessBuilder("kill", "-INT", String.valueOf(process.pid()))
                .start()
                .waitFor();
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isEqualTo(130);
        assertThat(folder.resolve("errors"))
                .content()
                .endsWith("stockpot: interrupted; the page is closed, and the same command opens it again\n")
                .doesNotContain("Exception");
        assertThat(org.assertj.core.api.Assertions.catchThrowable(() -> post("/api/mix", "{}")))
                .isInstanceOf(ConnectException.class);
    }
}
