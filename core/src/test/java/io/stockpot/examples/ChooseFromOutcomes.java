package io.stockpot.examples;

import io.stockpot.base.Seed;
import io.stockpot.outcome.Estimate;
import io.stockpot.soup.choice.ChoiceStability;
import io.stockpot.soup.choice.GridOutcomes;
import io.stockpot.soup.choice.Resampling;
import io.stockpot.soup.choice.Selection;
import io.stockpot.soup.choice.ShiftOutcomes;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** Chooses mixtures from what was measured before: plain Java on one bit per image, without libtorch. */
public final class ChooseFromOutcomes {
    /** Returns the mixture of most images that are right under all three threats. */
    static GridOutcomes.Point bestUnion(GridOutcomes grid) {
        return grid.withUnion("union", List.of("Linf 8/255", "L2 128/255", "L1 12"))
                .best("union");
    }

    /** Chooses the best mean over six shifts, again on 200 resamples of the images: what is the choice worth? */
    static ChoiceStability bestOnAverage(ShiftOutcomes shifts) {
        return new Resampling(200, new Seed(0)).repeat(shifts, new Selection.BestOnAverage(List.of()));
    }

    /** Takes the files of a grid under threats and of a grid on shifts. */
    public static void main(String... args) throws IOException {
        GridOutcomes threats = GridOutcomes.read(Path.of(args[0]));
        GridOutcomes.Point union = bestUnion(threats);
        System.out.println(union.weights() + " of " + threats.ingredients() + ": "
                + union.outcomes().accuracy("union") + " under all threats");

        ShiftOutcomes shifts = ShiftOutcomes.read(Path.of(args[1]));
        ChoiceStability choice = bestOnAverage(shifts);
        Estimate expected = choice.expected();
        System.out.println(choice.chosen().weights() + " of " + shifts.ingredients() + ": expect " + expected.percent()
                + " (" + expected.intervalPercent() + ") on unseen images; better than each model alone? "
                + choice.gains());
    }
}
