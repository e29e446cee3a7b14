package io.stockpot.recipe.claim;

import io.stockpot.evaluate.Estimate;
import io.stockpot.soup.RankTransfer;
import io.stockpot.soup.ShiftOutcomes;
import io.stockpot.tensor.Seed;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The order of soups on few images is that on the test images (Table 2).
 *
 * @param adaptation outcomes of the grid on the images soups are chosen with
 * @param test outcomes on the test images, of the best soups at least
 */
public record RankingTransfer(String adaptation, String test) implements Claim {
    private static final int BEST = 3;
    /** A rank correlation that is called an order kept. */
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
        List<Estimate> means =
                transfer.rows().stream().map(RankTransfer.Row::mean).toList();
        double lowest = means.stream().mapToDouble(Estimate::value).min().orElseThrow();
        double highest = means.stream().mapToDouble(Estimate::value).max().orElseThrow();
        double half = means.get(0).high() - means.get(0).value();
        List<Check> checks = new ArrayList<>();
        checks.add(Check.exactly(
                "The three best soups differ on the test images by less than the half-width of an interval",
                highest - lowest < half,
                String.format(
                        Locale.ROOT,
                        "they differ by %.2f points, half-width %.2f",
                        100 * (highest - lowest),
                        100 * half)));
        transfer.correlation()
                .ifPresent(correlation -> checks.add(Check.exactly(
                        "The rank correlation over all tested soups is at least " + STRONG,
                        correlation >= STRONG,
                        String.format(Locale.ROOT, "%.3f over %d soups", correlation, transfer.tested()))));
        List<List<String>> rows = new ArrayList<>();
        for (RankTransfer.Row row : transfer.rows()) {
            rows.add(List.of(
                    Numbers.formula(
                            tested.grid(tested.names().get(0)), row.chosen().weights()),
                    String.format(Locale.ROOT, "%.2f %%", 100 * row.chosen().score()),
                    Numbers.text(row.mean())));
        }
        Listing listing = new Listing(List.of("soup", "mean on few images", "mean on test images"), rows);
        return new Finding(this, checks, List.of(listing), List.of());
    }
}
