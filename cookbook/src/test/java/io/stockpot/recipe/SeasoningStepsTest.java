package io.stockpot.recipe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stockpot.base.Seed;
import io.stockpot.claim.Evidence;
import io.stockpot.recipe.ShiftRowStep.Role;
import io.stockpot.run.Plan;
import io.stockpot.soup.choice.Choice;
import io.stockpot.soup.choice.Contest;
import io.stockpot.soup.choice.GridOutcomes;
import io.stockpot.soup.choice.MixingWeights;
import io.stockpot.soup.choice.Race;
import io.stockpot.soup.choice.ShiftOutcomes;
import io.stockpot.tensor.NoLeaks;
import io.stockpot.text.YamlRecords;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The whole way from shifts to seasoned soups and the report, with a tiny network and made images. */
@ExtendWith(NoLeaks.class)
class SeasoningStepsTest extends ToySeasoning {
    @Test
    void seasonsFromImagesToReport() throws IOException {
        RecipeSteps steps = steps(RECIPE);
        assertThat(steps.remarks()).anySatisfy(remark -> assertThat(remark).contains("NOT MEASURED", "'elsewhere'"));
        Plan plan = cook(steps);
        Path report = store.find(plan.key(steps.report())).orElseThrow();
        assertThat(report.resolve("report.html"))
                .content()
                .contains("single soup", "a soup for each shift", "×2", "NOT MEASURED", "20 images choose, 80 judge")
                .contains("interval, over images", "plain mean of the data sets")
                .contains("Try mixtures on shifts: pair", ", test images\"")
                .doesNotContain("place 2");
        GridOutcomes grid = grid(plan, "pair-on-dark");
        assertThat(grid.points()).hasSize(5);
        assertThat(grid.conditions()).hasSize(10).contains("brightness 1", "contrast 5");
        assertThat(grid.images()).isEqualTo(20);
        ShiftOutcomes judged = ShiftOutcomes.read(directory(plan, "pair-judged").resolve("judged.json"));
        assertThat(judged.weights()).contains(MixingWeights.parse("1, 0"), MixingWeights.parse("0, 1"));
        assertThat(judged.grid("0").images()).isEqualTo(80);
        assertThat(judged.grid("1").images()).isEqualTo(30);
        assertThat(judged.grid("2").images()).isEqualTo(2);

        // a soup of one model is that model, and clean images are not a shift
        ShiftRowStep.Row base =
                new ShiftRowStep("", plan(RECIPE), List.of(), null, Role.JUDGE).read(directory(plan, "base-on-clean"));
        assertThat(judged.grid("0").at(MixingWeights.parse("1, 0")).correct("images"))
                .isEqualTo(base.right().correct("images"));
        assertThat(Plan.of(List.of(steps(RECIPE).report()), store).toDo()).isEmpty();

        RecipeSteps more = steps(RECIPE.replace("best: 1", "best: 2"));
        assertThat(store.find(cook(more).key(more.report())).orElseThrow().resolve("report.html"))
                .content()
                .contains("single soup, place 2", "a soup for each shift, place 2");
    }

    /** A race leaves no outcomes of all mixtures, so nothing that rests on them is shown or exported. */
    @Test
    void racesForTheBestMixtureOfEachShift() throws IOException {
        String racing =
                RECIPE.replace("best: 1", "best: 1\n    search: {race: {error-probability: 0.9, first-block: 4}}");
        RecipeSteps steps = steps(racing + "export: {folder: DIR/pantry, outcomes-only: true}\n");
        Plan plan = cook(steps);
        for (String shift : List.of("clean", "dark", "photos")) {
            Path run = directory(plan, "pair-on-" + shift);
            try (Stream<Path> left = Files.list(run)) {
                assertThat(left.map(file -> file.getFileName().toString()))
                        .contains("choice.json")
                        .noneMatch(name -> name.startsWith("answers") || name.equals("grid.json"));
            }
        }
        Path report = store.find(plan.key(steps.report())).orElseThrow();
        assertThat(report.resolve("report.html"))
                .content()
                .contains("a soup for each shift", "It won a race of 5 mixtures", "No soup is chosen on average")
                .doesNotContain("single soup");
        ShiftOutcomes judged = ShiftOutcomes.read(directory(plan, "pair-judged").resolve("judged.json"));
        assertThat(judged.weights()).contains(MixingWeights.parse("1, 0"), MixingWeights.parse("0, 1"));
        new Exporter(steps, store, plan).write(steps.export().orElseThrow());
        assertThat(Evidence.read(folder.resolve("pantry").resolve(Evidence.FOLDER))
                        .shifts())
                .containsKeys("pair-test", "pair-base-adaptation")
                .doesNotContainKey("pair-adaptation");

        Plan exhaustive = cook(steps(RECIPE));
        for (String shift : List.of("clean", "dark", "photos")) {
            Contest stored = Contest.of(grid(exhaustive, "pair-on-" + shift));
            Choice expected = new Race(0.9, 4, 1.25).find(stored, new Seed(3));
            assertThat(directory(plan, "pair-on-" + shift).resolve("choice.json"))
                    .content()
                    .contains(
                            "\"weights\":\"" + expected.weights() + "\"",
                            expected.assurance().get(0));
        }
    }

    /** The scores of all versions are measured, and nothing of them is left once the choice is safe. */
    @Test
    void fitsASurfaceToTheMarginsOfEachShift() throws IOException {
        String surface = "search: {response-surface: {degree: 1, surplus: 1, finalists: 1}}";
        RecipeSteps steps = steps(RECIPE.replace("best: 1", "best: 1\n    " + surface));
        Plan plan = cook(steps);
        for (String shift : List.of("clean", "dark", "photos")) {
            Path run = directory(plan, "pair-on-" + shift);
            try (Stream<Path> left = Files.list(run)) {
                assertThat(left.map(file -> file.getFileName().toString()))
                        .contains("choice.json")
                        .noneMatch(name -> name.startsWith("scores") || name.equals("grid.json"));
            }
            assertThat(run.resolve("choice.json")).content().contains("\"role\":\"finalist\"");
        }
        Path report = store.find(plan.key(steps.report())).orElseThrow();
        assertThat(report.resolve("report.html"))
                .content()
                .contains("A linear surface in the weights, fitted to 3 mixtures, predicted the answers of all 5");
    }

    @Test
    void drawsAccuracyOverTheNumberOfImagesThatChoose() throws IOException {
        RecipeSteps steps = steps(RECIPE + FEW_SHOT);
        Path report = store.find(cook(steps).key(steps.report())).orElseThrow();
        assertThat(report.resolve("report.html"))
                .content()
                .contains("Soups chosen with few images: pair", "12 held-out images, the same for all; 3 repetitions");
        assertThat(report.resolve("figures/01-soups-chosen-with-few-images-pair.svg"))
                .content()
                .contains("<svg", "accuracy on held-out images", "dark")
                .doesNotContain("NaN");
        // 20 images choose, 12 of them are held out: 2, 4 and all 8 others are drawn
        assertThat(Files.readAllLines(report.resolve("data/01-soups-chosen-with-few-images-pair.csv")).stream()
                        .map(line -> line.split(",", -1))
                        .map(cells -> cells[0] + " of " + cells[3]))
                .containsExactly(
                        "series of condition",
                        "2 images of clean",
                        "4 images of clean",
                        "8 images of clean",
                        "2 images of dark",
                        "4 images of dark",
                        "8 images of dark");
        assertThat(report.resolve("report.html")).content().contains("Not measured: elsewhere.");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "seasoning: pair | seasoning: pear | recipe:36:7: there is no seasoning 'pear'; known: pair",
                "[clean, dark] | [clean, dusk] | recipe:36:7: the seasoning 'pair' has no shift 'dusk'; known: clean, dark, photos",
                "[clean, dark] | [clean, photos] | recipe:36:7: 4 images of the shift 'photos' choose: a few-shot study",
                "held-out: 12 | held-out: 18 | recipe:36:7: 20 images of the shift 'clean' choose: a few-shot study that holds out 18 images and draws 2 needs more than 20, not 20; hold out fewer, or name other shifts",
                "repetitions: 3 | repetitions: 1 | recipe:39:16: study: a few-shot study needs sizes, held-out images and at least 2 repetitions"
            })
    void refusesFewShotFiguresThatCannotBeDrawnWithLineAndColumn(String text, String fault, String message) {
        assertThat(FEW_SHOT).contains(text);
        assertThatThrownBy(() -> steps(RECIPE + FEW_SHOT.replace(text, fault)))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(message);
    }

    @Test
    void drawsCompositionsOfAllShiftsOrOfEachVersionOfOne() throws IOException {
        RecipeSteps steps = steps(RECIPE + COMPOSITIONS);
        Path report = store.find(cook(steps).key(steps.report())).orElseThrow();
        assertThat(report.resolve("figures/01-what-the-best-soups-are-made-of-pair.svg"))
                .content()
                .contains("clean", "dark", "photos", "all");
        // a figure for each corruption, after the heading
        assertThat(report.resolve("figures/03-brightness.svg")).exists();
        assertThat(report.resolve("data/04-contrast.csv")).content().contains("best 5,\"base, other\",");
        assertThat(report.resolve("report.html")).content().contains("Not measured: elsewhere.");
        assertThatThrownBy(() -> steps(RECIPE + COMPOSITIONS.replace("versions: dark", "versions: dusk")))
                .hasMessageContaining("recipe:37:7: the seasoning 'pair' has no shift 'dusk'; known: clean, dark");
        assertThatThrownBy(() -> steps(RECIPE + COMPOSITIONS.replace("best: 2", "best: 0")))
                .hasMessageContaining("best must be at least 1, not 0");
    }

    @Test
    void exportsTheBitsBehindItsNumbers() throws IOException {
        RecipeSteps steps = steps(RECIPE + "export: {folder: DIR/pantry, outcomes-only: true}\n");
        Plan plan = cook(steps);
        new Exporter(steps, store, plan).write(steps.export().orElseThrow());
        Map<String, ShiftOutcomes> shifts =
                Evidence.read(folder.resolve("pantry").resolve(Evidence.FOLDER)).shifts();
        assertThat(shifts)
                .containsOnlyKeys(
                        "pair-adaptation", "pair-test", "pair-base-adaptation", "pair-base-test", "pair-both-test");
        ShiftOutcomes choosing = shifts.get("pair-adaptation");
        assertThat(choosing.names()).containsExactly("clean", "dark", "photos");
        assertThat(choosing.ingredients()).containsExactly("base", "other");
        assertThat(choosing.grid("dark")).isEqualTo(grid(plan, "pair-on-dark"));
        MixingWeights base = MixingWeights.parse("1, 0");
        for (String role : List.of("adaptation", "test")) {
            ShiftOutcomes alone = shifts.get("pair-base-" + role);
            assertThat(alone.names()).isEqualTo(choosing.names());
            for (String name : alone.names()) {
                assertThat(alone.grid(name).points().get(0).outcomes())
                        .isEqualTo(shifts.get("pair-" + role).grid(name).at(base));
            }
        }
        ShiftOutcomes judged = shifts.get("pair-both-test");
        assertThat(judged.grid("clean").images()).isEqualTo(80);
        // the 30 dark images are among the clean ones, the photos are not
        assertThat(judged.photos()).isEqualTo(shifts.get("pair-test").photos());
        assertThat(judged.photos().names()).containsOnlyKeys("clean", "dark");
        assertThat(judged.photos().names().get("clean"))
                .hasSize(80)
                .containsAll(judged.photos().names().get("dark"));
        assertThat(judged.mean(judged.names(), MixingWeights.vertex(0, 1)).images())
                .isEqualTo(82);
        assertThat(choosing.photos().names().get("dark"))
                .isEqualTo(choosing.photos().names().get("clean"));
    }

    @Test
    void runsOnlyWhatChanged() throws IOException {
        cook(steps(RECIPE));
        assertThat(left(RECIPE.replace("dark", "dusk").replace("other", "second")))
                .containsExactly("report");
        assertThat(left(RECIPE.replace("photos, resize: 8", "photos, resize: 9")))
                .containsExactly(
                        "pair-on-photos",
                        "pair-judged",
                        "base-on-photos",
                        "both-on-photos",
                        "base-on-photos-choosing",
                        "report");
        assertThat(left(RECIPE.replace("best: 1", "best: 2"))).containsExactly("pair-judged", "report");
        assertThat(left(RECIPE.replace("best: 1", "best: 1\n    batch-size: 7")))
                .isEmpty();
        assertThat(left(RECIPE.replace("best: 1", "protocol: overlapping\n    best: 1")))
                .contains("pair-judged", "base-on-clean")
                .doesNotContain("pair-on-clean");
        Files.delete(folder.resolve("photos/d/2.png"));
        assertThat(left(RECIPE)).contains("pair-on-photos", "pair-judged").doesNotContain("pair-on-clean");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "adaptation: 4} | adaptation: 7} | the shift 'photos' has 6 images, and 7 are asked for to choose",
                "adaptation: 4} | adaptation: 6} | all of them choose a soup: none is left to judge it",
                "best: 1 | shifts: [cleen] | there is no shift 'cleen'; known: clean, dark, photos, elsewhere",
                "compare: [base] | compare: [bass] | there is no model 'bass'",
                "ensembles: {both: [base, other]} | ensembles: {both: [base]} | the ensemble 'both' needs at least 2",
                "best: 1 | best: 0 | best and batch-size must be at least 1",
                "best: 1 | search: race | a race finds the best mixture of each shift only",
                "resize: 8, crop: 8 | resize: 8, crop: 9 | crop must not exceed resize"
            })
    void refusesFaultySeasoningsBeforeAnythingRuns(String text, String fault, String message) {
        assertThat(RECIPE).contains(text);
        assertThatThrownBy(() -> steps(RECIPE.replace(text, fault)))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(message);
    }

    @Test
    void saysWhereARaceIsAskedForMoreThanItFinds() {
        assertThatThrownBy(() -> steps(RECIPE.replace("best: 1", "search: race\n    best: 2")))
                .hasMessageContaining("recipe:32:11:")
                .hasMessageContaining("and best is 2; set best to 1, or search to exhaustive");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "compositions: {seasoning: pair} | recipe:38:7:",
                "'few-shot: {seasoning: pair, shifts: [clean]}' | recipe:38:7:"
            })
    void refusesFiguresOfAllMixturesWhenASeasoningRaces(String block, String place) {
        String recipe = RECIPE.replace("best: 1", "search: race\n    best: 1")
                + "report:\n  blocks:\n    - models: {}\n    - " + block + "\n";
        assertThatThrownBy(() -> steps(recipe))
                .hasMessageContaining(place)
                .hasMessageContaining("the seasoning 'pair' is a race, which does not judge all mixtures")
                .hasMessageContaining("set its search to exhaustive, or leave the figure out");
    }

    @Test
    void aRequiredShiftThatIsMissingIsPlannedButNothingIsRun() throws IOException {
        String recipe = RECIPE.replace("none}, optional: true", "none}");
        assertThat(Plan.of(List.of(steps(recipe).report()), store).toString())
                .contains("pair-on-elsewhere", "missing: there is no '");
        assertThatThrownBy(() -> cook(steps(recipe))).hasMessageContaining("nothing was run");
    }

    private static SeasoningPlan plan(String recipe) throws IOException {
        return YamlRecords.read(recipe.replace("DIR", "x"), "recipe", Recipe.class, List.of())
                .seasonings()
                .get("pair");
    }
}
