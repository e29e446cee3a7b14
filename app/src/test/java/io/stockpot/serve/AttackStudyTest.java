package io.stockpot.serve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.stockpot.base.Seed;
import io.stockpot.model.Classifier;
import io.stockpot.serve.AttackStudy.Contender;
import io.stockpot.tensor.NoLeaks;
import io.stockpot.threat.ThreatModel;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CancellationException;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@ExtendWith(NoLeaks.class)
class AttackStudyTest {
    /** 0.6 in [0, 1]: by the classifiers of the middle it is light with a margin of 9.6. */
    private static final int GREY = 153;

    private Classifier middle;
    private Classifier strict;

    @BeforeEach
    void make() {
        middle = MadeStudy.brighterThan(0.5);
        strict = MadeStudy.brighterThan(0.7);
    }

    @AfterEach
    void close() {
        middle.close();
        strict.close();
    }

    private static Photos photos(boolean labelled) {
        return new Photos(MadeStudy.greys(GREY, 51), List.of("a", "b"), MadeStudy.CLASSES, labelled, "greys");
    }

    private static AttackStudy study(String threat) {
        return study(threat, true);
    }

    private static AttackStudy study(String threat, boolean labelled) {
        return new AttackStudy(photos(labelled), 0, ThreatModel.parse(threat), 20, new Seed(1));
    }

    private AttackResult run(AttackStudy study) {
        return study.run(new Contender("soup", middle), List.of(new Contender("strict", strict)), (done, doing) -> {});
    }

    @Test
    void saysNothingForANetworkWhoseLogitsAreNoNumbers() {
        try (Classifier none = MadeStudy.brighterThan(Double.NaN)) {
            JsonNode result = study("Linf 8/255")
                    .run(new Contender("soup", none), List.of(), (done, doing) -> {})
                    .json();
            assertThat(result.path("predicted").path("label").asText()).isEqualTo("light");
            assertThat(result.path("predicted").path("before").asText()).isEqualTo("nothing");
            assertThat(result.path("predicted").path("rounded").asText()).isEqualTo("nothing");
            assertThat(result.path("logits").toString()).isEqualTo("{\"before\":[null,null],\"after\":[null,null]}");
        }
    }

    @ParameterizedTest
    @CsvSource({"Linf 8/255, 0.1", "Linf 0.2, 0.1", "L2 0.5, 0.69282", "L1 12, 4.8"})
    void findsTheRadiusOfALinearClassifier(String threat, double exact) {
        AttackResult.Model soup = run(study(threat)).models().get(0);
        double falls = soup.falls().orElseThrow();
        assertThat(falls).isBetween(exact - 1e-5, exact * 1.05);
        assertThat(soup.above()).isLessThan(falls).isGreaterThan(exact * 0.9);
        assertThat(soup.words()).startsWith("falls at ≤ ").contains("an upper bound");
    }

    @Test
    void drawsMarginsThatFallWithTheRadius() {
        List<RadiusSearch.Margin> curve =
                run(study("Linf 8/255")).models().get(0).curve();
        assertThat(curve.get(0).margin()).isCloseTo(9.6, within(1e-4));
        // inside the ball of 8/255 the worst point is known exactly
        RadiusSearch.Margin asked = curve.stream()
                .filter(point -> point.radius() == 8 / 255.0)
                .findFirst()
                .orElseThrow();
        assertThat(asked.margin()).isCloseTo(9.6 - 96 * 8 / 255.0, within(1e-3));
        assertThat(curve).isSortedAccordingTo((a, b) -> Double.compare(a.radius(), b.radius()));
    }

    @Test
    void showsAPictureInsideTheBall() throws IOException {
        AttackResult result = run(study("Linf 0.2"));
        assertThat(result.norm()).isBetween(0.1, 0.2 + 1e-6);
        assertThat(result.predicted()).isEqualTo(new AttackResult.Answers("light", "light", "dark", "dark"));
        assertThat(result.logits().before().get(1))
                .isGreaterThan(result.logits().before().get(0));
        assertThat(result.logits().after().get(1))
                .isLessThan(result.logits().after().get(0));
        BufferedImage original = picture(result.pictures().original());
        BufferedImage perturbed = picture(result.pictures().perturbed());
        BufferedImage change = picture(result.pictures().perturbation());
        assertThat(original.getRGB(1, 2)).isEqualTo(0xff999999);
        for (int x = 0; x < MadeStudy.SIDE; x++) {
            for (int y = 0; y < MadeStudy.SIDE; y++) {
                int red = (perturbed.getRGB(x, y) >> 16) & 0xff;
                assertThat(Math.abs(red - GREY)).isLessThanOrEqualTo(52);
                int shown = (change.getRGB(x, y) >> 16) & 0xff;
                assertThat(shown).isCloseTo(128 + result.scale() * (red - GREY), within(result.scale() + 1));
            }
        }
    }

    @Test
    void saysThatTheSoupIsWrongAsItIs() {
        AttackResult.Model wrong = run(study("Linf 8/255")).models().get(1);
        assertThat(wrong.falls()).hasValue(0);
        assertThat(wrong.words()).isEqualTo("wrong as it is");
    }

    @Test
    void leadsAwayFromWhatEachModelAnswersWhereThereIsNoLabel() {
        AttackResult result = run(study("Linf 8/255", false));
        // strict says dark, by 9.6 too
        assertThat(result.models().get(1).falls().orElseThrow()).isBetween(0.1 - 1e-6, 0.105);
        assertThat(result.words().get(0)).startsWith("The picture has no label");
    }

    @Test
    void doesNotClaimProofWhereNothingIsFound() {
        try (Classifier far = MadeStudy.brighterThan(0)) {
            // at half of all that can change, no radius is worth trying, and the margin of 57.6 falls by 48 at most
            AttackResult.Model soup = study("Linf 0.5")
                    .run(new Contender("soup", far), List.of(), (done, doing) -> {})
                    .models()
                    .get(0);
            assertThat(soup.falls()).isEmpty();
            assertThat(soup.above()).isEqualTo(0.5);
            assertThat(soup.words()).isEqualTo("not broken up to Linf 0.5 by 20 steps of APGD, which is no proof");
        }
    }

    @Test
    void isTheSameForTheSameSeed() {
        AttackStudy study = study("L2 0.5");
        assertThat(run(study)).isEqualTo(run(study));
    }

    @Test
    void endsBetweenTwoStepsWhenItIsCancelled() {
        List<Double> told = new ArrayList<>();
        Job.Steps steps = (done, doing) -> {
            told.add(done);
            assertThat(doing).isEqualTo("attack on soup");
            if (told.size() == 8) {
                throw new CancellationException();
            }
        };
        AttackStudy study = study("Linf 8/255");
        assertThatThrownBy(() -> study.run(new Contender("soup", middle), List.of(), steps))
                .isInstanceOf(CancellationException.class);
        assertThat(told).hasSize(8).isSorted().first().isEqualTo(0.0);
    }

    @Test
    void refusesWhatCannotBeAttacked() {
        ThreatModel threat = ThreatModel.parse("Linf 8/255");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new AttackStudy(photos(true), 2, threat, 20, new Seed(1)))
                .withMessage("there is no photo 2; they are numbered from 0 to 1");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new AttackStudy(photos(true), 0, threat, 2000, new Seed(1)))
                .withMessage("steps must be at most 1000, not 2000");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> study("Linf 0", false))
                .withMessageContaining("choose a radius above 0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> study("L1 48", false))
                .withMessageContaining("covers every image");
    }

    private static BufferedImage picture(String url) throws IOException {
        byte[] bytes = Base64.getDecoder().decode(url.substring("data:image/png;base64,".length()));
        return ImageIO.read(new ByteArrayInputStream(bytes));
    }
}
