package io.stockpot.claim;

import io.stockpot.base.Seed;
import io.stockpot.outcome.Estimate;
import io.stockpot.outcome.MeanOverDataSets;
import io.stockpot.soup.choice.GridOutcomes;
import io.stockpot.soup.choice.MixingWeights;
import io.stockpot.soup.choice.RankResampling;
import io.stockpot.soup.choice.RankTransfer;
import io.stockpot.soup.choice.ShiftOutcomes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/**
 * The ranking of soups on few images holds on the test images (Table 2).
 *
 * @param adaptation outcomes of the grid on the images soups are chosen with
 * @param test outcomes on the test images, of the best soups at least
 */
public record RankingTransfer(String adaptation, String test) implements Claim {
    private static final int BEST = 3;
    /**
     * Soups that differ by less on the test images count as equally good; in the paper three differ by 0.02 points.
     */
    private static final double MARGIN = 0.01;
    /** The rank correlation from which on a ranking counts as kept. */
    private static final double STRONG = 0.9;

    @Override
    public String id() {
        return "E12";
    }

    @Override
    public String place() {
        return "Table 2";
    }

    @Override
    public String title() {
        return "The ranking on few images is that on the test images";
    }

    @Override
    public String stated() {
        return "The three best single soups on 1,000 images per data set reach means of 59.46, 59.48 and 59.46 % on the"
                + " full test sets; of the soups chosen per data set, the best three reach 64.24, 64.16 and 63.93 %.";
    }

    @Override
    public Finding examine(Evidence evidence, Seed seed) {
        ShiftOutcomes tested = evidence.shift(test);
        RankTransfer transfer = RankTransfer.of(evidence.shift(adaptation), tested, tested.names(), BEST);
        List<Check> checks = new ArrayList<>(List.of(close(transfer.rows(), tested)));
        transfer.correlation()
                .ifPresent(correlation -> checks.add(kept(
                        correlation,
                        new RankResampling(Numbers.RESAMPLES, seed)
                                .correlation(evidence.shift(adaptation), tested, tested.names()),
                        transfer.tested())));
        List<List<String>> rows = new ArrayList<>();
        for (RankTransfer.TestedSoup row : transfer.rows()) {
            rows.add(List.of(
                    Numbers.formula(
                            tested.grid(tested.names().get(0)), row.chosen().weights()),
                    String.format(Locale.ROOT, "%.2f %%", 100 * row.chosen().score()),
                    Numbers.text(row.mean())));
        }
        Listing listing = new Listing(List.of("soup", "mean on few images", "mean on test images"), rows);
        return new Finding(this, checks, List.of(listing), List.of());
    }

    /**
     * The difference between two of the best soups on the test images.
     *
     * @param between the two, for the page
     */
    private record Apart(String between, Estimate difference) {
        Check check(int soups) {
            return Check.below(
                    "The " + soups + " best soups on few images are within 1 point of each other on the test images",
                    difference,
                    MARGIN,
                    between);
        }
    }

    /** Decides by the difference that is least surely below the margin, of all pairs in both directions. */
    private static Check close(List<RankTransfer.TestedSoup> rows, ShiftOutcomes tested) {
        GridOutcomes grid = tested.grid(tested.names().get(0));
        List<Apart> pairs = new ArrayList<>();
        for (RankTransfer.TestedSoup one : rows) {
            for (RankTransfer.TestedSoup other : rows) {
                if (!one.equals(other)) {
                    MixingWeights more = one.chosen().weights();
                    MixingWeights less = other.chosen().weights();
                    String between = Numbers.formula(grid, more) + " less " + Numbers.formula(grid, less);
                    pairs.add(new Apart(between, difference(tested, more, less)));
                }
            }
        }
        return pairs.stream()
                .max(Comparator.comparing(
                                (Apart pair) -> pair.check(rows.size()).support())
                        .thenComparing(pair -> pair.difference().high()))
                .map(pair -> pair.check(rows.size()))
                .orElseThrow(() -> new IllegalArgumentException("a ranking of one soup leaves nothing to compare"));
    }

    private static Estimate difference(ShiftOutcomes tested, MixingWeights one, MixingWeights other) {
        MeanOverDataSets mean = new MeanOverDataSets(tested.photos());
        for (String name : tested.names()) {
            GridOutcomes grid = tested.grid(name);
            double[] difference = grid.at(one).shares();
            double[] less = grid.at(other).shares();
            Estimate doubted =
                    Numbers.doubted(difference, less, grid.conditions().size());
            Numbers.add(difference, less, -1);
            mean.add(name, doubted, difference);
        }
        return mean.mean();
    }

    private static Check kept(double correlation, RankResampling.Interval interval, int tested) {
        Support support =
                correlation < STRONG ? Support.NO : interval.low() >= STRONG ? Support.YES : Support.WITHIN_CHANCE;
        return new Check(
                "The rank correlation over all tested soups is at least " + STRONG,
                support,
                String.format(
                        Locale.ROOT,
                        "%.3f (%.3f … %.3f) over %d soups",
                        correlation,
                        interval.low(),
                        interval.high(),
                        tested));
    }
}
