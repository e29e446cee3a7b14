package io.stockpot.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.WaitForSelectorState;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A live page in every look, with each of its panels; what each looked like is kept in {@code target/screenshots}. */
@ExtendWith(Chromium.class)
class ServeLayoutTest {
    private static final List<String> PANELS = List.of("photos", "attack", "label", "take", "runs");

    @TempDir
    static Path folder;

    private static ServedPage three;
    private static ServedPage two;

    @BeforeAll
    static void serve() {
        String photos = ServedPage.made(MadePages.season(20), "photos");
        String runs = ServedPage.made(MadePages.season(20), "runs");
        three = ServedPage.start(
                folder.resolve("three"), List.of("linf", "l2", "plain"), "--photos", photos, "--runs", runs);
        two = ServedPage.start(folder.resolve("two"), List.of("linf", "plain"), "--photos", photos);
    }

    @AfterAll
    static void end() {
        three.close();
        two.close();
    }

    @ParameterizedTest
    @EnumSource
    void fitsItsWindowAndIsAccessible(Look look, Browser browser) throws IOException {
        try (Visit visit = three.visit("#w=0.3,0.5,0.2&photo=2", look, browser)) {
            for (String panel : PANELS) {
                check(visit, panel, "three-" + panel, look);
            }
        }
        try (Visit visit = two.visit("#w=0.35,0.65", look, browser)) {
            check(visit, "photos", "two-photos", look);
        }
    }

    private static void check(Visit visit, String panel, String name, Look look) throws IOException {
        Page page = visit.page();
        page.locator("#tab-" + panel).click();
        ServedPage.awaitKnown(visit);
        if (panel.equals("photos")) {
            ServedPage.awaitPhotos(visit);
        }
        page.waitForTimeout(300);
        page.screenshot(new Page.ScreenshotOptions()
                .setFullPage(true)
                .setPath(LayoutTest.SCREENSHOTS.resolve("serve-" + name + "-" + look + ".png")));
        assertThat(page.evaluate("document.documentElement.scrollWidth"))
                .as("pixels that can be scrolled over, %s", panel)
                .isEqualTo(look.width());
        assertThat(LayoutTest.serious(page)).as(panel).isEmpty();
    }

    @Test
    void panelsAreReachedByKeyboard(Browser browser) {
        try (Visit visit = three.visit(Look.WIDE_LIGHT, browser)) {
            Page page = visit.page();
            visit.press("Tab", 1);
            assertThat(visit.value("document.activeElement.id")).isEqualTo("skip");
            page.keyboard().press("Enter");
            assertThat(visit.value("document.activeElement.id")).isEqualTo("answers");
            page.locator("#tab-photos").focus();
            for (String panel : List.of("attack", "label", "take", "runs", "photos")) {
                page.keyboard().press("ArrowRight");
                assertThat(visit.value("document.activeElement.id")).isEqualTo("tab-" + panel);
                page.locator("#panel-" + panel).waitFor();
                assertThat(page.locator("[role=tabpanel]:visible").count()).isEqualTo(1);
            }
        }
    }

    @Test
    void finishedRunsLeadToTheirPages(Browser browser) {
        try (Visit visit = three.visit("#show=runs", Look.WIDE_LIGHT, browser)) {
            visit.page().locator("#panel-runs .finished a").first().click();
            visit.page().waitForURL("**/runs/**");
            assertThat(visit.text("h1")).startsWith("Colours");
        }
    }

    @Test
    void theFrontIsWalkedByKeyboard(Browser browser) {
        try (Visit visit = three.visit("#w=0.4,0.4,0.2", Look.WIDE_LIGHT, browser)) {
            Page page = visit.page();
            ServedPage.awaitKnown(visit);
            ServedPage.awaitPhotos(visit);
            page.waitForTimeout(1000);
            page.locator(".chart.front").focus();
            visit.press("ArrowRight", 1);
            visit.press("ArrowLeft", 1);
            page.locator("#said:text-matches(': .* [0-9.]+.%$')")
                    .waitFor(new Locator.WaitForOptions().setState(WaitForSelectorState.ATTACHED));
            String said = visit.text("#said");
            page.keyboard().press("Enter");
            assertThat(said).startsWith(visit.text("#formula") + ": ");
        }
    }
}
