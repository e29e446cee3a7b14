package io.stockpot.claim;

import io.stockpot.base.Seed;
import io.stockpot.outcome.Estimate;
import io.stockpot.soup.choice.ChoiceStability;
import io.stockpot.soup.choice.GridOutcomes;
import io.stockpot.soup.choice.GridScores;
import io.stockpot.soup.choice.MixingWeights;
import io.stockpot.soup.choice.ShiftOutcomes;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Predicate;

/**
 * Whether nominal or robust ingredients dominate the best soups depends on the data (Fig. 7).
 *
 * @param shifts outcomes of the grid on the images soups are chosen with
 * @param nominal name of the nominal ingredient; the others are robust
 * @param mostlyNominal data sets on which it should have the largest share
 * @param mostlyRobust data sets on which one of the others should
 */
public record Compositions(String shifts, String nominal, List<String> mostlyNominal, List<String> mostlyRobust)
        implements Claim {
    /** Copies the lists. */
    public Compositions {
        mostlyNominal = List.copyOf(mostlyNominal);
        mostlyRobust = List.copyOf(mostlyRobust);
        if (mostlyNominal.isEmpty() && mostlyRobust.isEmpty()) {
            throw new IllegalArgumentException("mostly-nominal or mostly-robust must name a data set");
        }
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
        int place = TopSoups.place(grids, nominal);
        Predicate<MixingWeights> nominalLeads = weights -> TopSoups.leads(weights, place);
        Predicate<MixingWeights> robustLeads = weights -> TopSoups.trails(weights, place);
        Map<String, Estimate> leads = new LinkedHashMap<>();
        List<Check> checks = new ArrayList<>();
        mostlyNominal.forEach(
                name -> checks.add(check(grids, name, "nominal", nominalLeads, robustLeads, seed.child(name), leads)));
        mostlyRobust.forEach(
                name -> checks.add(check(grids, name, "robust", robustLeads, nominalLeads, seed.child(name), leads)));
        checks.add(
                0,
                Check.positive(
                        "The best soups of the claimed kind beat those of the other, on average over data sets",
                        Numbers.mean(leads, grids.photos())));
        return new Finding(this, checks, List.of(listing(grids)), List.of());
    }

    private static Check check(
            ShiftOutcomes grids,
            String name,
            String kind,
            Predicate<MixingWeights> claimed,
            Predicate<MixingWeights> other,
            Seed seed,
            Map<String, Estimate> leads) {
        String statement = "On " + name + " the best mostly " + kind + " soup beats the best of the other kind";
        GridOutcomes grid = grids.grid(name);
        ChoiceStability choice = Numbers.contest(grid, name, claimed, other, seed);
        leads.put(name, Check.gain(statement, choice));
        return Check.gains(
                statement, choice, Numbers.formula(grid, choice.chosen().weights()), "the other kind");
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
