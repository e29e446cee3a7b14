package io.stockpot.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Page;
import io.stockpot.model.checkpoint.StockpotCheckpoint;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Soups that are taken away: the files are those of the command line, and nothing is overwritten without asking. */
@ExtendWith(Chromium.class)
class ServeExportTest {
    @TempDir
    Path folder;

    @Test
    void theWrittenSoupIsTheOneThatMixWrites(Browser browser) throws IOException {
        try (ServedPage served = serve();
                Visit visit = served.visit("#w=0.45,0.3,0.25&show=take", Look.WIDE_LIGHT, browser)) {
            Page page = visit.page();
            page.locator("#take-name").fill("mine");
            page.getByText("ONNX").click();
            assertThat(written(visit)).startsWith("Wrote mine.safetensors").contains("mine.onnx", "0.45 linf");
            assertThat(served.out().resolve("mine.onnx")).isNotEmptyFile();
            assertThat(StockpotCheckpoint.open(served.out().resolve("mine.safetensors"))
                            .digest())
                    .isEqualTo(mixed(visit));
        }
    }

    private String mixed(Visit visit) throws IOException {
        List<String> mix = new ArrayList<>(
                List.of(visit.text("#text .command code").replace("'", "").split(" ", -1)));
        mix.remove(0);
        Path soup = folder.resolve("mixed.safetensors");
        mix.set(mix.size() - 1, soup.toString());
        MadePages.stockpot(folder, mix);
        return StockpotCheckpoint.open(soup).digest();
    }

    @Test
    void asksBeforeItOverwrites(Browser browser) throws IOException {
        try (ServedPage served = serve();
                Visit visit = served.visit("#w=1,0,0&show=take", Look.WIDE_LIGHT, browser)) {
            Path file = Files.writeString(served.out().resolve("my-soup.safetensors"), "somebody's");
            assertThat(written(visit)).contains("my-soup.safetensors").doesNotStartWith("Wrote");
            visit.expectOnConsole("409");
            assertThat(file).hasContent("somebody's");
            visit.page().getByText("Write over it").click();
            visit.page().getByText("Wrote my-soup.safetensors").waitFor();
            assertThat(StockpotCheckpoint.open(file).digest()).isNotBlank();
        }
    }

    @Test
    void namesStayInTheFolder(Browser browser) throws IOException {
        try (ServedPage served = serve();
                Visit visit = served.visit("#show=take", Look.WIDE_LIGHT, browser)) {
            visit.page().locator("#take-name").fill("../outside");
            assertThat(written(visit)).startsWith("A name is up to 80 letters");
            assertThat(folder.resolve("outside.safetensors")).doesNotExist();
        }
    }

    private ServedPage serve() {
        return ServedPage.start(
                folder, List.of("linf", "l2", "plain"), "--photos", ServedPage.made(MadePages.season(20), "photos"));
    }

    private static String written(Visit visit) {
        visit.page().getByText("Write this soup").click();
        visit.page()
                .locator("#panel-take p[role=status]")
                .first()
                .filter(new com.microsoft.playwright.Locator.FilterOptions()
                        .setHasNotText(java.util.regex.Pattern.compile("^(Writing …)?$")))
                .waitFor();
        return visit.text("#panel-take p[role=status]");
    }
}
