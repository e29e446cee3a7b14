package io.stockpot.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.stockpot.outcome.Outcomes;
import io.stockpot.report.Explorer.MixLine;
import io.stockpot.soup.choice.GridOutcomes;
import io.stockpot.soup.choice.MixingWeights;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ExplorerTest {
    private static final String HOSTILE = "</script><b a=\"'&{b}\u2028é\u0000";
    private static final MixingWeights FIRST = MixingWeights.parse("1, 0");
    private static final MixingWeights HALF = MixingWeights.parse("0.5, 0.5");
    private static final MixingWeights THIRDS = MixingWeights.parse("1/3, 2/3");

    @Test
    void dataHaveACommonDenominatorAndTheTextsOfTheWeights() {
        JsonNode data = data(new Explorer(
                "Try",
                List.of("a", "b"),
                List.of(column("photos", 3, FIRST, HALF, THIRDS)),
                Optional.of(THIRDS),
                Optional.of(new MixLine("mix --weights=", " --out s"))));
        assertThat(data.get("denominator").intValue()).isEqualTo(6);
        assertThat(data.get("weights").toString()).isEqualTo("[[6,0],[3,3],[2,4]]");
        assertThat(data.get("texts").toString())
                .isEqualTo("{\"0\":\"0\",\"2\":\"1/3\",\"3\":\"0.5\",\"4\":\"2/3\",\"6\":\"1\"}");
        assertThat(data.get("chosen").intValue()).isEqualTo(2);
        assertThat(data.get("command").toString()).isEqualTo("[\"mix --weights=\",\" --out s\"]");
        // three mixtures with image 0 right, then 1, then 2: bits 0, 4 and 8
        assertThat(data.get("columns").get(0).get("bits").textValue()).isEqualTo("EQE=");
    }

    @Test
    void columnsMayHoldSomeOfTheMixturesAndModelsAsTheyAre() {
        BitSet right = new BitSet();
        right.set(1);
        ExplorerColumn heldOut =
                column("held out", 2, THIRDS).withAlone("b", new Outcomes("ab", 2, Map.of("clean", right)), "clean");
        JsonNode held = data(explorer(List.of(column("photos", 3, FIRST, HALF, THIRDS), heldOut)))
                .get("columns")
                .get(1);
        assertThat(held.get("some").toString()).isEqualTo("[2]");
        assertThat(held.get("alone").toString()).isEqualTo("{\"1\":\"Ag==\"}");
    }

    @Test
    void namesCannotBecomeMarkup() {
        ExplorerColumn column = column(HOSTILE, 2, FIRST, HALF)
                .withPhotos(List.of(
                        new ExplorerPhoto(HOSTILE, HOSTILE, Optional.of("data:image/png;base64,AAAA")),
                        new ExplorerPhoto("x", "y", Optional.empty())));
        Explorer explorer = new Explorer(
                HOSTILE,
                List.of(HOSTILE, "b"),
                List.of(column),
                Optional.empty(),
                Optional.of(new MixLine(HOSTILE, HOSTILE)));
        String html = explorer.html("01");
        assertThat(html.split("</script", -1)).hasSize(2);
        assertThat(html).doesNotContain("<b a=");
        JsonNode data = data(explorer);
        assertThat(data.get("ingredients").get(0).textValue()).isEqualTo(HOSTILE);
        assertThat(data.get("columns").get(0).get("photos").get(0).get(1).textValue())
                .isEqualTo(HOSTILE);
        assertThat(data.get("columns").get(0).get("photos").get(1).size()).isEqualTo(2);
    }

    @Test
    void aPageHoldsScriptsAndStyleOnceAndIsTheSameEachTime(@TempDir Path folder) throws IOException {
        Report report = new Report(
                "Report",
                List.of(),
                List.of(
                        explorer(List.of(column("photos", 3, FIRST, HALF))),
                        explorer(List.of(column("clean", 9, FIRST, HALF)))));
        String page = Files.readString(ReportWriter.write(folder.resolve("a"), report));
        assertThat(page.split("var explorerNumbers = ", -1)).hasSize(2);
        assertThat(page.split("\n.explorer-body \\{", -1)).hasSize(2);
        assertThat(page.split("class=\"explorer-data\"", -1)).hasSize(3);
        assertThat(page).contains("<noscript>").doesNotContain("localStorage", "fetch(", "XMLHttpRequest");
        assertThat(Files.readString(ReportWriter.write(folder.resolve("b"), report)))
                .isEqualTo(page);
    }

    @Test
    void aPageWithoutAnExplorerHasNoneOfItsScripts(@TempDir Path folder) throws IOException {
        Report report = new Report("Report", List.of(), List.of(Text.of("Nothing")));
        assertThat(Files.readString(ReportWriter.write(folder, report))).doesNotContain("explorer");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://example.org/a.png",
                "data:image/svg+xml;base64,AAAA",
                "data:image/png;base64,AA\"onerror=",
                "data:image/png;base64,"
            })
    void refusesPicturesThatAreNone(String picture) {
        assertThatThrownBy(() -> new ExplorerPhoto("dog/1.png", "dog", Optional.of(picture)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("picture of 'dog/1.png'");
    }

    @Test
    void refusesWhatAPageCannotHold() {
        int images = (int) (Explorer.MOST_BITS / 2 + 1);
        List<ExplorerColumn> large = List.of(column("photos", images, FIRST, HALF));
        assertThat(Explorer.fits(large)).isFalse();
        assertThatThrownBy(() -> explorer(large))
                .hasMessageContaining("4.0 MiB of bits are more than the 4 MiB")
                .hasMessageContaining("take fewer images");
        String picture = "data:image/png;base64," + "A".repeat(Explorer.MOST_PICTURES);
        ExplorerColumn heavy =
                column("photos", 1, FIRST, HALF).withPhotos(List.of(new ExplorerPhoto("x", "y", Optional.of(picture))));
        assertThatThrownBy(() -> explorer(List.of(heavy))).hasMessageContaining("take fewer or smaller ones");
    }

    @Test
    void refusesMixturesAndModelsThatAreNotThere() {
        ExplorerColumn photos = column("photos", 3, FIRST, HALF);
        assertThatThrownBy(() -> explorer(List.of(photos, column("clean", 3, THIRDS))))
                .hasMessageContaining("1/3, 2/3 of the column 'clean'");
        assertThatThrownBy(() -> explorer(List.of(photos.withAlone("c", outcomes(3), "clean"))))
                .hasMessageContaining("the model 'c'");
        assertThatThrownBy(() -> photos.withAlone("a", outcomes(4), "clean")).hasMessageContaining("4 images");
        assertThatThrownBy(() ->
                        new Explorer("Try", List.of("a", "b"), List.of(photos), Optional.of(THIRDS), Optional.empty()))
                .hasMessageContaining("chosen weights 1/3, 2/3");
        assertThatThrownBy(() ->
                        new Explorer("Try", List.of("a", "a"), List.of(photos), Optional.empty(), Optional.empty()))
                .hasMessageContaining("2 different models");
        assertThatThrownBy(() -> photos.withPhotos(List.of(new ExplorerPhoto("x", "y", Optional.empty()))))
                .hasMessageContaining("3 images, not 1");
    }

    private static Outcomes outcomes(int images) {
        return new Outcomes("ab", images, Map.of("clean", new BitSet()));
    }

    private static Explorer explorer(List<ExplorerColumn> columns) {
        return new Explorer("Try", List.of("a", "b"), columns, Optional.empty(), Optional.empty());
    }

    /** Makes a column in which mixture i is right on image i only. */
    private static ExplorerColumn column(String name, int images, MixingWeights... mixtures) {
        List<Outcomes> outcomes = new ArrayList<>();
        for (int i = 0; i < mixtures.length; i++) {
            BitSet right = new BitSet();
            right.set(Math.min(i, images - 1));
            outcomes.add(new Outcomes("ab", images, Collections.singletonMap("clean", right)));
        }
        return ExplorerColumn.of(name, GridOutcomes.of(List.of("a", "b"), List.of(mixtures), outcomes), "clean");
    }

    private static JsonNode data(Explorer explorer) {
        String html = explorer.html("01");
        int start = html.indexOf('>', html.indexOf("explorer-data")) + 1;
        try {
            return new ObjectMapper().readTree(html.substring(start, html.indexOf("</script>")));
        } catch (JsonProcessingException wrong) {
            throw new AssertionError(wrong);
        }
    }
}
