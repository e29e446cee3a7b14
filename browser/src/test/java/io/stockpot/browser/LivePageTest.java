package io.stockpot.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Page;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A page that is opened while its recipe is run ends at the report, without a hand on it. */
@ExtendWith(Chromium.class)
class LivePageTest {
    @Test
    void loadsItselfUntilTheReportIsThere(Browser browser) throws IOException {
        MadePages.Recipe recipe = MadePages.recipe();
        // the page as it was during the run, at the place where it was then
        Path now = recipe.now().resolveSibling("watched.html");
        Files.writeString(now, recipe.unfinished());
        try (Visit visit = Visit.to(now, Look.NARROW_LIGHT, browser)) {
            Page page = visit.page();
            assertThat(visit.text(".unfinished"))
                    .matches(
                            "Unfinished: [0-9]+ of 12 steps done, about .* left. As of .*; this page loads itself again.");
            assertThat(visit.text("main")).contains("Waiting for ");
            assertThat(page.locator(".files a:visible").count()).isZero();
            assertThat(visit.value("document.documentElement.scrollWidth")).isEqualTo("390");
            Files.copy(recipe.now(), now, StandardCopyOption.REPLACE_EXISTING);
            page.waitForURL(recipe.page().toUri().toString());
            assertThat(page.locator(".unfinished").count()).isZero();
            assertThat(page.locator(".in-short").isVisible()).isTrue();
        }
    }
}
