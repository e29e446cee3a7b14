package io.stockpot.claim;

import io.stockpot.base.Seed;
import io.stockpot.soup.choice.ChoiceStability;
import io.stockpot.soup.choice.GridOutcomes;
import io.stockpot.soup.choice.GridScores;
import io.stockpot.soup.choice.MixingWeights;
import io.stockpot.soup.choice.ShiftOutcomes;
import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.apache.commons.statistics.distribution.BinomialDistribution;

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
    private static final double EVEN = 0.5;

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
                checks.add(favourite(versions.grid(condition), condition, ingredient, seed.child(condition))));
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

        Moves opposite() {
            return new Moves(rose, fell);
        }

        boolean mostFell() {
            return fell > rose;
        }

        /** Returns how probable as many falls are if corruptions fall and rise by chance (sign test). */
        double chance() {
            int moved = fell + rose;
            return moved == 0 ? 1 : BinomialDistribution.of(moved, EVEN).probability(fell - 1, moved);
        }
    }

    /** Rests on corruptions and on images, because both are samples: both must agree. */
    private Check falls(
            ShiftOutcomes versions,
            GridScores scores,
            Map<String, TreeMap<Integer, String>> levels,
            int place,
            Seed seed) {
        Moves moves = Moves.of(scores, levels, place);
        double fall = Numbers.share(
                versions, seed, drawn -> Moves.of(drawn, levels, place).mostFell());
        double rise = Numbers.share(
                versions,
                seed,
                drawn -> Moves.of(drawn, levels, place).opposite().mostFell());
        return new Check(
                "From the lowest to the highest severity the share of " + nominal + " falls for most corruptions",
                new PValues(
                        Math.max(moves.chance(), Numbers.chance(fall)),
                        Math.max(moves.opposite().chance(), Numbers.chance(rise))),
                String.format(
                        Locale.ROOT,
                        "falls for %d, rises for %d of %d corruptions (one-sided sign test, p = %.3f); for most in %s",
                        moves.fell(),
                        moves.rose(),
                        levels.size(),
                        moves.chance(),
                        resamples(fall)),
                level -> needed(levels.size(), level));
    }

    /** Returns how many of all corruptions must agree. */
    private static String needed(int corruptions, double level) {
        for (int agree = corruptions / 2 + 1; agree <= corruptions; agree++) {
            if (new Moves(agree, corruptions - agree).chance() <= level) {
                return "a fall for " + agree + " of " + corruptions;
            }
        }
        return "nothing with " + corruptions + " corruptions";
    }

    /** Returns a share of resamples in percent, with one decimal: there are a few hundred of them. */
    private static String resamples(double share) {
        return new DecimalFormat("0.#", DecimalFormatSymbols.getInstance(Locale.ROOT)).format(100 * share)
                + " % of resamples";
    }

    /** States that the best soup has more of one robust ingredient than of the others. */
    private Check favourite(GridOutcomes grid, String condition, String ingredient, Seed seed) {
        List<String> robust = new ArrayList<>(grid.ingredients());
        robust.remove(nominal);
        if (!robust.contains(ingredient)) {
            throw new IllegalArgumentException("the favourite for " + condition + ", '" + ingredient
                    + "', is not one of the robust ingredients " + String.join(", ", robust));
        }
        Predicate<MixingWeights> most = weights -> robust.stream()
                .filter(other -> !other.equals(ingredient))
                .allMatch(other -> share(grid, weights, other) < share(grid, weights, ingredient));
        Predicate<MixingWeights> less = weights ->
                robust.stream().anyMatch(other -> share(grid, weights, other) > share(grid, weights, ingredient));
        ChoiceStability choice = Numbers.contest(grid, condition, most, less, seed);
        return Check.gains(
                "For " + condition + ", the best soup with more of " + ingredient
                        + " than of other robust ingredients beats the best with less",
                choice,
                Numbers.formula(grid, choice.chosen().weights()),
                "those with less");
    }

    private static int share(GridOutcomes grid, MixingWeights weights, String ingredient) {
        // numerators of the denominator that all ingredients of a mixture share
        return weights.numerators().get(grid.ingredients().indexOf(ingredient));
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
