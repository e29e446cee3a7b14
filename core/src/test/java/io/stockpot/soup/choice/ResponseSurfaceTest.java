package io.stockpot.soup.choice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.stockpot.base.Seed;
import io.stockpot.soup.choice.SearchTrial.Role;
import io.stockpot.text.Defaults;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.Test;

class ResponseSurfaceTest {
    private static final List<MixingWeights> LATTICE = new WeightGrid.Lattice("-0.4", "1.4", "0.2").points(4);
    private static final ResponseSurface SEARCH = Defaults.of(ResponseSurface.class);
    private static final double[] BEST = {0.5, -0.1, 0.3, 0.3};

    @Test
    void recoversAPolynomialExactly() {
        MadeContest contest = new MadeContest(LATTICE, BEST, 50, 1);
        List<MixingWeights> design = design(14, 2);
        LeastSquares fit = new LeastSquares(new PolynomialBasis(2, LATTICE), design);
        List<MixingWeights> others = new ArrayList<>(LATTICE);
        others.add(MixingWeights.parse("0.51, -0.13, 0.3, 0.32"));
        for (MixingWeights weights : others) {
            assertThat(predicted(contest, design, fit.shares(weights)))
                    .isCloseTo(contest.margin(weights, 0), within(1e-9));
        }
        for (int left = 0; left < design.size(); left++) {
            assertThat(predicted(contest, design, fit.sharesWithout(left)))
                    .isCloseTo(contest.margin(design.get(left), 0), within(1e-9));
        }
    }

    private static double predicted(MadeContest contest, List<MixingWeights> design, double[] shares) {
        double predicted = 0;
        for (int i = 0; i < shares.length; i++) {
            predicted += shares[i] * contest.margin(design.get(i), 0);
        }
        return predicted;
    }

    @Test
    void predictsTheAccuracyOfEveryMixture() {
        MadeContest contest = new MadeContest(LATTICE, BEST, 300, 1);
        List<MixingWeights> design = design(14, 2);
        LogitSurface surface = new LogitSurface(
                new PolynomialBasis(2, LATTICE),
                design,
                design.stream().map(contest::scores).toList());
        for (MixingWeights weights : LATTICE) {
            assertThat(surface.accuracy(weights))
                    .isCloseTo(contest.scores(weights).accuracy().value(), within(0.01));
        }
        assertThat(surface.leftOut().accuracy()).isLessThan(0.01);
    }

    /** A line through a parabola, so that there is something to be wrong in; the short cut must equal the long way. */
    @Test
    void saysTheErrorOfMixturesThatItWasNotFittedTo() {
        List<MixingWeights> grid = new WeightGrid.Simplex(5).points(4);
        MadeContest contest = new MadeContest(grid, BEST, 40, 2);
        List<MixingWeights> design = grid.subList(3, 30);
        PolynomialBasis basis = new PolynomialBasis(1, grid);
        int wrong = 0;
        for (MixingWeights left : design) {
            List<MixingWeights> others = new ArrayList<>(design);
            others.remove(left);
            LogitSurface without = new LogitSurface(
                    basis, others, others.stream().map(contest::scores).toList());
            float[] predicted = without.margins(left);
            for (int image = 0; image < predicted.length; image++) {
                wrong += predicted[image] > 0 == contest.margin(left, image) > 0 ? 0 : 1;
            }
        }
        LogitSurface all = new LogitSurface(
                basis, design, design.stream().map(contest::scores).toList());
        assertThat(all.leftOut().verdicts())
                .isCloseTo(wrong / 27.0 / 40, within(1e-9))
                .isGreaterThan(0.02);
    }

    @Test
    void findsTheBestOfAMadeContestWithATwentiethOfTheJudgements() throws IOException {
        MadeContest contest = new MadeContest(LATTICE, BEST, 300, 3);
        Choice choice = SEARCH.find(contest, new Seed(1));
        assertThat(contest.scores(choice.weights()).accuracy().value()).isEqualTo(contest.best());
        assertThat(contest.asked()).hasSize(29).doesNotHaveDuplicates();
        assertThat(choice.cost()).isEqualTo(new SearchCost(29 * 300, 480 * 300, 29));
        assertThat(choice.outcomes()).isEmpty();
        assertThat(choice.trials().stream().map(SearchTrial::weights)).isEqualTo(contest.asked());
        assertThat(choice.trials().stream().filter(trial -> trial.role() == Role.FINALIST))
                .hasSize(5)
                .allMatch(trial -> Math.abs(trial.predicted().orElseThrow()
                                - trial.measured().value())
                        < 0.02);
        assertThat(String.join(" ", choice.assurance()))
                .contains("A cubic surface in the weights, fitted to 24 mixtures, predicted the answers of all 480")
                .contains("29 mixtures were judged in all", "of the verdicts and accuracy by");
    }

    @Test
    void asksTheSameForTheSameSeed() throws IOException {
        MadeContest first = new MadeContest(LATTICE, BEST, 100, 3);
        MadeContest second = new MadeContest(LATTICE, BEST, 100, 3);
        assertThat(SEARCH.find(first, new Seed(4))).isEqualTo(SEARCH.find(second, new Seed(4)));
        assertThat(first.asked()).isEqualTo(second.asked());
    }

    @Test
    void judgesTheModelsAloneSoThatTheSoupIsNoWorse() throws IOException {
        MadeContest contest = new MadeContest(LATTICE, new double[] {0, 0, 0, 1}, 100, 5);
        SEARCH.find(contest, new Seed(1));
        for (int i = 0; i < 4; i++) {
            assertThat(contest.asked()).contains(MixingWeights.vertex(i, 4));
        }
    }

    @Test
    void searchesMixturesOfSixModelsWithoutALattice() throws IOException {
        WeightGrid grid = SEARCH.suitingGrid(6);
        List<MixingWeights> sample = grid.points(6);
        assertThat(sample).hasSize(2000).isEqualTo(grid.points(6));
        assertThat(new HashSet<>(sample)).hasSize(2000);
        MadeContest contest = new MadeContest(sample, new double[] {0.4, 0.2, 0.2, 0.2, 0.2, -0.2}, 200, 6);
        Choice choice = SEARCH.find(contest, new Seed(1));
        assertThat(contest.asked()).hasSize(65);
        // the best mixes all six, and no mixture of the sample does
        assertThat(choice.weights().numerators()).doesNotContain(0);
        assertThat(contest.scores(choice.weights()).accuracy().value()).isGreaterThan(contest.best());
    }

    @Test
    void takesALowerDegreeForManyModelsAndSaysSo() throws IOException {
        MadeContest contest =
                new MadeContest(new WeightGrid.Sample(600, 4, "-0.4", "1.4", "0.2").points(16), new double[16], 20, 7);
        Choice choice = SEARCH.find(contest, new Seed(1));
        assertThat(contest.asked()).hasSize(136 + 4 + 5);
        assertThat(choice.assurance().get(2))
                .isEqualTo(
                        "A cubic one of 16 models has 816 coefficients, more than 150 mixtures of a grid of 600 tell;"
                                + " hence the quadratic one.");
    }

    @Test
    void searchesBetweenThePointsOfAGridIfAsked() throws IOException {
        MadeContest contest = new MadeContest(LATTICE, BEST, 2000, 8);
        Choice choice = new ResponseSurface(3, 4, 150, 5, 2).find(contest, new Seed(1));
        assertThat(choice.weights().denominator()).isEqualTo(10);
        assertThat(contest.scores(choice.weights()).accuracy().value()).isGreaterThan(contest.best());
    }

    @Test
    void judgesAllOfAGridThatIsSmallerThanADesign() throws IOException {
        List<MixingWeights> halves = new WeightGrid.Simplex(2).points(2);
        MadeContest contest = new MadeContest(halves, new double[] {0.5, 0.5}, 30, 9);
        Choice choice = SEARCH.find(contest, new Seed(1));
        assertThat(choice.weights()).isEqualTo(MixingWeights.parse("0.5, 0.5"));
        assertThat(choice.outcomes()).isPresent();
    }

    @Test
    void leavesOutMixturesWhoseNumbersAreNone() throws IOException {
        MadeContest made = new MadeContest(LATTICE, BEST, 100, 10);
        MixingWeights ruined = MixingWeights.parse("1.4, 0.4, -0.4, -0.4");
        Contest contest = new MadeContest.Ruined(made, ruined);
        Choice choice = SEARCH.find(contest, new Seed(1));
        assertThat(made.scores(choice.weights()).accuracy().value()).isGreaterThan(made.best() - 0.011);
    }

    @Test
    void fitsRightAndWrongWhereNothingElseWasKept() throws IOException {
        GridOutcomes stored = MadeShifts.INNER.draw(LATTICE, 300, 2, 1);
        double[] scores = ImageScores.of(stored).means();
        Choice choice = SEARCH.find(Contest.of(stored), new Seed(1));
        assertThat(choice.cost()).isEqualTo(new SearchCost(29 * 300, 480 * 300, 29));
        assertThat(scores[LATTICE.indexOf(choice.weights())])
                .isGreaterThan(Arrays.stream(scores).max().orElseThrow() - 0.02);
        assertThat(choice.trials().get(0).measured().value())
                .isEqualTo(scores[LATTICE.indexOf(choice.trials().get(0).weights())]);
        assertThat(choice.assurance().get(2)).startsWith("It was fitted to right and wrong");
    }

    @Test
    void refusesNumbersThatMakeNoSurface() {
        assertThatThrownBy(() -> new ResponseSurface(0, 4, 150, 5, 1))
                .hasMessageContaining("degree must be from 1 to 6");
        assertThatThrownBy(() -> new ResponseSurface(3, 0, 150, 5, 1)).hasMessageContaining("surplus");
        assertThatThrownBy(() -> new ResponseSurface(3, 4, 150, 0, 1)).hasMessageContaining("finalists");
    }

    private static List<MixingWeights> design(int points, int degree) {
        double[][] rows = new PolynomialBasis(degree, LATTICE).rows(LATTICE);
        List<MixingWeights> design = new ArrayList<>();
        for (int place : OptimalDesign.of(rows, new int[0], points, new Seed(1))) {
            design.add(LATTICE.get(place));
        }
        return design;
    }
}
