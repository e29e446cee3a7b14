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
        List<List<String>> rows = new ArrayList<>();
        for (RankTransfer.TestedSoup row : transfer.rows()) {
            rows.add(List.of(
                    Numbers.formula(
                            tested.grid(tested.names().get(0)), row.chosen().weights()),
                    String.format(Locale.ROOT, "%.2f %%", 100 * row.chosen().score()),
                    Numbers.text(row.mean())));
        }
        Listing listing = new Listing(List.of("soup", "mean on few images", "mean on test images"), rows);
        List<Listing> listings = new ArrayList<>(List.of(listing));
        transfer.correlation()
                .ifPresent(correlation -> listings.add(correlation(
                        correlation,
                        new RankResampling(Numbers.RESAMPLES, seed)
                                .correlation(evidence.shift(adaptation), tested, tested.names()),
                        transfer.tested())));
        return new Finding(this, checks, listings, List.of());
    }

    /** States that no pair differs by more than the margin, in either direction. */
    private static Check close(List<RankTransfer.TestedSoup> rows, ShiftOutcomes tested) {
        if (rows.size() < 2) {
            throw new IllegalArgumentException("a ranking of one soup leaves nothing to compare");
        }
        GridOutcomes grid = tested.grid(tested.names().get(0));
        List<Check> pairs = new ArrayList<>();
        for (RankTransfer.TestedSoup one : rows) {
            for (RankTransfer.TestedSoup other : rows) {
                if (!one.equals(other)) {
                    MixingWeights more = one.chosen().weights();
                    MixingWeights less = other.chosen().weights();
                    pairs.add(Check.below(
                            "The " + BEST
                                    + " best soups on few images are within 1 point of each other on the test images",
                            difference(tested, more, less),
                            MARGIN,
                            Numbers.formula(grid, more) + " less " + Numbers.formula(grid, less)));
                }
            }
        }
        Check least = pairs.stream()
                .max(Comparator.comparingDouble(pair -> pair.p().claimed()))
                .orElseThrow();
        PValues p = PValues.all(pairs.stream().map(Check::p).toList());
        return new Check(least.statement(), p, least.measured(), least.detectable());
    }

    private static Estimate difference(ShiftOutcomes tested, MixingWeights one, MixingWeights other) {
        MeanOverDataSets mean = new MeanOverDataSets(tested.photos());
        for (String name : tested.names()) {
            GridOutcomes grid = tested.grid(name);
            double[] difference = grid.at(one).shares();
            double[] less = grid.at(other).shares();
            Estimate doubted =
                    Numbers.difference(difference, less, grid.conditions().size());
            Numbers.add(difference, less, -1);
            mean.add(name, doubted, difference);
        }
        return mean.mean();
    }

    /** Beside the claim: the tested soups are each the best of something, so a high correlation says little. */
    private static Listing correlation(double correlation, RankResampling.Interval interval, int tested) {
        return new Listing(
                List.of("rank correlation over all tested soups", "middle 95 % of resamples", "soups"),
                List.of(List.of(
                        String.format(Locale.ROOT, "%.3f", correlation),
                        String.format(Locale.ROOT, "%.3f … %.3f", interval.low(), interval.high()),
                        Integer.toString(tested))));
    }
}
