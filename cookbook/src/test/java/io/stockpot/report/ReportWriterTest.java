package io.stockpot.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.stockpot.soup.choice.GridOutcomes;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.InflaterInputStream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;

/** The files of one report, made of the paper's own numbers and of hostile names. */
class ReportWriterTest {
    private static final String HOSTILE = "</script><b a=\"'&{b}@ink";

    @TempDir
    static Path folder;

    private static String page;

    @BeforeAll
    static void write() throws IOException {
        page = Files.readString(ReportWriter.write(folder, report()));
    }

    @Test
    void pageFetchesNothing() {
        // everything but the scripts, which hold strings that only look like markup
        String markup = page.replaceAll("(?s)<script[^>]*>.*?</script>", "");
        Matcher links = Pattern.compile("(?i)\\b(src|href|action|poster|data)\\s*=\\s*[\"']?([^\"' >]*)")
                .matcher(markup);
        List<String> targets = new ArrayList<>();
        while (links.find()) {
            targets.add(links.group(2));
        }
        assertThat(targets)
                .isNotEmpty()
                .allMatch(target -> target.startsWith("#")
                        ? markup.contains(" id=\"" + target.substring(1) + "\"")
                        : Files.exists(folder.resolve(target)));
        assertThat(markup).doesNotContain("url(", "@import", "<link", "<iframe", "<img");
        assertThat(page).contains("default-src 'none'");
    }

    @Test
    void namesCannotBecomeMarkup() {
        assertThat(page).doesNotContain(HOSTILE);
        Matcher scripts = Pattern.compile("</script").matcher(page);
        Matcher openings =
                Pattern.compile("<script[ >]").matcher(page.replaceAll("(?s)(<script[^>]*>).*?</script>", "$1"));
        assertThat(scripts.results().count()).isEqualTo(openings.results().count());
        assertThat(page).contains("&lt;/script&gt;&lt;b a=&quot;&#39;&amp;{b}@ink");
    }

    @Test
    void chartDescriptionsInThePageAreJson() throws IOException {
        Matcher options = Pattern.compile("(?s)<script type=\"application/json\">(.*?)</script>")
                .matcher(page);
        int count = 0;
        while (options.find()) {
            JsonNode option = new ObjectMapper().readTree(options.group(1));
            assertThat(option.get("series").size()).isPositive();
            count++;
        }
        assertThat(count).isEqualTo(3);
    }

    @Test
    void everyFigureIsAWellFormedSvgFile() throws Exception {
        List<Path> figures = files("figures");
        assertThat(figures).hasSize(8);
        for (Path figure : figures) {
            Document document =
                    DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(figure.toFile());
            assertThat(document.getDocumentElement().getTagName()).isEqualTo("svg");
            assertThat(Files.readString(figure)).doesNotContain("@paper", "var(--");
        }
    }

    @Test
    void triangleHasACellForEachOfItsMixtures() throws Exception {
        Document document = DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(figure("clean").toFile());
        assertThat(document.getElementsByTagName("polygon").getLength()).isEqualTo(21);
        assertThat(document.getElementsByTagName("title").getLength()).isEqualTo(21);
    }

    /** Colours that differ between light and dark have a rule each, dots on coloured cells have none. */
    @Test
    void figuresTurnDarkWithTheReadersSystem() throws IOException {
        for (Path figure : files("figures")) {
            String svg = Files.readString(figure);
            assertThat(svg)
                    .contains(
                            "<style>@media (prefers-color-scheme: dark) {",
                            "[fill=\"#ffffff\"]{fill:#14181c}",
                            "[fill=\"#1d232a\"]{fill:#e4e8ec}")
                    .doesNotContain("[fill=\"#fff\"]");
        }
        assertThat(page).contains("@media print {", ".chart [fill=\"#e4e8ec\"]{fill:#1d232a}");
    }

    @Test
    void pageCarriesItsFiles() throws Exception {
        Matcher files = Pattern.compile("(?s)<script type=\"application/json\" id=\"files\">(.*?)</script>")
                .matcher(page);
        assertThat(files.find()).isTrue();
        JsonNode packed = new ObjectMapper().readTree(files.group(1));
        List<Path> written = new ArrayList<>(files("data"));
        written.addAll(files("figures"));
        assertThat(packed.size()).isEqualTo(written.size());
        for (Path file : written) {
            byte[] bytes = Base64.getDecoder()
                    .decode(packed.get(folder.relativize(file).toString()).textValue());
            assertThat(new InflaterInputStream(new ByteArrayInputStream(bytes)).readAllBytes())
                    .isEqualTo(Files.readAllBytes(file));
        }
    }

    /** Headings go down by one level at a time, headers of tables are never empty, and every figure has a name. */
    @Test
    void pageIsInOrderForScreenReaders() {
        String markup = page.replaceAll("(?s)<script[^>]*>.*?</script>", "");
        int level = 0;
        Matcher headings = Pattern.compile("<h([1-6])").matcher(markup);
        while (headings.find()) {
            int next = Integer.parseInt(headings.group(1));
            assertThat(next).isLessThanOrEqualTo(level + 1);
            level = next;
        }
        assertThat(markup).doesNotContain("<th scope=\"col\"></th>", "<small></small>", "title=\"");
        assertThat(count(markup, "<table>")).isEqualTo(2).isEqualTo(count(markup, "<caption"));
        assertThat(count(markup, "class=\"chart\"")).isEqualTo(count(markup, "arrow keys go from point to point\""));
        // one stop for the tab key in each triangle
        assertThat(count(markup, "<g class=\"vertex\" role=\"img\" tabindex=\"0\""))
                .isEqualTo(5);
        assertThat(count(markup, "<g class=\"vertex\" role=\"img\" tabindex=\"-1\""))
                .isEqualTo(5 * 20);
        assertThat(count(markup, "class=\"skip\"")).isEqualTo(count(markup, "<figure "));
    }

    /** Each cell carries both colours; the page's script only changes which are shown. */
    @Test
    void trianglesSideBySideCanShareTheirColours() {
        assertThat(count(page, "<g class=\"own\">")).isEqualTo(5);
        assertThat(count(page, "<g class=\"common\">")).isEqualTo(5);
        assertThat(count(page, ";--common:#")).isEqualTo(5 * 21);
        assertThat(page).contains(".shared .cell { fill: var(--common)");
    }

    private static int count(String text, String part) {
        return (text.length() - text.replace(part, "").length()) / part.length();
    }

    /** WCAG 2, contrast (minimum): 4.5 to 1 for every colour that is used for text. */
    @Test
    void coloursOfTextStandOut() {
        Matcher colours = Pattern.compile("--(\\w+): #([0-9a-f]{6});").matcher(Resources.text("report.css"));
        double paper = 0;
        int compared = 0;
        while (colours.find()) {
            double light = luminance(Integer.parseInt(colours.group(2), 16));
            if (colours.group(1).equals("paper")) {
                paper = light;
            } else if (!Set.of("axis", "rule").contains(colours.group(1))) {
                double contrast = (Math.max(light, paper) + 0.05) / (Math.min(light, paper) + 0.05);
                assertThat(contrast).as(colours.group()).isGreaterThanOrEqualTo(4.5);
                compared++;
            }
        }
        assertThat(compared).isEqualTo(16);
    }

    private static double luminance(int colour) {
        double[] weights = {0.2126, 0.7152, 0.0722};
        double sum = 0;
        for (int i = 0; i < 3; i++) {
            double part = ((colour >> (8 * (2 - i))) & 0xff) / 255.0;
            sum += weights[i] * (part <= 0.03928 ? part / 12.92 : Math.pow((part + 0.055) / 1.055, 2.4));
        }
        return sum;
    }

    @Test
    void csvAndJsonHoldTheAccuracies() throws IOException {
        GridOutcomes grid = PaperFigures.triangle();
        Path csv = files("data").stream()
                .filter(path -> path.toString().endsWith("clean.csv"))
                .findFirst()
                .orElseThrow();
        List<String> lines = Files.readAllLines(csv);
        assertThat(lines.get(0)).isEqualTo("series,ingredients,weights,condition,correct,images,accuracy,low95,high95");
        assertThat(lines).hasSize(22);
        JsonNode json = new ObjectMapper()
                .readTree(Path.of(csv.toString().replace(".csv", ".json")).toFile());
        for (int i = 0; i < 21; i++) {
            GridOutcomes.Point point = grid.points().get(i);
            int correct = point.outcomes().accuracy("clean").correct();
            assertThat(lines.get(i + 1))
                    .contains(",\"" + point.weights() + "\",clean," + correct + ",1000," + correct / 1000.0 + ",");
            JsonNode measurement = json.get("measurements").get(i);
            assertThat(measurement.get("correct").asInt()).isEqualTo(correct);
            assertThat(measurement.get("weights").get("L2 from Linf").asDouble())
                    .isEqualTo(point.weights().value(1));
        }
    }

    @Test
    void csvQuotesWhatNeedsQuotes() throws IOException {
        Path csv = files("data").stream()
                .filter(path ->
                        path.toString().contains("hostile") && path.toString().endsWith(".csv"))
                .findFirst()
                .orElseThrow();
        assertThat(Files.readString(csv)).contains("\"</script><b a=\"\"'&{b}@ink\"");
    }

    @Test
    void equalReportsGiveEqualFiles(@TempDir Path other) throws IOException {
        ReportWriter.write(other, report());
        for (String part : List.of("data", "figures")) {
            for (Path file : files(part)) {
                assertThat(other.resolve(folder.relativize(file))).hasSameBinaryContentAs(file);
            }
        }
        assertThat(other.resolve("report.html")).content().isEqualTo(page);
        try (Stream<Path> entries = Files.list(other)) {
            assertThat(entries.map(path -> path.getFileName().toString()))
                    .containsExactlyInAnyOrder("data", "figures", "report.html");
        }
    }

    static Report report() {
        GridOutcomes triangle = PaperFigures.triangle();
        List<Block> blocks = new ArrayList<>();
        blocks.add(
                Text.of(
                        "From one robust model to three",
                        "A WideResNet-28-10 trained against Linf attacks is fine-tuned for ten epochs to L2 and to L1. "
                                + "Mixing the weights of the three models gives every trade-off between them, without training."));
        blocks.add(Table.bestOf("The models and their best mixtures", triangle, triangle.conditions()));
        blocks.add(Text.of("Mixtures of two models"));
        Map<String, GridOutcomes> segments = new LinkedHashMap<>();
        segments.put("trained for Linf", PaperFigures.linfBase());
        segments.put("trained for L2", PaperFigures.l2Base());
        blocks.add(TradeOffFront.of("Linf against L2 along the segment", segments, PaperFigures.LINF, PaperFigures.L2)
                .withLandmark("MAX", PaperFigures.outcomes(54.5, 62.4))
                .withLandmark("SAT", PaperFigures.outcomes(51.5, 68.6)));
        blocks.add(TradeOffFront.of(
                "One segment alone", List.of(PaperFigures.linfBase()), PaperFigures.LINF, PaperFigures.L2));
        blocks.add(Text.of("Mixtures of three models"));
        blocks.addAll(TernaryMap.row(triangle, triangle.conditions()));
        blocks.add(Text.of("Beyond the segment"));
        blocks.add(ExtrapolationCurve.of(
                "Linf accuracy beyond the robust model", PaperFigures.extrapolated(), List.of(PaperFigures.LINF)));
        blocks.add(Table.of("A hostile " + HOSTILE, Map.of(HOSTILE, PaperFigures.outcomes(50, 60))));
        return new Report(
                "Soups of CIFAR-10 models",
                List.of("Numbers: Croce et al. 2023, Fig. 1, 3 and 5, digitised; 1000 images each " + HOSTILE),
                blocks);
    }

    private static Path figure(String name) throws IOException {
        return files("figures").stream()
                .filter(path -> path.toString().endsWith(name + ".svg"))
                .findFirst()
                .orElseThrow();
    }

    private static List<Path> files(String part) throws IOException {
        try (Stream<Path> entries = Files.list(folder.resolve(part))) {
            return entries.sorted().toList();
        }
    }
}
