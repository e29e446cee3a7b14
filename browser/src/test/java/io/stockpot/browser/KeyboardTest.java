package io.stockpot.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Every figure is one stop of the tab key, its points are reached by arrow keys, and links skip it. */
@ExtendWith(Chromium.class)
class KeyboardTest {
    private static final int MOST_STOPS = 500;
    private static final String SAID = "#said";

    /** Names the figure that has the focus, by its place among those of its kind. */
    private static final String FIGURE = """
            () => {
              for (const kind of ['.chart', '.ternary', '.explorer-map']) {
                const at = [...document.querySelectorAll(kind)].findIndex(one => one.contains(document.activeElement));
                if (at >= 0) { return kind + ' ' + at; }
              }
              return document.activeElement === document.body ? 'body' : '';
            }
            """;

    private Browser browser;

    @BeforeEach
    void take(Browser running) {
        browser = running;
    }

    @Test
    void eachFigureIsOneStop() {
        try (Visit visit = Visit.to(MadePages.recipe().page(), Look.WIDE_LIGHT, browser)) {
            List<String> figures = new ArrayList<>();
            int stops = 0;
            for (String at = ""; !at.equals("body") && stops < MOST_STOPS; stops++) {
                visit.page().keyboard().press("Tab");
                at = visit.value(FIGURE);
                if (at.startsWith(".")) {
                    figures.add(at);
                }
            }
            assertThat(stops).isLessThan(MOST_STOPS);
            List<String> all = new ArrayList<>();
            for (String kind : List.of(".chart", ".ternary", ".explorer-map")) {
                int count = visit.page().locator(kind).count();
                assertThat(count).as(kind).isPositive();
                Collections.addAll(all, kinds(kind, count));
            }
            assertThat(figures).containsExactlyInAnyOrderElementsOf(all);
        }
    }

    private static String[] kinds(String kind, int count) {
        String[] all = new String[count];
        for (int i = 0; i < count; i++) {
            all[i] = kind + " " + i;
        }
        return all;
    }

    @Test
    void arrowKeysReachThePointsOfCharts() {
        for (Visit visit : List.of(
                open(MadePages.recipe().page()), open(MadePages.season(20).page()))) {
            try (visit) {
                Locator charts = visit.page().locator(".chart");
                for (int chart = 0; chart < charts.count(); chart++) {
                    assertThat(charts.nth(chart).getAttribute("aria-label")).isNotBlank();
                    charts.nth(chart).focus();
                    visit.press("ArrowRight", 1);
                    String first = visit.text(SAID);
                    visit.press("ArrowRight", 1);
                    assertThat(visit.text(SAID)).isNotEmpty().isNotEqualTo(first);
                    visit.press("Home", 1);
                    String home = visit.text(SAID);
                    visit.press("ArrowLeft", 1);
                    String last = visit.text(SAID);
                    visit.press("ArrowRight", 1);
                    assertThat(visit.text(SAID)).as("round from %s", last).isEqualTo(home);
                }
            }
        }
    }

    private Visit open(Path page) {
        return Visit.to(page, Look.WIDE_LIGHT, browser);
    }

    @Test
    void arrowKeysReachThePointsOfTriangles() {
        try (Visit visit = open(MadePages.recipe().page())) {
            Page page = visit.page();
            Locator triangle = page.locator(".ternary").first();
            triangle.locator("[tabindex='0']").focus();
            Set<String> reached = new HashSet<>();
            for (String key : List.of("ArrowDown", "ArrowDown", "ArrowRight", "ArrowUp", "ArrowLeft", "ArrowUp")) {
                page.keyboard().press(key);
                String label = visit.value("document.activeElement.getAttribute('aria-label')");
                assertThat(label).contains("%");
                reached.add(label);
                assertThat(triangle.locator("[tabindex='0']").count()).isEqualTo(1);
            }
            assertThat(reached).hasSizeGreaterThanOrEqualTo(3);
            String title = visit.value("JSON.parse(document.activeElement.dataset.hover).title");
            page.keyboard().press("Enter");
            assertThat(visit.text("#card .card-title")).isEqualTo(title);
        }
    }

    @Test
    void linksSkipTheFigures() {
        try (Visit visit = open(MadePages.recipe().page())) {
            visit.press("Tab", 1);
            Page page = visit.page();
            Locator skip = page.locator(".skip").first();
            assertThat(visit.value("document.activeElement.className")).isEqualTo("skip");
            assertThat(skip.boundingBox().x).isPositive();
            String target = skip.getAttribute("href");
            page.keyboard().press("Enter");
            assertThat("#" + visit.value("document.activeElement.id")).isEqualTo(target);
            assertThat(page.locator(".skip").last().getAttribute("href")).isEqualTo("#about");
        }
    }
}
