package io.stockpot.recipe.claim;

import io.stockpot.evaluate.PairedTest;
import io.stockpot.soup.ShiftOutcomes;
import io.stockpot.tensor.Seed;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * The more severe a corruption, the more robust the best soup's ingredients (Fig. 9).
 *
 * @param shifts outcomes of the grid on the images soups are chosen with
 * @param dataSet the corrupted data set; its conditions are a corruption and a severity, e.g. "fog 3"
 * @param nominal name of the nominal ingredient
 * @param favourites condition → the robust ingredient that should have the largest share there
 */
public record Severities(String shifts, String dataSet, String nominal, Map<String, String> favourites)
        implements Claim {
    private static final double CHANCE = 0.05;

    /** Copies the map. */
    public Severities {
        favourites = Collections.unmodifiableMap(new LinkedHashMap<>(favourites));
    }

    @Override
    public String id() {
        return "E11";
    }

    @Override
    public String place() {
        return "Fig. 9 and 11";
    }

    @Override
    public String title() {
        return "With severity, weight moves from the nominal to the robust ingredients";
    }

    @Override
    public String stated() {
        return "Over severities 1 to 5 of the corruptions of ImageNet-C the weight of the best soups moves from the nominal"
                + " ingredient to robust ones; pixelation asks for L1, JPEG for Linf, elastic distortion at severity 5 for"
                + " L1 robustness.";
    }

    @Override
    public Finding examine(Evidence evidence, Seed seed) {
        ShiftOutcomes versions = evidence.shift(shifts).versions(dataSet);
        int place = TopSoups.place(versions, nominal);
        Map<String, TreeMap<Integer, double[]>> shares = new LinkedHashMap<>();
        for (String condition : versions.names()) {
            int space = condition.lastIndexOf(' ');
            shares.computeIfAbsent(condition.substring(0, space), name -> new TreeMap<>())
                    .put(Integer.parseInt(condition.substring(space + 1)), TopSoups.shares(versions, condition));
        }
        List<Check> checks = new ArrayList<>(List.of(falls(shares, place)));
        favourites.forEach((condition, ingredient) -> checks.add(favourite(versions, condition, ingredient, place)));
        return new Finding(this, checks, List.of(listing(shares, place)), List.of());
    }

    private Check falls(Map<String, TreeMap<Integer, double[]>> shares, int place) {
        int fell = 0;
        int rose = 0;
        for (TreeMap<Integer, double[]> levels : shares.values()) {
            double change =
                    levels.lastEntry().getValue()[place] - levels.firstEntry().getValue()[place];
            fell += change < 0 ? 1 : 0;
            rose += change > 0 ? 1 : 0;
        }
        double chance = new PairedTest(fell, rose).pValue();
        Support support = fell <= rose ? Support.NO : chance < CHANCE ? Support.YES : Support.WITHIN_CHANCE;
        return new Check(
                "From the lowest to the highest severity the share of " + nominal + " falls for most corruptions",
                support,
                String.format(
                        Locale.ROOT,
                        "falls for %d, rises for %d of %d corruptions (sign test, p = %.3f)",
                        fell,
                        rose,
                        shares.size(),
                        chance));
    }

    private static Check favourite(ShiftOutcomes versions, String condition, String ingredient, int nominal) {
        double[] shares = TopSoups.shares(versions, condition);
        Map<String, Double> robust = new LinkedHashMap<>();
        for (int i = 0; i < shares.length; i++) {
            if (i != nominal) {
                robust.put(versions.ingredients().get(i), shares[i]);
            }
        }
        List<String> texts = new ArrayList<>();
        robust.forEach((name, share) -> texts.add(name + " " + text(share)));
        return Check.exactly(
                "Of the robust ingredients, " + ingredient + " has most of the five best for " + condition,
                Numbers.largest(robust).equals(ingredient),
                String.join(", ", texts));
    }

    private Listing listing(Map<String, TreeMap<Integer, double[]>> shares, int place) {
        List<List<String>> rows = new ArrayList<>();
        shares.forEach((name, levels) -> {
            List<String> texts = new ArrayList<>();
            levels.forEach((severity, all) -> texts.add(severity + ": " + text(all[place])));
            rows.add(List.of(name, String.join("; ", texts)));
        });
        return new Listing(List.of("corruption", "severity: mean share of " + nominal + " in the five best"), rows);
    }

    private static String text(double share) {
        return String.format(Locale.ROOT, "%.2f", share).replace('-', '−');
    }
}
