package io.stockpot.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.BoundingBox;
import io.stockpot.soup.choice.MixingWeights;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Whatever way weights are moved on a live page, they are a mixture, and all places that show them agree. */
@ExtendWith(Chromium.class)
class ServeWeightsTest {
    private static final List<String> MODELS = List.of("linf", "l2", "plain");

    @TempDir
    static Path folder;

    private static ServedPage three;
    private static ServedPage two;

    private final Set<MixingWeights> seen = new HashSet<>();
    private Browser browser;
    private Visit visit;
    private Page page;

    @BeforeAll
    static void serve() {
        String photos = ServedPage.made(MadePages.season(20), "photos");
        three = ServedPage.start(folder.resolve("three"), MODELS, "--photos", photos);
        two = ServedPage.start(folder.resolve("two"), List.of("linf", "plain"), "--photos", photos);
    }

    @AfterAll
    static void end() {
        three.close();
        two.close();
    }

    @BeforeEach
    void open(Browser running) {
        browser = running;
        look(three, "");
    }

    private void look(ServedPage served, String fragment) {
        close();
        visit = served.visit(fragment, Look.WIDE_LIGHT, browser);
        page = visit.page();
    }

    @AfterEach
    void close() {
        if (visit != null) {
            visit.close();
            visit = null;
        }
    }

    @Test
    void keysMoveTheSliders() {
        for (int model = 0; model < MODELS.size(); model++) {
            page.locator("#w" + model).focus();
            for (String key : List.of("ArrowRight", "ArrowRight", "ArrowLeft", "Home", "ArrowUp", "End", "ArrowDown")) {
                page.keyboard().press(key);
                check();
            }
        }
        assertThat(seen).hasSizeGreaterThanOrEqualTo(8).allMatch(MixingWeights::convex);
    }

    @Test
    void theMouseMovesTheSliders() {
        for (int model = 0; model < MODELS.size(); model++) {
            BoundingBox box = page.locator("#w" + model).boundingBox();
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
    void theMouseDragsThePointOfTheTriangle() {
        BoundingBox box = page.locator(".plane").boundingBox();
        page.mouse().move(box.x + box.width / 2, box.y + box.height / 2);
        page.mouse().down();
        for (double down : new double[] {0.55, 0.63, 0.71, 0.79}) {
            page.mouse().move(box.x + 0.48 * box.width, box.y + down * box.height);
            check();
        }
        // far outside
        page.mouse().move(box.x + 1.4 * box.width, box.y + 2 * box.height);
        assertThat(check()).isEqualTo(MixingWeights.parse("0, 0, 1"));
        page.mouse().up();
        assertThat(seen).hasSizeGreaterThanOrEqualTo(4).allMatch(MixingWeights::convex);
    }

    @Test
    void thePointSnapsToWhatWasMeasured() {
        // what the page shows at first it measures itself: one that was measured already
        look(three, "#w=1,0,0");
        Locator dots = page.locator(".plane .dot");
        assertThat(dots.count())
                .as("mixtures without negative weights, in steps of 0.2")
                .isEqualTo(21);
        for (int dot : new int[] {0, 7, 13, 20}) {
            BoundingBox box = box(dots.nth(dot));
            page.mouse().click(box.x + box.width / 2 + 2, box.y + box.height / 2 - 2);
            MixingWeights weights = check();
            assertThat(5 % weights.denominator()).isZero();
            // the page measures it on its own photos, which takes a moment
            visit.page().locator("#known .kind:text-is('measured')").first().waitFor();
        }
        assertThat(seen).hasSize(4);
    }

    @Test
    void keysMoveThePointOfTheTriangle() {
        type("0.4, 0.4, 0.2");
        page.locator(".plane").focus();
        page.keyboard().press("ArrowRight");
        assertThat(check()).isEqualTo(MixingWeights.parse("0.4, 0.2, 0.4"));
        page.keyboard().press("ArrowUp");
        assertThat(check()).isEqualTo(MixingWeights.parse("0.6, 0.1, 0.3"));
        page.keyboard().press("Shift+ArrowRight");
        assertThat(5 % check().denominator()).as("a measured one").isZero();
        page.keyboard().press("ArrowDown");
        page.keyboard().press("ArrowLeft");
        check();
    }

    @Test
    void thePointOfTheSegmentIsMovedByMouseAndKeys() {
        look(two, "");
        BoundingBox box = page.locator(".plane").boundingBox();
        page.mouse().move(box.x + box.width / 2, box.y + box.height / 2);
        page.mouse().down();
        page.mouse().move(box.x + 0.8 * box.width, box.y + box.height / 2);
        page.mouse().up();
        MixingWeights dragged = check();
        assertThat(dragged.value(1)).isBetween(0.6, 0.9);
        page.locator(".plane").focus();
        page.keyboard().press("ArrowLeft");
        assertThat(check().value(1)).isLessThan(dragged.value(1));
        page.keyboard().press("ArrowRight");
        check();
    }

    @Test
    void typedWeightsAreTakenAsTheyAre() {
        type("0.41, 0.39, 0.2");
        assertThat(check()).isEqualTo(MixingWeights.parse("0.41, 0.39, 0.2"));
        type("0.5, 0.6, 0");
        assertThat(visit.text("#typed-wrong")).isEqualTo("The weights sum to 1.1, not to 1.");
        assertThat(page.locator("#typed").getAttribute("aria-invalid")).isEqualTo("true");
        type("1.2, -0.4, 0.2");
        assertThat(check()).isEqualTo(MixingWeights.parse("1.2, -0.4, 0.2"));
        assertThat(page.getByLabel("allow negative weights").isChecked()).isTrue();
        page.getByLabel("allow negative weights").uncheck();
        assertThat(check().convex()).isTrue();
    }

    @Test
    void undoLeadsBackToTheStart() {
        MixingWeights start = check();
        page.locator("#w0").focus();
        page.keyboard().press("ArrowRight");
        MixingWeights second = check();
        page.keyboard().press("End");
        check();
        page.keyboard().press("Control+z");
        assertThat(check()).isEqualTo(second);
        page.getByText("Undo", new Page.GetByTextOptions().setExact(true)).click();
        assertThat(check()).isEqualTo(start);
        assertThat(page.locator("#moves button").first().isDisabled()).isTrue();
    }

    @Test
    void whatIsLockedDoesNotMove() {
        type("0.4, 0.4, 0.2");
        page.getByLabel("lock the weight of plain").check();
        page.locator("#w0").focus();
        visit.press("ArrowRight", 2);
        assertThat(check()).isEqualTo(MixingWeights.parse("0.8, 0, 0.2"));
        page.locator(".plane").focus();
        visit.press("ArrowRight", 1);
        assertThat(check()).isEqualTo(MixingWeights.parse("0.8, 0, 0.2"));
    }

    @Test
    void aLinkRestoresTheView() {
        look(three, "#w=0.3,0.5,0.2&photo=12&show=take");
        assertThat(check()).isEqualTo(MixingWeights.parse("0.3, 0.5, 0.2"));
        assertThat(page.locator("#tab-take").getAttribute("aria-selected")).isEqualTo("true");
        assertThat(visit.text("#panel-take .command code")).contains("/#w=0.3,0.5,0.2&photo=12");
        page.locator("#w1").focus();
        page.keyboard().press("End");
        page.waitForURL(address -> address.contains("#w=0,1,0&photo=12"));
    }

    @Test
    void twoBrowsersDoNotMixTheirWeights() {
        type("0.41, 0.39, 0.2");
        try (Visit other = three.visit(Look.WIDE_LIGHT, browser)) {
            other.page().locator("#typed").fill("0, 0.7, 0.3");
            other.page().keyboard().press("Enter");
            ServedPage.awaitKnown(other);
            assertThat(other.text("#known-heading")).isEqualTo("What is known of 0.7 l2 + 0.3 plain");
        }
        ServedPage.awaitKnown(visit);
        assertThat(check()).isEqualTo(MixingWeights.parse("0.41, 0.39, 0.2"));
        assertThat(visit.text("#known-heading")).isEqualTo("What is known of 0.41 linf + 0.39 l2 + 0.2 plain");
    }

    private void type(String weights) {
        page.locator("#typed").fill(weights);
        page.keyboard().press("Enter");
    }

    /** Holds all places that show the weights against each other, and returns the mixture. */
    /** Dots are drawn anew when something has been measured, and have no place in that moment. */
    private static BoundingBox box(Locator dot) {
        BoundingBox box = null;
        for (int tries = 0; box == null && tries < 100; tries++) {
            box = dot.boundingBox();
        }
        assertThat(box).isNotNull();
        return box;
    }

    private MixingWeights check() {
        MixingWeights weights = MixingWeights.parse(page.locator("#typed").inputValue());
        seen.add(weights);
        List<String> models = weights.size() == 3 ? MODELS : List.of("linf", "plain");
        StringBuilder texts = new StringBuilder();
        for (int model = 0; model < weights.size(); model++) {
            assertThat(visit.text("output[for=w" + model + "]").replace('−', '-'))
                    .isEqualTo(weights.text(model));
            texts.append(model == 0 ? "" : ",").append(weights.text(model));
        }
        assertThat(visit.text("#formula")).isEqualTo(weights.formula(models));
        assertThat(visit.text("#text .command code")).contains("--weights=" + texts);
        return weights;
    }
}
