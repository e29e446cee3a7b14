package io.stockpot.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import io.stockpot.outcome.Accuracy;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What the soup of a live page says of photos is what the command line says of them, and is never an old answer. */
@ExtendWith(Chromium.class)
class ServePhotosTest {
    private static final int PHOTOS = 81;
    private static final int EACH = 24;
    private static final String ASKED = "**/api/mix";

    @TempDir
    static Path folder;

    private static ServedPage served;

    private Visit visit;
    private Page page;

    @BeforeAll
    static void serve() {
        served = ServedPage.start(
                folder, List.of("linf", "l2", "plain"), "--photos", ServedPage.made(MadePages.season(20), "photos"));
    }

    @AfterAll
    static void end() {
        served.close();
    }

    @BeforeEach
    void open(Browser browser) {
        visit = served.visit("#w=1,0,0", Look.WIDE_LIGHT, browser);
        page = visit.page();
        ServedPage.awaitPhotos(visit);
    }

    @AfterEach
    void close() {
        visit.close();
    }

    @Test
    void saysOfEachPhotoWhatEvaluateSays() throws IOException {
        page.locator("#order").selectOption("index");
        for (String weights : List.of("0.4,0.37,0.23", "-0.2,1.4,-0.2")) {
            type(weights);
            Map<String, Boolean> expected = evaluated(weights);
            assertThat(expected).hasSize(PHOTOS).containsValue(true).containsValue(false);
            assertThat(shown()).isEqualTo(expected);
            int right =
                    (int) expected.values().stream().filter(answer -> answer).count();
            Accuracy accuracy = new Accuracy(right, PHOTOS);
            assertThat(visit.text(".summary strong")).isEqualTo(accuracy.percent());
            assertThat(visit.text(".summary span"))
                    .isEqualTo(accuracy.intervalPercent() + ", " + right + " of " + PHOTOS + " right");
        }
    }

    /** Returns which pictures the command line finds right that is shown for these weights, by their names. */
    private Map<String, Boolean> evaluated(String weights) throws IOException {
        List<String> mix = new ArrayList<>(
                List.of(visit.text("#text .command code").replace("'", "").split(" ", -1)));
        assertThat(mix).startsWith("stockpot", "mix").contains("--weights=" + weights);
        mix.remove(0);
        String soup = folder.resolve("soup" + weights + ".safetensors").toString();
        mix.set(mix.size() - 1, soup);
        MadePages.stockpot(folder, mix);
        Path json = folder.resolve("evaluated.json");
        String photos = ServedPage.made(MadePages.season(20), "photos");
        MadePages.stockpot(folder, List.of("evaluate", soup, "--photos", photos, "--json", json.toString(), "--fresh"));
        JsonNode found = new ObjectMapper().readTree(json.toFile());
        Map<String, Boolean> answers = new TreeMap<>();
        found.get("pictures").forEach(name -> answers.put(name.textValue(), false));
        found.get("conditions")
                .get(0)
                .get("robust")
                .forEach(index ->
                        answers.put(found.get("pictures").get(index.intValue()).textValue(), true));
        return answers;
    }

    /** Returns whether each photo is shown as right, over all pages. */
    private Map<String, Boolean> shown() {
        Map<String, Boolean> answers = new TreeMap<>();
        // the photos in view stay in view when the mixture changes
        while (page.getByLabel("the photos before").isEnabled()) {
            page.getByLabel("the photos before").click();
            ServedPage.awaitPhotos(visit);
        }
        for (int first = 0; first < PHOTOS; first += EACH) {
            ServedPage.awaitPhotos(visit);
            Locator tiles = page.locator(".tiles li");
            for (Locator tile : tiles.all()) {
                String right = tile.getAttribute("class");
                answers.put(tile.locator("button").getAttribute("title"), right.equals("right"));
            }
            if (first + EACH < PHOTOS) {
                page.getByLabel("the next photos").click();
            }
        }
        return answers;
    }

    @Test
    void showsFirstWhatChanged() {
        List<String> before = predictions();
        type("0,0,1");
        assertThat(predictions()).isNotEqualTo(before);
        String change = visit.text(".change");
        assertThat(change).matches("Against the mixture before: \\+[0-9]+ −[0-9]+, [0-9]+ wrong otherwise");
        int changed = List.of(change.replaceAll("[^0-9]+", " ").trim().split(" ", -1)).stream()
                .mapToInt(Integer::parseInt)
                .sum();
        assertThat(changed).isPositive();
        assertThat(page.locator(".tiles .changed").count()).isEqualTo(Math.min(EACH, changed));
        assertThat(page.locator(".tiles li").first().locator(".changed").count())
                .isEqualTo(1);
    }

    private List<String> predictions() {
        return page.locator(".tiles button").all().stream()
                .map(tile -> tile.getAttribute("aria-label"))
                .toList();
    }

    @Test
    void aPhotoIsChosenByKeyboard() {
        page.locator(".tiles button").nth(3).focus();
        page.keyboard().press("Enter");
        Locator detail = page.locator(".detail");
        assertThat(detail.locator("th").allInnerTexts()).containsExactly("the soup", "linf", "l2", "plain");
        assertThat(detail.locator("tbody tr").nth(0).locator("td").allInnerTexts())
                .as("linf alone is the soup")
                .isEqualTo(detail.locator("tbody tr").nth(1).locator("td").allInnerTexts());
        page.waitForURL(address -> address.contains("photo="));
        page.getByLabel("close the chosen photo").click();
        assertThat(detail.isVisible()).isFalse();
    }

    /** The first answer is held back until the second has come: it must not replace it, nor be shown before as current. */
    @Test
    void anOldAnswerIsNeverShownAsCurrent() {
        List<Route> held = new ArrayList<>();
        page.route(ASKED, route -> {
            if (held.isEmpty()) {
                held.add(route);
            } else {
                route.resume();
            }
        });
        String first = visit.text(".summary");
        type("0,1,0", false);
        page.locator("#panel-photos .answer[data-old]").waitFor();
        assertThat(visit.text("#panel-photos .old")).startsWith("Old: this is what linf says");
        assertThat(visit.text(".summary")).isEqualTo(first);
        page.waitForCondition(() -> !held.isEmpty());
        assertThat(page.locator("#panel-photos .answer").getAttribute("aria-busy"))
                .isEqualTo("true");
        type("0,0,1");
        List<String> current = predictions();
        // it was cancelled, so there may be nobody left to tell
        try {
            held.get(0).resume();
        } catch (com.microsoft.playwright.PlaywrightException cancelled) {
            assertThat(cancelled).isNotNull();
        }
        page.waitForTimeout(500);
        assertThat(predictions()).isEqualTo(current);
        assertThat(page.locator("#panel-photos .answer").getAttribute("data-old"))
                .isNull();
    }

    /** While the mixture of what is known is an old one, its heading says so. */
    @Test
    void whatIsKnownIsHeadedByItsMixture() {
        ServedPage.awaitKnown(visit);
        List<Route> held = new ArrayList<>();
        page.route("**/api/estimate", held::add);
        type("0,1,0", false);
        page.waitForCondition(() -> !held.isEmpty());
        assertThat(page.locator("#known").getAttribute("data-old")).isNotNull();
        assertThat(visit.text("#known-heading")).isEqualTo("What is known of linf");
        page.unroute("**/api/estimate");
        held.forEach(Route::resume);
        ServedPage.awaitKnown(visit);
        assertThat(visit.text("#known-heading")).isEqualTo("What is known of l2");
    }

    @Test
    void aClassIsShownAlone() {
        page.locator("#class").selectOption("green");
        ServedPage.awaitPhotos(visit);
        assertThat(visit.text(".pages")).contains("of 27");
        assertThat(new TreeSet<>(page.locator(".tiles button").all().stream()
                        .map(tile -> tile.getAttribute("title").replaceAll("/.*", ""))
                        .toList()))
                .containsExactly("green");
    }

    private void type(String weights) {
        type(weights, true);
    }

    private void type(String weights, boolean await) {
        page.locator("#typed").fill(weights);
        page.keyboard().press("Enter");
        if (await) {
            ServedPage.awaitPhotos(visit);
        }
    }
}
