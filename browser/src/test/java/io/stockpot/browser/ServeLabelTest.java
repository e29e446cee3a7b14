package io.stockpot.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Page;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Photos without labels get them by one key each, and are saved with them. */
@ExtendWith(Chromium.class)
class ServeLabelTest {
    private static final List<String> CLASSES = List.of("blue", "green", "red");
    private static final int EACH = 6;

    @TempDir
    Path folder;

    private ServedPage served;
    private Visit visit;
    private Page page;

    @BeforeEach
    void open(Browser browser) throws IOException {
        Path photos = Files.createDirectories(folder.resolve("unlabelled"));
        for (String name : CLASSES) {
            for (int i = 0; i < EACH; i++) {
                Path picture = Path.of(ServedPage.made(MadePages.season(20), "photos"), name, i + ".png");
                Files.copy(picture, photos.resolve(name + i + ".png"));
            }
        }
        served = ServedPage.start(
                folder,
                List.of("linf", "l2", "plain"),
                "--photos",
                photos.toString(),
                "--classes",
                String.join(",", CLASSES));
        visit = served.visit(Look.WIDE_LIGHT, browser);
        page = visit.page();
        page.locator("#tab-label").click();
        count(0);
    }

    @AfterEach
    void close() {
        visit.close();
        served.close();
    }

    @Test
    void oneKeyLabelsAndSpaceSkips() throws IOException {
        List<String> asked = new ArrayList<>();
        for (int i = 0; i < CLASSES.size(); i++) {
            asked.add(photo());
            page.keyboard().press(String.valueOf(i + 1));
            count(i + 1);
        }
        assertThat(asked).doesNotHaveDuplicates();
        String skipped = photo();
        page.keyboard().press(" ");
        page.locator(".to-label:not([src='" + skipped + "'])").waitFor();
        count(3);
        assertThat(visit.text("#panel-label .advice")).isNotBlank();
        page.getByText("Save as CSV").click();
        page.getByText("Saved: ").waitFor();
        assertThat(written(".csv"))
                .singleElement()
                .satisfies(file -> assertThat(Files.readString(file)).contains("blue", "green", "red"));
    }

    @Test
    void undoAsksAgain() {
        String first = photo();
        page.keyboard().press("2");
        count(1);
        assertThat(photo()).isNotEqualTo(first);
        page.keyboard().press("u");
        count(0);
        assertThat(photo()).isEqualTo(first);
    }

    @Test
    void keysThatAreTypedIntoFieldsAreNoLabels() {
        page.locator("#typed").fill("");
        page.locator("#typed").pressSequentially("1,0,0");
        page.keyboard().press("Enter");
        ServedPage.awaitKnown(visit);
        count(0);
        assertThat(visit.text("#formula")).isEqualTo("linf");
    }

    @Test
    void labelledPhotosAreSavedInFoldersOfTheirClasses() throws IOException {
        page.keyboard().press("3");
        count(1);
        page.getByText("Save as class folders").click();
        page.getByText("Saved: ").waitFor();
        assertThat(written(".png"))
                .singleElement()
                .satisfies(file -> assertThat(file.getParent()).hasFileName("red"));
    }

    private List<Path> written(String ending) throws IOException {
        try (Stream<Path> all = Files.walk(served.out())) {
            return all.filter(file -> file.toString().endsWith(ending)).toList();
        }
    }

    private String photo() {
        return page.locator(".to-label").getAttribute("src");
    }

    private void count(int labelled) {
        page.locator("#panel-label .formula:has-text('" + labelled + " labelled')")
                .waitFor();
    }
}
