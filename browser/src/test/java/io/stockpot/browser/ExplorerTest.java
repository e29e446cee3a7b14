package io.stockpot.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.BoundingBox;
import io.stockpot.model.checkpoint.StockpotCheckpoint;
import io.stockpot.outcome.Accuracy;
import io.stockpot.outcome.Outcomes;
import io.stockpot.outcome.PairedTest;
import io.stockpot.soup.choice.GridOutcomes;
import io.stockpot.soup.choice.MixingWeights;
import io.stockpot.soup.choice.ShiftOutcomes;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Whatever way a mixture is reached, the page shows what the Java classes say of the outcomes file. */
@ExtendWith(Chromium.class)
class ExplorerTest {
    private static final String CLEAN = "clean";
    private static final List<String> MODELS = List.of("linf", "l2", "plain");

    private final MadePages.Season season = MadePages.season(20);
    private final Set<MixingWeights> seen = new HashSet<>();
    private GridOutcomes grid;
    private Visit visit;
    private Page page;

    @BeforeEach
    void open(Browser browser) throws IOException {
        grid = ShiftOutcomes.read(season.folder().resolve("outcomes.json")).grid("photos");
        visit = Visit.to(season.page(), Look.WIDE_LIGHT, browser);
        page = visit.page();
    }

    @AfterEach
    void close() {
        visit.close();
    }

    @Test
    void keysMoveTheSliders() throws IOException {
        for (int model = 0; model < MODELS.size(); model++) {
            page.locator("#explorer-0-w" + model).focus();
            for (String key : List.of("ArrowRight", "ArrowRight", "ArrowLeft", "Home", "ArrowUp", "End", "ArrowDown")) {
                page.keyboard().press(key);
                check();
            }
        }
        assertThat(seen).hasSizeGreaterThanOrEqualTo(12);
    }

    @Test
    void theMouseMovesTheSliders() throws IOException {
        for (int model = 0; model < MODELS.size(); model++) {
            Locator slider = page.locator("#explorer-0-w" + model);
            slider.scrollIntoViewIfNeeded();
            BoundingBox box = slider.boundingBox();
            for (double share : new double[] {0.2, 0.45, 0.7, 0.9}) {
                page.mouse().move(box.x + box.width / 2, box.y + box.height / 2);
                page.mouse().down();
                page.mouse().move(box.x + share * box.width, box.y + box.height / 2);
                check();
                page.mouse().up();
                check();
            }
        }
        assertThat(seen).hasSizeGreaterThanOrEqualTo(6);
    }

    @Test
    void typedWeightsLeadToTheNearestMixture() throws IOException {
        type("0.4, 0.6, 0");
        assertThat(check()).isEqualTo(MixingWeights.parse("0.4, 0.6, 0"));
        assertThat(visit.text(".explorer-weights [role=alert]")).isEmpty();
        type("1/5 2/5 2/5");
        assertThat(check()).isEqualTo(MixingWeights.parse("0.2, 0.4, 0.4"));
        type("0.41, 0.59, 0");
        assertThat(check()).isEqualTo(MixingWeights.parse("0.4, 0.6, 0"));
        assertThat(visit.text(".explorer-weights [role=alert]"))
                .isEqualTo("Not measured; this is the nearest that was.");
        type("0.5, 0.6, 0");
        assertThat(visit.text(".explorer-weights [role=alert]")).isEqualTo("The weights sum to 1.1, not to 1.");
        assertThat(page.locator("#explorer-0-typed").getAttribute("aria-invalid"))
                .isEqualTo("true");
    }

    @Test
    void theMapIsAnsweredToClicksAndKeys() throws IOException {
        Locator dots = page.locator(".explorer-map .dot");
        assertThat(dots.count()).isEqualTo(grid.points().size());
        for (int dot : new int[] {0, 20, 40, 68}) {
            dots.nth(dot).scrollIntoViewIfNeeded();
            BoundingBox box = dots.nth(dot).boundingBox();
            page.mouse().click(box.x + box.width / 2, box.y + box.height / 2);
            assertThat(check()).isEqualTo(grid.points().get(dot).weights());
        }
        type("0.4, 0.4, 0.2");
        page.locator(".explorer-map").focus();
        for (String key : List.of("ArrowRight", "ArrowDown", "ArrowLeft", "ArrowUp")) {
            page.keyboard().press(key);
            check();
        }
        assertThat(seen).hasSizeGreaterThanOrEqualTo(7);
    }

    @Test
    void buttonsLeadToTheBestAndTheChosen() throws IOException {
        for (String name : List.of("Least extrapolation among equals", "Best model alone", "As chosen", "Best")) {
            page.locator(".explorer-buttons button", new Page.LocatorOptions().setHasText(name))
                    .last()
                    .click();
            check();
        }
        assertThat(visit.text(".explorer-mixture")).endsWith(" (chosen)");
    }

    @Test
    void whatStaysLockedIsNotMoved() throws IOException {
        type("0.4, 0.4, 0.2");
        page.getByLabel("lock the weight of plain").check();
        page.locator("#explorer-0-w0").focus();
        visit.press("ArrowRight", 2);
        assertThat(check()).isEqualTo(MixingWeights.parse("0.8, 0, 0.2"));
        assertThat(page.locator("#explorer-0-w2").isDisabled()).isTrue();
    }

    /** What is shown of photos is exactly what changed. */
    @Test
    void filtersPhotosByWhatChanged() throws IOException {
        type("-0.2, 1.4, -0.2");
        PairedTest test = test(check());
        page.locator("input[value=changed]").check();
        assertThat(page.locator(".explorer-photos li:visible").count()).isEqualTo(test.wins() + test.losses());
        assertThat(page.locator(".explorer-photos li.wrong.changed").count()).isEqualTo(test.losses());
        page.locator("input[value=wrong]").check();
        assertThat(page.locator(".explorer-photos li:visible").count())
                .isEqualTo(grid.images()
                        - correct(MixingWeights.parse("-0.2, 1.4, -0.2")).correct());
    }

    /** The line is typed into a shell's place: the folder where the season was searched for. */
    @Test
    void theLineOfTheChosenMixtureMakesTheSoup() throws IOException {
        page.locator(".explorer-command button").click();
        page.waitForFunction("document.querySelector('.explorer-command [role=status]').textContent !== ''");
        String line = visit.value("navigator.clipboard.readText()");
        assertThat(line)
                .startsWith("stockpot mix ../linf.safetensors ")
                .isEqualTo(visit.text(".explorer-command code"));
        List<String> words = new ArrayList<>(Arrays.asList(line.split(" ", -1)));
        words.remove(0);
        words.set(words.size() - 1, "mixed.safetensors");
        MadePages.stockpot(season.folder(), words);
        assertThat(StockpotCheckpoint.open(season.folder().resolve("mixed.safetensors"))
                        .digest())
                .isEqualTo(StockpotCheckpoint.open(season.folder().resolve("soup.safetensors"))
                        .digest());
    }

    private void type(String weights) {
        page.locator("#explorer-0-typed").fill(weights);
        page.keyboard().press("Enter");
    }

    /** Holds all that the page shows of the mixture it is at against the outcomes, and returns the mixture. */
    private MixingWeights check() throws IOException {
        MixingWeights weights =
                MixingWeights.parse(page.locator("#explorer-0-typed").inputValue());
        seen.add(weights);
        for (int model = 0; model < MODELS.size(); model++) {
            assertThat(visit.text("output[for=explorer-0-w" + model + "]").replace('−', '-'))
                    .isEqualTo(weights.text(model));
        }
        assertThat(visit.text(".explorer-mixture").replace(" (chosen)", "")).isEqualTo(weights.formula(MODELS));
        assertThat(visit.text(".explorer-command code"))
                .contains("--weights=" + weights.text(0) + "," + weights.text(1) + "," + weights.text(2));
        Accuracy accuracy = correct(weights);
        String card = ".explorer-columns li:first-child ";
        assertThat(visit.text(card + ".explorer-percent")).isEqualTo(accuracy.percent());
        assertThat(visit.text(card + "span:nth-of-type(2)"))
                .isEqualTo(accuracy.intervalPercent() + ", " + accuracy.correct() + " of " + accuracy.total());
        assertThat(visit.text(card + "> span:last-child")).isEqualTo(against(test(weights)));
        checkPhotos(weights);
        return weights;
    }

    private void checkPhotos(MixingWeights weights) throws IOException {
        Outcomes outcomes = grid.at(weights);
        JsonNode photos = new ObjectMapper()
                .readTree(page.locator(".explorer-data").first().textContent());
        photos = photos.get("columns").get(0).get("photos");
        List<String> right = new ArrayList<>();
        for (int image = 0; image < outcomes.images(); image++) {
            if (outcomes.correct(CLEAN).get(image)) {
                right.add(photos.get(image).get(0).textValue());
            }
        }
        assertThat((List<?>) page.evaluate(
                        "[...document.querySelectorAll('.explorer-photos li.right')].map(tile => tile.title)"))
                .map(String::valueOf)
                .containsExactlyInAnyOrderElementsOf(right);
        assertThat(page.locator(".explorer-photos li").count()).isEqualTo(outcomes.images());
    }

    private Accuracy correct(MixingWeights weights) {
        return grid.at(weights).accuracy(CLEAN);
    }

    /** Returns the first of the models that are right most often. */
    private int bestAlone() {
        int best = 0;
        for (int model = 1; model < MODELS.size(); model++) {
            best = alone(model).correct() > alone(best).correct() ? model : best;
        }
        return best;
    }

    private Accuracy alone(int model) {
        return correct(MixingWeights.vertex(model, MODELS.size()));
    }

    private PairedTest test(MixingWeights weights) {
        return PairedTest.of(grid.at(weights), grid.at(MixingWeights.vertex(bestAlone(), MODELS.size())), CLEAN);
    }

    private String against(PairedTest test) {
        String who = "Against the best model alone, " + MODELS.get(bestAlone()) + " ("
                + alone(bestAlone()).percent() + "): ";
        if (test.wins() + test.losses() == 0) {
            return who + "right on the same images.";
        }
        String verdict = test.pValue() >= 0.05 ? "may be chance." : test.wins() > test.losses() ? "a gain." : "a loss.";
        return who
                + String.format(
                        Locale.ROOT,
                        "only this is right on %d, only that on %d, p = %.2g: %s",
                        test.wins(),
                        test.losses(),
                        test.pValue(),
                        verdict);
    }
}
