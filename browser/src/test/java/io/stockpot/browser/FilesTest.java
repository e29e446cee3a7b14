package io.stockpot.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Download;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What can be taken out of a page that came alone, by mail: files, and tables by the clipboard. */
@ExtendWith(Chromium.class)
class FilesTest {
    @TempDir
    Path elsewhere;

    @ParameterizedTest
    @ValueSource(strings = {"season", "recipe"})
    void filesInThePageAreThoseBesideIt(String name, Browser browser) throws IOException {
        Path original = name.equals("season")
                ? MadePages.season(20).page()
                : MadePages.recipe().page();
        Path mailed = Files.copy(original, elsewhere.resolve("mailed.html"), StandardCopyOption.REPLACE_EXISTING);
        try (Visit visit = Visit.to(mailed, Look.WIDE_LIGHT, browser)) {
            List<Locator> links = visit.page().locator(".files a").all();
            assertThat(links).hasSizeGreaterThan(5);
            for (Locator link : links) {
                Path beside = original.resolveSibling(link.getAttribute("href"));
                // Chromium drops what is more than ten downloads in a second
                visit.page().waitForTimeout(120);
                Download download = visit.page().waitForDownload(link::click);
                assertThat(download.suggestedFilename())
                        .isEqualTo(beside.getFileName().toString());
                assertThat(Files.mismatch(download.path(), beside))
                        .as(beside.toString())
                        .isEqualTo(-1);
            }
        }
    }

    @Test
    void tablesAreSortedByTheirHeadings(Browser browser) {
        try (Visit visit = Visit.to(MadePages.recipe().page(), Look.WIDE_LIGHT, browser)) {
            Locator heading = visit.page()
                    .locator("figure table")
                    .nth(1)
                    .locator("thead th")
                    .nth(1);
            heading.locator("button").click();
            assertThat(heading.getAttribute("aria-sort")).isEqualTo("descending");
            assertThat(numbers(visit)).hasSizeGreaterThan(3).isSortedAccordingTo(Comparator.reverseOrder());
            heading.locator("button").press("Enter");
            assertThat(heading.getAttribute("aria-sort")).isEqualTo("ascending");
            assertThat(numbers(visit)).isSorted();
        }
    }

    private static List<Double> numbers(Visit visit) {
        return visit.page().locator("figure table").nth(1).locator("tbody td:nth-child(2)").allInnerTexts().stream()
                .map(text -> Double.valueOf(text.split("\\s", 2)[0]))
                .toList();
    }

    @Test
    void tablesAreCopied(Browser browser) {
        try (Visit visit = Visit.to(MadePages.season(20).page(), Look.WIDE_LIGHT, browser)) {
            String markdown = copied(visit, "Copy as Markdown");
            assertThat(markdown.lines().toList()).hasSizeGreaterThanOrEqualTo(6);
            assertThat(markdown.lines().findFirst().orElseThrow())
                    .isEqualTo("| model | images that chose | held-out images |");
            assertThat(markdown.lines().skip(1).findFirst().orElseThrow()).isEqualTo("|---|---:|---:|");
            assertThat(markdown).containsPattern("\\| linf .*\\| \\*?\\*?[0-9.]+.* \\([0-9.]+ – [0-9.]+\\) \\|");
            String latex = copied(visit, "Copy as LaTeX");
            assertThat(latex)
                    .startsWith("\\begin{tabular}{lrr}\n\\toprule\nmodel & images that chose & held-out images \\\\")
                    .endsWith("\\bottomrule\n\\end{tabular}\n");
        }
    }

    private static String copied(Visit visit, String button) {
        Locator made = visit.page().getByText(button).first();
        made.click();
        visit.page()
                .locator("button", new Page.LocatorOptions().setHasText("copied"))
                .waitFor();
        String text = visit.value("navigator.clipboard.readText()");
        // until the button has its name again
        made.waitFor();
        return text;
    }
}
