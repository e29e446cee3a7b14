package io.stockpot.claim;

import static org.assertj.core.api.Assertions.assertThat;

import io.stockpot.outcome.Estimate;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** How often chance alone, and a true effect, decide statements: in families that are made, so the truth is known. */
class CalibrationTest {
    private static final int FAMILIES = 1000;
    private static final int MOST = FAMILIES / 20;

    /** The families of which something is said, of a thousand. */
    private record Count(int supported, int contradicted) {
        static Count of(IntFunction<List<PValues>> family) {
            int supported = 0;
            int contradicted = 0;
            for (int number = 0; number < FAMILIES; number++) {
                List<Support> supports = Holm.supports(family.apply(number));
                supported += supports.contains(Support.SUPPORTED) ? 1 : 0;
                contradicted += supports.contains(Support.CONTRADICTED) ? 1 : 0;
            }
            return new Count(supported, contradicted);
        }
    }

    /** Returns the difference of two models that are right with the given probabilities, often about the same images. */
    private static Estimate pair(Random random, int images, double one, double other, double same) {
        double[] first = new double[images];
        double[] second = new double[images];
        for (int image = 0; image < images; image++) {
            double difficulty = random.nextDouble();
            first[image] = difficulty < one ? 1 : 0;
            second[image] = (random.nextDouble() < same ? difficulty : random.nextDouble()) < other ? 1 : 0;
        }
        return Numbers.difference(first, second);
    }

    @Test
    void decidesNothingByChanceInFamiliesOfPairs() {
        for (int images : List.of(30, 150, 1000)) {
            Random random = new Random(images);
            Count count = Count.of(family -> {
                List<PValues> statements = new ArrayList<>();
                for (int i = 0; i < 1 + family % 8; i++) {
                    statements.add(PValues.above(pair(random, images, 0.6, 0.6, 0.8), 0));
                }
                return statements;
            });
            assertThat(count.supported()).as("supported with %d images", images).isLessThanOrEqualTo(MOST);
            assertThat(count.contradicted())
                    .as("contradicted with %d images", images)
                    .isLessThanOrEqualTo(MOST);
        }
    }

    /** A few answers that differ are where a normal test is wrong. */
    @Test
    void decidesNothingByChanceWhereHardlyAnAnswerDiffers() {
        Random random = new Random(2);
        Count count = Count.of(family -> List.of(
                PValues.above(pair(random, 400, 0.6, 0.6, 0.99), 0),
                PValues.above(pair(random, 400, 0.9, 0.9, 0.97), 0)));
        assertThat(count.supported()).isLessThanOrEqualTo(MOST);
        assertThat(count.contradicted()).isLessThanOrEqualTo(MOST);
    }

    /** Statements of a claim often share a model. */
    @Test
    void decidesNothingByChanceAboutStatementsThatShareAModel() {
        Random random = new Random(3);
        Count count = Count.of(family -> {
            double[] shared = answers(random);
            List<PValues> statements = new ArrayList<>();
            for (int i = 0; i < 6; i++) {
                statements.add(PValues.above(Numbers.difference(shared, answers(random)), 0));
            }
            return statements;
        });
        assertThat(count.supported()).isLessThanOrEqualTo(MOST);
        assertThat(count.contradicted()).isLessThanOrEqualTo(MOST);
    }

    private static double[] answers(Random random) {
        return random.doubles(200).map(draw -> draw < 0.6 ? 1 : 0).toArray();
    }

    @Test
    void decidesNothingByChanceAboutAllOrAnyOfSeveral() {
        Random random = new Random(4);
        Count count = Count.of(family -> {
            List<PValues> looks = new ArrayList<>();
            for (int i = 0; i < 6; i++) {
                looks.add(PValues.above(pair(random, 150, 0.6, 0.6, 0.8), 0));
            }
            return List.of(PValues.all(looks), PValues.any(looks));
        });
        assertThat(count.supported()).isLessThanOrEqualTo(MOST);
        assertThat(count.contradicted()).isLessThanOrEqualTo(MOST);
    }

    /** What a statement says it could show is what it shows in four cases of five; of models that agree often, somewhat less. */
    @Test
    void findsWhatItSaysItCouldShowInFourCasesOfFive() {
        Random random = new Random(5);
        double effect = IntStream.range(0, 50)
                .mapToObj(trial ->
                        Check.detectable(pair(random, 1000, 0.6, 0.6, 0)).at(Holm.LEVEL))
                .mapToDouble(text -> Double.parseDouble(text.replace(" points", "")) / 100)
                .average()
                .orElseThrow();
        int found = 0;
        for (int trial = 0; trial < FAMILIES; trial++) {
            Estimate difference = pair(random, 1000, 0.6 + effect, 0.6, 0);
            found += PValues.above(difference, 0).claimed() <= Holm.LEVEL ? 1 : 0;
        }
        assertThat(found).isBetween(740, 860);
    }

    @Test
    void correctsStepByStep() {
        PValues strong = new PValues(0.008, 1);
        PValues weak = new PValues(0.012, 1);
        PValues none = new PValues(0.5, 0.5);
        assertThat(Holm.supports(List.of(none, weak, strong)))
                .containsExactly(Support.UNDECIDED, Support.SUPPORTED, Support.SUPPORTED);
        assertThat(Holm.supports(List.of(none, weak, new PValues(0.009, 1)))).containsOnly(Support.UNDECIDED);
        assertThat(Holm.supports(List.of(weak.not(), strong))).containsExactly(Support.CONTRADICTED, Support.SUPPORTED);
        assertThat(PValues.all(List.of(strong, none))).isEqualTo(new PValues(0.5, 1));
        assertThat(PValues.any(List.of(strong, none))).isEqualTo(new PValues(0.016, 1));
    }
}
