package io.stockpot.claim;

import io.stockpot.base.Seed;
import io.stockpot.soup.choice.ChoiceStability;
import io.stockpot.soup.choice.GridScores;
import io.stockpot.soup.choice.Selection;
import io.stockpot.soup.choice.ShiftOutcomes;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Which ingredient dominates the best soups depends on the data (Fig. 7).
 *
 * @param shifts outcomes of the grid on the images soups are chosen with
 * @param dominant data set → the ingredient that should have the largest share
 */
public record Compositions(String shifts, Map<String, String> dominant) implements Claim {
    /** Copies the map. */
    public Compositions {
        dominant = Collections.unmodifiableMap(new LinkedHashMap<>(dominant));
    }

    @Override
    public String id() {
        return "E9";
    }

    @Override
    public String place() {
        return "Fig. 7";
    }

    @Override
    public String title() {
        return "What is in the best soups";
    }

    @Override
    public String stated() {
        return "The nominal ingredient, with weights of 0.8 to 1.0, dominates the best soups for ImageNet, ReaL, V2, A and"
                + " C; the Linf-robust one those for R, Sketch and Conflict Stimuli, the last with −0.4 of the nominal.";
    }

    @Override
    public Finding examine(Evidence evidence, Seed seed) {
        ShiftOutcomes grids = evidence.shift(shifts);
        List<Check> checks = new ArrayList<>();
        dominant.forEach((name, ingredient) -> {
            ChoiceStability choice = Numbers.choice(
                    ShiftOutcomes.of(name, grids.grid(name)), new Selection.BestOf(name), seed.child(name));
            checks.add(Check.share(
                    "On " + name + " the best soup is mostly " + ingredient,
                    TopSoups.dominated(choice, TopSoups.place(grids, ingredient)),
                    "chosen: "
                            + Numbers.formula(grids.grid(name), choice.chosen().weights()) + "; mostly " + ingredient));
        });
        return new Finding(this, checks, List.of(listing(grids)), List.of());
    }

    private static Listing listing(ShiftOutcomes grids) {
        List<String> header = new ArrayList<>(List.of("data"));
        header.addAll(grids.ingredients());
        header.add("the five best");
        GridScores scores = GridScores.of(grids);
        List<List<String>> rows = new ArrayList<>();
        for (String name : grids.names()) {
            List<String> row = new ArrayList<>(List.of(name));
            for (double share : TopSoups.shares(scores, name)) {
                row.add(String.format(Locale.ROOT, "%.2f", share).replace('-', '−'));
            }
            List<String> formulas = new ArrayList<>();
            for (GridScores.Ranked soup : TopSoups.of(scores, name)) {
                formulas.add(Numbers.formula(grids.grid(name), soup.weights()));
            }
            row.add(String.join("; ", formulas));
            rows.add(row);
        }
        return new Listing(header, rows);
    }
}
