package io.stockpot.claim;

import io.stockpot.base.Seed;
import io.stockpot.outcome.Estimate;
import io.stockpot.report.TradeOffFront;
import io.stockpot.soup.choice.GridOutcomes;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Longer fine-tuning on clean images improves the front of clean and robust accuracy (Fig. 2d). Fronts are looked at in
 * the plane of the two accuracies: how far a soup is above the straight line that joins the ends there.
 *
 * @param soups segments from the robust model to its nominal fine-tunes, by increasing epochs
 * @param x condition on the horizontal axis, a threat
 * @param y condition on the vertical axis
 */
public record CleanFront(List<String> soups, String x, String y) implements Claim {
    private static final int LEVELS = 20;
    private static final double HALF = 0.5;

    /** Copies the list. */
    public CleanFront {
        soups = List.copyOf(soups);
        if (soups.size() < 2) {
            throw new IllegalArgumentException("at least two lengths of fine-tuning are compared");
        }
    }

    @Override
    public String id() {
        return "E3";
    }

    @Override
    public String place() {
        return "Fig. 2d";
    }

    @Override
    public String title() {
        return "Longer nominal fine-tuning improves the clean and robust front";
    }

    @Override
    public String stated() {
        return "On ImageNet, with 1/3, 1 and 3 epochs of nominal fine-tuning, soups at Linf accuracy near 50 % reach"
                + " 79.5, 79.7 and 79.7 % clean accuracy, and the nominal ends 80.5, 80.9 and 81.7 %: longer is better,"
                + " and the curves are concave.";
    }

    @Override
    public Finding examine(Evidence evidence, Seed seed) {
        List<Check> checks = new ArrayList<>();
        GridOutcomes longest = evidence.soup(soups.get(soups.size() - 1));
        checks.add(Check.positive(
                "The front of the longest fine-tuning is above that of the shortest in " + y + ", on average",
                higher(longest, evidence.soup(soups.get(0)))));
        for (int i = 1; i < soups.size() && soups.size() > 2; i++) {
            checks.add(Check.positive(
                    "The front of " + soups.get(i) + " is above that of " + soups.get(i - 1) + " in " + y
                            + ", on average",
                    higher(evidence.soup(soups.get(i)), evidence.soup(soups.get(i - 1)))));
        }
        Map<String, GridOutcomes> shown = new LinkedHashMap<>();
        for (String soup : soups) {
            GridOutcomes grid = evidence.soup(soup);
            shown.put(soup, grid);
            String robust = grid.ingredients().get(0);
            Chord chord = new Chord(soup, grid, y, x);
            checks.add(Check.positive(
                    soup + ": soups of at least half " + robust + " lie above the line between the ends in the plane",
                    chord.above(share -> share >= HALF),
                    x + " at equal " + y));
            checks.add(Check.positive(
                    soup + ": soups of less than half " + robust + " lie above the line between the ends in the plane",
                    chord.above(share -> share < HALF),
                    x + " at equal " + y));
        }
        return new Finding(this, checks, List.of(), List.of(TradeOffFront.of(title(), shown, x, y)));
    }

    /** Returns by how much one front is higher, on average over levels that both reach. */
    private Estimate higher(GridOutcomes longer, GridOutcomes shorter) {
        FrontHeight one = new FrontHeight(longer, x, y);
        FrontHeight other = new FrontHeight(shorter, x, y);
        double low = Math.max(one.lowest(), other.lowest());
        double high = Math.min(one.highest(), other.highest());
        double[] difference = new double[longer.images()];
        for (int level = 0; level <= LEVELS; level++) {
            double at = low + (high - low) * level / LEVELS;
            Numbers.add(difference, one.at(at), 1.0 / (LEVELS + 1));
            Numbers.add(difference, other.at(at), -1.0 / (LEVELS + 1));
        }
        return Estimate.ofImages(difference);
    }
}
