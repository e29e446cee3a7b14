package io.stockpot.serve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.stockpot.outcome.Accuracy;
import io.stockpot.outcome.Outcomes;
import io.stockpot.soup.choice.GridOutcomes;
import io.stockpot.soup.choice.MixingWeights;
import io.stockpot.soup.choice.WeightGrid;
import io.stockpot.tensor.NoLeaks;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Asks what is known of mixtures that nobody has measured, and of those that somebody has. */
@ExtendWith(NoLeaks.class)
class EstimateRouteTest {
    private static final List<MixingWeights> GRID = new WeightGrid.Lattice("-0.4", "1.4", "0.2").points(2);

    @TempDir
    private Path folder;

    /** Of 1000 images, 600 are right in the middle, and 400 · (w − 1/2)² fewer elsewhere. */
    private static int right(MixingWeights weights) {
        double distance = weights.value(0) - 0.5;
        return (int) Math.round(600 - 400 * distance * distance);
    }

    private static Outcomes outcomes(int right) {
        BitSet bits = new BitSet();
        bits.set(0, right);
        return new Outcomes("abc", 1000, new LinkedHashMap<>(Map.of("Linf 8/255", bits)));
    }

    private static GridOutcomes grid(String... names) {
        return GridOutcomes.of(
                List.of(names),
                GRID,
                GRID.stream().map(weights -> outcomes(right(weights))).toList());
    }

    private static Served with(Served served, Knowledge known) {
        return new Served(
                served.title(),
                served.soup(),
                served.descriptions(),
                served.photos(),
                known,
                served.mixLine(),
                served.writer());
    }

    private static JsonNode estimate(Tab tab, String one, String two) throws IOException, InterruptedException {
        Tab.Answer answer = tab.post("/api/estimate", "{\"weights\":[\"" + one + "\",\"" + two + "\"]}");
        assertThat(answer.status()).as(answer.json().toString()).isEqualTo(200);
        return answer.json().path("columns");
    }

    @Test
    void isExactWhereItWasMeasured() throws IOException, InterruptedException {
        try (MadePage made =
                new MadePage(20, served -> with(served, served.known().with(grid("one", "two"), "made images")))) {
            Tab tab = new Tab(made.page().address(), "tab");
            for (MixingWeights weights : GRID) {
                JsonNode column =
                        estimate(tab, weights.text(0), weights.text(1)).get(1);
                assertThat(column.path("name").asText()).isEqualTo("Linf 8/255");
                assertThat(column.path("exact").asBoolean()).isTrue();
                assertThat(column.path("estimate").asDouble()).isEqualTo(right(weights) / 1000.0);
                assertThat(column.path("error").asDouble()).isZero();
                assertThat(column.path("nearest").path("distance").asDouble()).isZero();
                assertThat(column.path("nearest").path("right").asInt()).isEqualTo(right(weights));
            }
        }
    }

    @Test
    void estimatesWithAnErrorBetweenThem() throws IOException, InterruptedException {
        try (MadePage made =
                new MadePage(20, served -> with(served, served.known().with(grid("one", "two"), "made images")))) {
            Tab tab = new Tab(made.page().address(), "tab");
            JsonNode column = estimate(tab, "0.5", "0.5").get(1);
            assertThat(column.path("exact").asBoolean()).isFalse();
            assertThat(column.path("estimate").asDouble()).isCloseTo(0.6, within(1e-3));
            assertThat(column.path("error").asDouble()).isBetween(0.0, 2e-3);
            JsonNode nearest = column.path("nearest");
            assertThat(nearest.path("weights").get(0).asText()).isEqualTo("0.4");
            assertThat(nearest.path("distance").asDouble()).isCloseTo(Math.sqrt(0.02), within(1e-12));
            assertThat(nearest.path("low").asDouble())
                    .isEqualTo(new Accuracy(596, 1000).interval().low());
            JsonNode far = estimate(tab, "5", "-4").get(1);
            assertThat(far.path("error").asDouble())
                    .isGreaterThan(column.path("error").asDouble());
        }
    }

    @Test
    void guessesNothingFromModelsAlone() throws IOException, InterruptedException {
        try (MadePage made = new MadePage(20)) {
            Tab tab = new Tab(made.page().address(), "tab");
            JsonNode column = estimate(tab, "0.5", "0.5").get(0);
            assertThat(column.path("name").asText()).isEqualTo("photos");
            assertThat(column.path("estimate").isNull()).isTrue();
            assertThat(column.path("error").isNull()).isTrue();
            JsonNode alone = estimate(tab, "0", "1").get(0);
            assertThat(alone.path("exact").asBoolean()).isTrue();
            assertThat(alone.path("nearest").path("n").asInt()).isEqualTo(20);
        }
    }

    @Test
    void showsWhatWasMeasuredBefore() throws IOException, InterruptedException {
        try (MadePage made =
                new MadePage(20, served -> with(served, served.known().with(grid("one", "two"), "made images")))) {
            JsonNode view =
                    new Tab(made.page().address(), "tab").get("/api/view").json();
            assertThat(view.path("columns").get(1).path("threat").asText()).isEqualTo("Linf 8/255");
            assertThat(view.path("columns").get(1).path("measured").asInt()).isEqualTo(GRID.size());
            assertThat(view.path("known")).hasSize(GRID.size());
            for (JsonNode known : view.path("known")) {
                MixingWeights weights =
                        MixingWeights.parse(known.path("weights").get(0).asText() + ","
                                + known.path("weights").get(1).asText());
                assertThat(known.path("right").get(1).asInt()).isEqualTo(right(weights));
                assertThat(known.path("right").get(0).isNull())
                        .isEqualTo(weights.single().isEmpty());
            }
            JsonNode best = view.path("buttons").get(1);
            assertThat(best.path("label").asText()).isEqualTo("best Linf 8/255");
            assertThat(best.path("weights").get(0).asText()).isEqualTo("0.4");
        }
    }

    @Test
    void readsFilesOfGridsAndModels() throws IOException {
        Path grid = folder.resolve("grid.json");
        grid("two", "one").write(grid);
        Path model = folder.resolve("three.json");
        outcomes(123).write(model);
        Knowledge known = new Knowledge(List.of("one", "two", "three"));
        known = OutcomeFiles.read(model, OutcomeFiles.read(grid, known));
        assertThat(known.columns()).singleElement().satisfies(column -> {
            assertThat(column.words()).isEqualTo("Linf 8/255 on 1000 images of 'grid.json'");
            assertThat(column.measured())
                    .hasSize(GRID.size() + 1)
                    .containsEntry(MixingWeights.parse("0, 0, 1"), new Accuracy(123, 1000))
                    .containsEntry(MixingWeights.parse("0.6, 0.4, 0"), new Accuracy(596, 1000));
        });
    }

    @Test
    void refusesFilesOfOtherModelsAndOtherFiles() throws IOException {
        Path grid = folder.resolve("grid.json");
        grid("x", "y").write(grid);
        Knowledge known = new Knowledge(List.of("one", "two"));
        assertThatThrownBy(() -> OutcomeFiles.read(grid, known))
                .isInstanceOf(IOException.class)
                .hasMessage("--outcomes '" + grid + "': no mixture of x, y is one of the models here, one, two");
        Path other = Files.writeString(folder.resolve("other.json"), "{\"a\": [1, {\"points\": 2}]}");
        assertThatThrownBy(() -> OutcomeFiles.read(other, known))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith("'" + other + "' holds no outcomes; 'stockpot season --outcomes'");
        Path broken = Files.writeString(folder.resolve("broken.json"), "{\"a\": [1");
        assertThatThrownBy(() -> OutcomeFiles.read(broken, known))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith("'" + broken + "' is no JSON: ");
    }
}
