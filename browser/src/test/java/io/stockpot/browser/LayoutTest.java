package io.stockpot.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.Media;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every page, wide and narrow, light and dark; what each looked like is kept in {@code target/screenshots}. */
@ExtendWith(Chromium.class)
class LayoutTest {
    static final Path SCREENSHOTS = Path.of("target", "screenshots");

    private static final String SERIOUS = """
            async () => (await axe.run({resultTypes: ['violations']})).violations
              .filter(found => ['serious', 'critical'].includes(found.impact))
              .map(found => found.id + ': ' + found.nodes.map(node => node.target + ' ' + node.failureSummary).join('; '))
            """;

    static Stream<Arguments> looks() {
        return Stream.of("season", "recipe")
                .flatMap(name -> Stream.of(Look.values()).map(look -> Arguments.of(name, look)));
    }

    private static Path page(String name) {
        return name.equals("season")
                ? MadePages.season(20).page()
                : MadePages.recipe().page();
    }

    /** The lists and figures that are folded at first are opened before anything is checked. */
    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("looks")
    void fitsItsWindowAndIsAccessible(String name, Look look, Browser browser) throws IOException {
        try (Visit visit = Visit.to(page(name), look, browser)) {
            Page page = visit.page();
            page.evaluate("document.querySelectorAll('details').forEach(folded => { folded.open = true; })");
            page.waitForTimeout(300);
            page.screenshot(new Page.ScreenshotOptions()
                    .setFullPage(true)
                    .setPath(SCREENSHOTS.resolve(name + "-" + look + ".png")));
            assertThat(page.evaluate("document.documentElement.scrollWidth"))
                    .as("pixels that can be scrolled over")
                    .isEqualTo(look.width());
            assertThat(serious(page)).isEmpty();
        }
    }

    @ParameterizedTest
    @MethodSource("names")
    void isPrintedLight(String name, Browser browser) {
        try (Visit visit = Visit.to(page(name), Look.WIDE_DARK, browser)) {
            String background = "getComputedStyle(document.body).backgroundColor";
            assertThat(visit.value(background)).isEqualTo("rgb(20, 24, 28)");
            visit.page().emulateMedia(new Page.EmulateMediaOptions().setMedia(Media.PRINT));
            assertThat(visit.value(background)).isEqualTo("rgb(255, 255, 255)");
            assertThat(visit.value("getComputedStyle(document.querySelector('h1')).color"))
                    .isEqualTo("rgb(29, 35, 42)");
            assertThat(visit.page().locator(".files").first().isVisible()).isFalse();
        }
    }

    static Stream<String> names() {
        return Stream.of("season", "recipe");
    }

    /** Without this, the test above could be empty because axe finds nothing anywhere. */
    @Test
    void axeFindsWhatIsWrong(Browser browser) throws IOException {
        try (Visit visit = Visit.to(page("season"), Look.WIDE_LIGHT, browser)) {
            visit.page().evaluate("document.body.appendChild(document.createElement('button'))");
            assertThat(serious(visit.page())).singleElement().asString().startsWith("button-name");
        }
    }

    /** Returns what axe finds on a page that keeps somebody from using it. */
    static List<?> serious(Page page) throws IOException {
        page.evaluate(axe());
        return (List<?>) page.evaluate(SERIOUS);
    }

    private static String axe() throws IOException {
        try (InputStream script = LayoutTest.class.getResourceAsStream("/axe.min.js")) {
            return new String(script.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
