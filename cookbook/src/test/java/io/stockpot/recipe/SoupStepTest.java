package io.stockpot.recipe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stockpot.base.Progress;
import io.stockpot.base.Seed;
import io.stockpot.data.MadeImages;
import io.stockpot.outcome.Outcomes;
import io.stockpot.run.Plan;
import io.stockpot.run.RunStore;
import io.stockpot.run.Runner;
import io.stockpot.soup.choice.GridOutcomes;
import io.stockpot.soup.choice.MixingWeights;
import io.stockpot.tensor.NoLeaks;
import io.stockpot.text.TextException;
import io.stockpot.text.YamlRecords;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What is known about a mixture is not found out again, whichever soup it belongs to. */
@ExtendWith(NoLeaks.class)
class SoupStepTest {
    private static final String MODELS = """
            data: {mnist: {}}
            models:
              a: &model
                train:
                  architecture: {wide-res-net: {depth: 10, widen-factor: 1, classes: 4}}
                  objective: nominal
                  schedule: {cyclic: {rate: 0.1}}
                  epochs: 1
                  batch-size: 50
                  augmentation: none
                  selection: {images: 100}
              b: {fine-tune: {from: a, objective: nominal, schedule: &rate {cosine: {rate: 0.02}}, \
            epochs: 1, batch-size: 50, augmentation: none, selection: {images: 100}}}
              c: {fine-tune: {from: a, objective: nominal, schedule: *rate, \
            epochs: 1, batch-size: 60, augmentation: none, selection: {images: 100}}}
            evaluate:
              images: 30
              conditions:
                - clean: {}
                - robust: {threat: Linf 2/255, attack: {apgd: {steps: 3}}}
                - robust: {threat: L2 0.2, attack: {apgd: {steps: 3}}}
                - curve: {threats: Linf 0..2/255 by 2/255, attack: {pgd: {steps: 2}}, name: rising}
            soups:
            """;
    private static final String TRIANGLE =
            "  triangle: {ingredients: [a, b, c], weights: {simplex: {denominator: 2}}, conditions: [%s]}\n";
    private static final String PAIR = "  pair: {ingredients: [b, a], weights: {segment: {from: -0.5, step: 0.5}}}\n";
    private static final String CLEAN_AND_LINF = "clean, Linf 2/255";

    @TempDir
    Path folder;

    @Test
    void mixturesOfOtherSoupsAreNotEvaluatedAgain() throws IOException {
        List<String> evaluated = new ArrayList<>();
        RecipeSteps both = steps(TRIANGLE.formatted("clean, Linf 2/255, L2 0.2, rising 0, rising 2/255") + PAIR);
        RunStore store = cook(both, "both", evaluated);
        // of 6 mixtures 3 are models; of the pair's 4 only the one beyond the triangle is new
        assertThat(evaluated).hasSize(3 + 1).last().isEqualTo("-0.5, 1.5");
        assertThat(pair(both, store)).isEqualTo(pairAlone());
    }

    @Test
    void evaluatesOnlyConditionsThatOtherSoupsLack() throws IOException {
        RecipeSteps alone = steps(TRIANGLE.formatted(CLEAN_AND_LINF));
        RunStore store = cook(alone, "both", new ArrayList<>());
        // bits that nobody would measure show what is taken over
        MixingWeights half = MixingWeights.parse("0.5, 0.5, 0");
        GridOutcomes triangle = grid(alone.soups().get(0), store);
        List<GridOutcomes.Point> points = triangle.points().stream()
                .map(point -> point.weights().equals(half) ? allWrong(point) : point)
                .toList();
        new GridOutcomes(triangle.ingredients(), points)
                .write(directory(alone.soups().get(0), store).resolve("grid.json"));

        RecipeSteps both = steps(PAIR + TRIANGLE.formatted(CLEAN_AND_LINF));
        Outcomes taken = pair(both, cook(both, "both", new ArrayList<>())).at(MixingWeights.parse("0.5, 0.5"));
        assertThat(taken.correct("clean").cardinality()).isZero();
        assertThat(taken.correct("Linf 2/255").cardinality()).isZero();
        Outcomes measured = pairAlone().at(MixingWeights.parse("0.5, 0.5"));
        assertThat(measured.correct("Linf 2/255").cardinality()).isPositive();
        List<String> others = List.of("L2 0.2", "rising 0", "rising 2/255");
        assertThat(taken.select(others)).isEqualTo(measured.select(others));
    }

    private static GridOutcomes.Point allWrong(GridOutcomes.Point point) {
        Outcomes outcomes = point.outcomes();
        Map<String, BitSet> none = outcomes.conditions().stream().collect(Collectors.toMap(c -> c, c -> new BitSet()));
        return new GridOutcomes.Point(
                point.weights(),
                new Outcomes(outcomes.dataDigest(), outcomes.images(), none).select(outcomes.conditions()));
    }

    @Test
    void takesNothingOverFromOtherStatisticsOrPartsOfCurves() throws IOException {
        List<String> evaluated = new ArrayList<>();
        cook(steps(TRIANGLE.formatted("rising 2/255") + PAIR), "curve", evaluated);
        assertThat(evaluated).hasSize(6 + 2);
        evaluated.clear();
        String reestimated = PAIR.replace("}}}", "}}, batch-norm: {reestimate: {batches: 2}}}");
        cook(steps(PAIR + reestimated.replace("pair", "again")), "statistics", evaluated);
        assertThat(evaluated).hasSize(2 + 4);
    }

    @Test
    void mixesLayersByWeightsOfTheirOwnAndTakesNothingOverFromOthers() throws IOException {
        List<String> evaluated = new ArrayList<>();
        String layered = PAIR.replace("pair", "layered").replace("}}}", "}}, layers: {by-name: {tensors: %s}}}");
        RecipeSteps both = steps(PAIR + layered.formatted("{'fc.*': \"0, 1\"}"));
        RunStore store = cook(both, "layered", evaluated);
        // of the pair's 4 mixtures 2 are models; all 4 of the other are new
        assertThat(evaluated).hasSize(2 + 4);
        SoupStep soup = both.soups().get(1);
        GridOutcomes grid = soup.named(grid(soup, store));
        assertThat(grid.ingredients()).containsExactly("b (layered)", "a (layered)");
        // where the head is that of a, and all else too, the soup is a
        assertThat(grid.at(MixingWeights.parse("0, 1")))
                .isEqualTo(pair(both, store).at(MixingWeights.parse("0, 1")));
        assertThat(soup.canonical()).contains("\"layers\":{\"by-name\":{\"tensors\":{\"fc.*\":\"0, 1\"}}}");
        assertThat(both.soups().get(0).canonical()).doesNotContain("layers");
    }

    @Test
    void refusesLayersThatTheNetworkHasNot() {
        String layered = PAIR.replace("}}}", "}}, layers: {by-name: {tensors: {'fx.*': \"0, 1\"}}}}");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> steps(layered))
                .withMessageContaining("soup 'pair', layers: no tensor matches 'fx.*'; did you mean 'fc.*'?");
        String three = PAIR.replace("}}}", "}}, layers: {by-name: {tensors: {'fc.*': \"0, 1, 0\"}}}}");
        assertThatThrownBy(() -> steps(three))
                .isInstanceOf(TextException.class)
                .hasMessageContaining("3 weights for 2 ingredients");
    }

    private GridOutcomes pairAlone() throws IOException {
        RecipeSteps steps = steps(PAIR);
        return pair(steps, cook(steps, "alone", new ArrayList<>()));
    }

    private GridOutcomes pair(RecipeSteps steps, RunStore store) throws IOException {
        return grid(
                steps.soups().stream()
                        .filter(soup -> soup.name().equals("pair"))
                        .findFirst()
                        .orElseThrow(),
                store);
    }

    private static GridOutcomes grid(SoupStep soup, RunStore store) throws IOException {
        return soup.read(directory(soup, store));
    }

    private static Path directory(SoupStep soup, RunStore store) throws IOException {
        return store.find(Plan.of(List.of(soup), store).key(soup)).orElseThrow();
    }

    private static RecipeSteps steps(String soups) throws IOException {
        Recipe recipe = YamlRecords.read(MODELS + soups, "recipe", Recipe.class, List.of());
        return new RecipeSteps(
                recipe, "Test", new RecipeImages(MadeImages.of(300, new Seed(1)), MadeImages.of(100, new Seed(2))));
    }

    /** Cooks the soups in the order of the recipe; their mixtures that are evaluated are added to the list. */
    private RunStore cook(RecipeSteps steps, String store, List<String> evaluated) throws IOException {
        RunStore opened = new RunStore(folder.resolve(store));
        Progress noting = (what, total, unit) -> new Progress.Task() {
            @Override
            public void note(String text) {
                // a mixture; what is done with it has words
                if (what.equals("soups") && text.matches("[-0-9., ]+")) {
                    evaluated.add(text);
                }
            }
        };
        new Runner(opened, noting, () -> {}).run(Plan.of(List.of(steps.report()), opened));
        return opened;
    }
}
