package io.stockpot.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.stockpot.base.Seed;
import io.stockpot.outcome.Labels;
import io.stockpot.outcome.MeasuredAccuracy;
import io.stockpot.outcome.Outcomes;
import io.stockpot.soup.choice.Choice;
import io.stockpot.soup.choice.ChoiceEvidence;
import io.stockpot.soup.choice.GridOutcomes;
import io.stockpot.soup.choice.MixingWeights;
import io.stockpot.soup.choice.RobustFloor;
import io.stockpot.soup.choice.Robustness;
import io.stockpot.soup.choice.Robustness.MostRobust;
import io.stockpot.soup.choice.Seasoned;
import io.stockpot.soup.choice.Seasoned.HeldOut;
import io.stockpot.soup.choice.Seasoned.Reason;
import io.stockpot.soup.choice.Seasoned.Rival;
import io.stockpot.soup.choice.ShiftOutcomes;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Two models, of which the first gets 60 % right, the second 70 %, and half of each what the test says. */
class SeasonSummaryTest {
    private static final List<String> NAMES = List.of("linf", "nominal");
    private static final MixingWeights HALF = MixingWeights.parse("0.5, 0.5");
    private static final MixingWeights LINF = MixingWeights.vertex(0, 2);
    private static final MixingWeights NOMINAL = MixingWeights.vertex(1, 2);
    private static final String LINF_8 = "Linf 8/255";

    @ParameterizedTest
    @CsvSource({"140, 60", "60, 140", "100, 100"})
    void saysHowManyImagesChoseAndHowManyJudged(int chose, int judged) {
        Optional<HeldOut> held = Optional.of(
                new HeldOut(right(judged, 80), List.of(right(judged, 60), right(judged, 70)), Optional.empty()));
        SeasonSummary summary = summary(found(chose, 90, HALF, Reason.ACCURACY, held, Optional.empty(), List.of()));
        Table table = table(summary);
        assertThat(table.caption())
                .isEqualTo(chose + " images chose the soup, which flatters it there; " + judged
                        + " other images, drawn by class, judged it.");
        assertThat(table.conditions()).containsExactly("images that chose", "held-out images");
        assertThat(table.rows())
                .hasSize(3)
                .allSatisfy(row -> assertThat(row.accuracies()).allMatch(Optional::isPresent));
        assertThat(table.rows().get(0).detail())
                .isEqualTo("held out: only the soup is right on " + judged / 5 + ", only this on 0, "
                        + table.rows().get(0).detail().replaceFirst(".*, p", "p"));
        assertThat(summary.sentences().get(0))
                .startsWith("Soup: 0.5 linf + 0.5 nominal. Expect 80.0 % (")
                .endsWith("on unseen images of this kind, as on " + judged + " held-out images; it gets 90.0 % of the "
                        + chose + " images that chose it, which flatters it.");
    }

    @Test
    void withoutHeldOutImagesNobodyJudges() {
        SeasonSummary summary =
                summary(found(100, 90, HALF, Reason.ACCURACY, Optional.empty(), Optional.empty(), List.of()));
        assertThat(table(summary).caption()).isEqualTo("100 images chose the soup, which flatters it there.");
        assertThat(summary.sentences().get(0))
                .startsWith("Soup: 0.5 linf + 0.5 nominal. Expect ")
                .endsWith("; it gets 90.0 % of the 100 images that chose it, which flatters it.");
        assertThat(summary.sentences())
                .last()
                .isEqualTo("Chosen for clean accuracy on these photos; robustness was not measured (--condition"
                        + " \"Linf 8/255\" measures it).");
    }

    @Test
    void saysThatNoMixtureHelpsWhenAModelIsTheBest() {
        SeasonSummary summary =
                summary(found(100, 50, NOMINAL, Reason.ACCURACY, Optional.empty(), Optional.empty(), List.of()));
        assertThat(summary.sentences().get(0))
                .startsWith("No mixture helps: use nominal alone (its file has the same weights, digest bbbbbbbbbbbb…)."
                        + " Expect ");
        assertThat(summary.sentences()).contains("No mixture does better on these images than that model alone.");
    }

    @Test
    void namesTheMostRobustEqualThatWasNotTaken() {
        Robustness robust = robustness(0, Optional.of(equal()), List.of(), 0);
        Rival rival =
                new Rival(Reason.MOST_ROBUST_EQUAL, LINF, right(100, 60), Optional.empty(), Optional.of(under(40, 50)));
        SeasonSummary summary = summary(
                found(100, 50, NOMINAL, Reason.ACCURACY, Optional.empty(), Optional.of(robust), List.of(rival)));
        assertThat(summary.sentences())
                .anyMatch(sentence -> sentence.startsWith("Under Linf 8/255: the soup 0.0 % (")
                        && sentence.endsWith("), linf 40.0 %, nominal 0.0 %."))
                .contains(
                        "Of the 3 mixtures that cannot be told from the best, linf is the most robust found: 40.0 % under"
                                + " Linf 8/255, and 60.0 % of the images that chose (all were attacked on 50 images);"
                                + " --among-equals robust takes it.")
                .noneMatch(sentence -> sentence.contains("not measured"));
        assertThat(table(summary).caption())
                .isEqualTo(
                        "100 images chose the soup, which flatters it there. Robust accuracies are upper bounds, by a"
                                + " short attack (five steps) on 50 images of those that chose, drawn by class.");
        assertThat(table(summary).rows().stream().map(Table.Row::name))
                .containsExactly("linf", "nominal", "the most robust of its equals", "the soup");
        assertThat(summary.measured())
                .contains(new MeasuredAccuracy(
                        LINF_8, "photos, 50 of the images that chose the soup, five steps", 0, 50));
    }

    @Test
    void saysWhatRobustnessCost() {
        RobustFloor floor = RobustFloor.parse("Linf 8/255 >= 30 %");
        Rival rival = new Rival(Reason.ACCURACY, NOMINAL, right(100, 70), Optional.empty(), Optional.of(under(0, 50)));
        SeasonSummary summary = summary(found(
                100,
                50,
                LINF,
                Reason.ROBUST_ENOUGH,
                Optional.empty(),
                Optional.of(robustness(40, Optional.empty(), List.of(floor), 2)),
                List.of(rival)));
        assertThat(summary.sentences().get(0))
                .startsWith("Use linf alone (its file has the same weights, digest aaaaaaaaaaaa…), the most accurate"
                        + " mixture that keeps Linf 8/255 >= 30 %. Expect about ");
        assertThat(summary.sentences())
                .contains("The best on these images, nominal, gets 70.0 % of them, and 0.0 % under Linf 8/255. Only the"
                        + " soup is right on 0, only that one on 10: p = 0.0020.")
                .contains("Mixtures were held against Linf 8/255 >= 30 % in the order of their accuracy; this one is"
                        + " number 2.");
    }

    /** Everything that is said in a terminal is on the page too, once. */
    @Test
    void beginsThePageWithTheNumberToQuote() {
        Optional<HeldOut> held =
                Optional.of(new HeldOut(right(60, 80), List.of(right(60, 60), right(60, 70)), Optional.empty()));
        SeasonSummary summary = summary(found(100, 90, HALF, Reason.ACCURACY, held, Optional.empty(), List.of()));
        InShort box = (InShort) summary.blocks().get(0);
        assertThat(box.quote().orElseThrow().number()).isEqualTo("80.0 %");
        assertThat(box.quote().orElseThrow().meaning())
                .startsWith("(")
                .endsWith("%) on unseen images of this kind, as on 60 held-out images");
        assertThat(box.sentences())
                .hasSize(4)
                .startsWith("Soup: 0.5 linf + 0.5 nominal.")
                .endsWith("It gets 90.0 % of the 100 images that chose it, which flatters it.");
        assertThat(box.sentences().get(1))
                .startsWith("On the 60 held-out images, drawn by class, the soup gets 80.0 %");
        Text rest = (Text) summary.blocks().get(2);
        List<String> said = new ArrayList<>(
                summary.sentences().subList(1, summary.sentences().size()));
        said.removeAll(box.sentences());
        assertThat(rest.paragraphs())
                .isEqualTo(said)
                .hasSize(summary.sentences().size() - 3);
    }

    @Test
    void quotesRoughlyWhatWasNotChosenForItsAccuracy() {
        Robustness robust = robustness(40, Optional.of(equal()), List.of(), 0);
        Rival rival = new Rival(Reason.ACCURACY, NOMINAL, right(100, 70), Optional.empty(), Optional.of(under(0, 50)));
        SeasonSummary summary = summary(
                found(100, 50, LINF, Reason.MOST_ROBUST_EQUAL, Optional.empty(), Optional.of(robust), List.of(rival)));
        InShort box = (InShort) summary.blocks().get(0);
        assertThat(box.quote().orElseThrow().number()).startsWith("about ");
        assertThat(box.sentences())
                .hasSize(3)
                .anyMatch(sentence -> sentence.startsWith("The best on these images, nominal, gets 70.0 %"))
                .anyMatch(sentence -> sentence.startsWith("Under Linf 8/255: the soup 40.0 %"));
    }

    private static SeasonSummary summary(Seasoned found) {
        return new SeasonSummary("photos", NAMES, found);
    }

    private static Table table(SeasonSummary summary) {
        return summary.blocks().stream()
                .filter(Table.class::isInstance)
                .map(Table.class::cast)
                .findFirst()
                .orElseThrow();
    }

    private static Seasoned found(
            int images,
            int half,
            MixingWeights chosen,
            Reason reason,
            Optional<HeldOut> held,
            Optional<Robustness> robust,
            List<Rival> rivals) {
        List<Outcomes> alone = List.of(right(images, 60), right(images, 70));
        GridOutcomes grid = GridOutcomes.of(
                NAMES, List.of(LINF, HALF, NOMINAL), List.of(alone.get(0), right(images, half), alone.get(1)));
        ChoiceEvidence evidence = ChoiceEvidence.of(ShiftOutcomes.of("photos", grid), alone, new Seed(1));
        return new Seasoned(
                Choice.of(grid).of(chosen),
                reason,
                List.of("a".repeat(64), "b".repeat(64)),
                alone,
                false,
                grid.at(chosen),
                Optional.of(evidence),
                held,
                robust,
                rivals);
    }

    private static Robustness robustness(int soup, Optional<MostRobust> equal, List<RobustFloor> floors, int tried) {
        return new Robustness(
                "five steps", List.of(under(40, 50), under(0, 50)), under(soup, 50), equal, floors, tried, List.of());
    }

    private static MostRobust equal() {
        return new MostRobust(LINF, under(40, 50), 3, 3, 10, 3);
    }

    private static Outcomes under(int percent, int images) {
        return outcomes(LINF_8, percent, images);
    }

    private static Outcomes right(int images, int percent) {
        return outcomes(Labels.CLEAN, percent, images);
    }

    /** Returns outcomes with the first images right. */
    private static Outcomes outcomes(String condition, int percent, int images) {
        BitSet correct = new BitSet();
        correct.set(0, images * percent / 100);
        return new Outcomes("ab", images, Map.of(condition, correct));
    }
}
