package io.stockpot.recipe;

import static org.assertj.core.api.Assertions.assertThat;

import io.stockpot.base.Seed;
import io.stockpot.outcome.Outcomes;
import io.stockpot.report.Block;
import io.stockpot.report.Explorer;
import io.stockpot.soup.choice.GridOutcomes;
import io.stockpot.soup.choice.MixingWeights;
import io.stockpot.soup.choice.WeightGrid;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RecipeExplorersTest {
    @Test
    void everyShownSoupCanBeTriedUnderAllItsConditions() {
        ReportPlan plan = new ReportPlan(
                List.of(new ReportBlock.BestOf("pair"), new ReportBlock.Extrapolation("pair", List.of("clean"))));
        RecipeOutcomes outcomes =
                outcomes(Map.of("a", outcomes(20, 3)), Map.of("pair", grid(20, 5), "hidden", grid(20, 5)));
        List<Block> blocks = RecipeExplorers.of(plan, outcomes);
        assertThat(blocks).singleElement().extracting(Block::title).isEqualTo("Try mixtures of pair");
        assertThat(blocks.get(0).html("01"))
                .contains("\"name\":\"clean\"", "\"name\":\"Linf 8/255\"")
                // the model that was measured by itself on the same images, with its own bits
                .contains("\"alone\":{\"0\":\"BwAA\"}");
    }

    @Test
    void soupsOfOneMixtureOrOfMoreBitsThanAPageHoldsAreLeftOut() {
        ReportPlan plan = new ReportPlan(List.of(new ReportBlock.BestOf("pair"), new ReportBlock.BestOf("large")));
        int images = (int) (Explorer.MOST_BITS / 4) + 1;
        GridOutcomes one =
                GridOutcomes.of(List.of("a", "b"), List.of(MixingWeights.parse("0.5, 0.5")), List.of(outcomes(20, 4)));
        assertThat(RecipeExplorers.of(plan, outcomes(Map.of(), Map.of("pair", one, "large", grid(images, 2)))))
                .isEmpty();
    }

    private static RecipeOutcomes outcomes(Map<String, Outcomes> models, Map<String, GridOutcomes> soups) {
        return new RecipeOutcomes(models, soups, Map.of(), new Seed(0), new Measuring(List.of(), "images", List.of()));
    }

    private static GridOutcomes grid(int images, int points) {
        List<MixingWeights> weights = new WeightGrid.Simplex(points - 1).points(2);
        List<Outcomes> outcomes = new ArrayList<>();
        weights.forEach(mixture -> outcomes.add(outcomes(images, 4)));
        return GridOutcomes.of(List.of("a", "b"), weights, outcomes);
    }

    private static Outcomes outcomes(int images, int right) {
        BitSet set = new BitSet();
        set.set(0, right);
        Map<String, BitSet> bits = new LinkedHashMap<>();
        bits.put("clean", set);
        bits.put("Linf 8/255", set);
        return new Outcomes("ab", images, bits);
    }
}
