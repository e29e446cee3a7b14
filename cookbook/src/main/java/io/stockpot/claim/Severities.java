package io.stockpot.claim;

import io.stockpot.base.Seed;
import io.stockpot.outcome.PairedTest;
import io.stockpot.soup.choice.GridScores;
import io.stockpot.soup.choice.ShiftOutcomes;
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
        GridScores scores = GridScores.of(versions);
        int place = TopSoups.place(versions, nominal);
        Map<String, TreeMap<Integer, String>> levels = new LinkedHashMap<>();
        for (String condition : versions.names()) {
            int space = condition.lastIndexOf(' ');
            levels.computeIfAbsent(condition.substring(0, space), name -> new TreeMap<>())
                    .put(Integer.parseInt(condition.substring(space + 1)), condition);
        }
        List<Check> checks = new ArrayList<>(List.of(falls(versions, scores, levels, place, seed)));
        favourites.forEach((condition, ingredient) ->
                checks.add(favourite(versions.select(List.of(condition)), scores, condition, ingredient, seed)));
        return new Finding(this, checks, List.of(listing(scores, levels, place)), List.of());
    }

    /**
     * The numbers of corruptions whose most severe version has less or more of an ingredient than their mildest.
     *
     * @param fell number of those with a smaller share
     * @param rose number of those with a larger share
     */
    private record Moves(int fell, int rose) {
        static Moves of(GridScores scores, Map<String, TreeMap<Integer, String>> levels, int place) {
            int fell = 0;
            int rose = 0;
            for (TreeMap<Integer, String> severities : levels.values()) {
                double lowest = TopSoups.shares(scores, severities.firstEntry().getValue())[place];
                double highest = TopSoups.shares(scores, severities.lastEntry().getValue())[place];
                fell += highest < lowest ? 1 : 0;
                rose += highest > lowest ? 1 : 0;
            }
            return new Moves(fell, rose);
        }

        boolean mostFell() {
            return fell > rose;
        }
    }

    /** Decides by corruptions and by images, because both are samples: both must agree. */
    private Check falls(
            ShiftOutcomes versions,
            GridScores scores,
            Map<String, TreeMap<Integer, String>> levels,
            int place,
            Seed seed) {
        Moves moves = Moves.of(scores, levels, place);
        double chance = new PairedTest(moves.fell(), moves.rose()).pValue();
        Support corruptions = !moves.mostFell() ? Support.NO : chance < CHANCE ? Support.YES : Support.WITHIN_CHANCE;
        double share = Numbers.share(
                versions, seed, drawn -> Moves.of(drawn, levels, place).mostFell());
        return new Check(
                "From the lowest to the highest severity the share of " + nominal + " falls for most corruptions",
                corruptions.weaker(Check.support(share)),
                String.format(
                        Locale.ROOT,
                        "falls for %d, rises for %d of %d corruptions (sign test, p = %.3f); for most in %s",
                        moves.fell(),
                        moves.rose(),
                        levels.size(),
                        chance,
                        Check.resamples(share)));
    }

    private Check favourite(ShiftOutcomes version, GridScores scores, String condition, String ingredient, Seed seed) {
        Map<String, Double> robust = robust(version, scores, condition);
        if (!robust.containsKey(ingredient)) {
            throw new IllegalArgumentException("the favourite for " + condition + ", '" + ingredient
                    + "', is not one of the robust ingredients " + String.join(", ", robust.keySet()));
        }
        List<String> texts = new ArrayList<>();
        robust.forEach((name, share) -> texts.add(name + " " + text(share)));
        double share = Numbers.share(
                version,
                seed,
                drawn -> Numbers.largest(robust(version, drawn, condition)).equals(ingredient));
        return Check.share(
                "Of the robust ingredients, " + ingredient + " has most of the five best for " + condition,
                share,
                String.join(", ", texts) + "; most of " + ingredient);
    }

    /** Returns the share of each robust ingredient in the best soups. */
    private Map<String, Double> robust(ShiftOutcomes versions, GridScores scores, String condition) {
        double[] shares = TopSoups.shares(scores, condition);
        Map<String, Double> robust = new LinkedHashMap<>();
        for (int i = 0; i < shares.length; i++) {
            robust.put(versions.ingredients().get(i), shares[i]);
        }
        robust.remove(nominal);
        return robust;
    }

    private Listing listing(GridScores scores, Map<String, TreeMap<Integer, String>> corruptions, int place) {
        List<List<String>> rows = new ArrayList<>();
        corruptions.forEach((name, levels) -> {
            List<String> texts = new ArrayList<>();
            levels.forEach((severity, condition) ->
                    texts.add(severity + ": " + text(TopSoups.shares(scores, condition)[place])));
            rows.add(List.of(name, String.join("; ", texts)));
        });
        return new Listing(List.of("corruption", "severity: mean share of " + nominal + " in the five best"), rows);
    }

    private static String text(double share) {
        return String.format(Locale.ROOT, "%.2f", share).replace('-', '−');
    }
}
