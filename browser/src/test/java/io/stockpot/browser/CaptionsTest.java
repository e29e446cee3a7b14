package io.stockpot.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Captions say how many images chose and how many judged, fewer or more. */
@ExtendWith(Chromium.class)
class CaptionsTest {
    @ParameterizedTest
    @ValueSource(ints = {20, 50})
    void aSeasonSaysWhatChoseAndWhatJudged(int heldOut, Browser browser) {
        MadePages.Season season = MadePages.season(heldOut);
        int chose = season.choosing();
        int judged = season.judging();
        assertThat(chose < judged).isEqualTo(heldOut == 50);
        try (Visit visit = Visit.to(season.page(), Look.WIDE_LIGHT, browser)) {
            assertThat(visit.text("figure:has(table) figcaption"))
                    .contains(chose + " images chose the soup, which flatters it there; " + judged
                            + " other images, drawn by class, judged it.");
            assertThat(visit.text("main"))
                    .contains("on unseen images of this kind, as on " + judged + " held-out images")
                    .contains("of the " + chose + " images that chose it, which flatters it")
                    .contains("\n" + chose + " images.");
            assertThat(visit.text(".explorer-columns li:nth-child(1)")).contains(" of " + chose);
            assertThat(visit.text(".explorer-columns li:nth-child(2)")).contains("held out", " of " + judged);
            assertThat(visit.page().locator(".explorer-photos li").count()).isEqualTo(chose);
            assertThat(visit.text("footer"))
                    .contains("stockpot season ../linf.safetensors ../l2.safetensors ../plain.safetensors")
                    .contains("--photos ../photos", "--held-out " + judged)
                    .containsPattern("Model l2: ../l2.safetensors, weights [0-9a-f]{12}, normalisation mean 0\\.")
                    .containsPattern(
                            "Images photos that chose: " + chose + " images, fingerprint [0-9a-f]{12}, as they");
        }
        assertThat(season.printed()).contains("as on " + judged + " held-out images", "of the " + chose + " images");
    }

    /** What the recipe says: 100 images measure, and of 120 test images and 81 photos 40 and 30 choose for shifts. */
    @Test
    void aRecipeSaysWhatChoseAndWhatJudged(Browser browser) {
        try (Visit visit = Visit.to(MadePages.recipe().page(), Look.WIDE_LIGHT, browser)) {
            assertThat(visit.text(".in-short")).contains("the first 100 test images of lamps");
            assertThat(visit.text("main"))
                    .contains("clean: 40 images choose, 72 judge", "photos: 30 images choose, 46 judge");
            assertThat(visit.page().locator("figcaption").allTextContents())
                    .filteredOn(caption -> caption.contains("100 images"))
                    .hasSizeGreaterThanOrEqualTo(6);
        }
    }
}
