package io.stockpot.claim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.stockpot.soup.choice.WeightGrid;
import io.stockpot.text.YamlRecords;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ResultsPlanTest {
    private static final Path SHIPPED = Path.of("../pantry/cifar10-wrn-16-2/results.yaml");
    private static final Path PAGE = Path.of("../docs/results.md");

    private static final String FILE = """
            title: What holds
            measured: Made numbers.
            differences: Everything.
            primary:
              E1: Soups lie above the line between the ends, on average over pairs and norms
              E14: The same short fine-tuning makes a robust base of another norm more robust than a nominal one
            claims:
              - norm-pairs: {pairs: [{soup: pair, x: x, y: y, close: true}]}
              - nominal-base: {robust: a, child: b, threat: x, control: a}
            tables:
              - title: The numbers
                outcomes: outcomes
                models: [b, a]
                soups: [pair]
                differences: [{model: a, less: b}]
                conditions: [x]
                measured: Made, too.
            """;

    @TempDir
    Path folder;

    @Test
    void writesTheSamePageForTheSameOutcomes() throws IOException {
        Path file = Files.writeString(folder.resolve("results.yaml"), FILE);
        new Evidence(
                        Map.of(
                                "a", MadeEvidence.model(Map.of("clean", 0.8, "x", 0.4)),
                                "b", MadeEvidence.model(Map.of("clean", 0.7, "x", 0.3))),
                        Map.of(
                                "pair",
                                MadeEvidence.grid(
                                        List.of("a", "b"),
                                        new WeightGrid.Segment("0", "1", "0.25"),
                                        Map.of("x", weights -> 0.4, "y", weights -> 0.3 * weights.value(0)))),
                        Map.of("shift", MadeEvidence.shifts()))
                .write(folder.resolve("outcomes"));
        Path page = folder.resolve("docs/results.md");
        ResultsPlan.write(file, page);
        assertThat(page)
                .content()
                .contains(
                        "# What holds",
                        "| E1 | Fig. 1 | Soups trade robustness in one norm for another | **",
                        "| E3 |  |  | not examined |  |",
                        "| E14 | §3.1 | Short robust fine-tuning needs a robust base | **supported** | 1 supported |",
                        "| **Primary.** The same short fine-tuning",
                        "| supported | a less b in x: +10.0 points (",
                        "## In short",
                        "**How sure**: of ",
                        "![a + b](results/e1-1.svg)",
                        "## The numbers\n\nMade, too.\n\n| accuracy in % | x |\n|---|---|\n| b | 30.0",
                        "| a less b | +10.0 points (+8.1 … +11.9) |");
        Path again = folder.resolve("again/results.md");
        ResultsPlan.write(file, again);
        requireSame(page, again);
    }

    @Test
    void namesMissingOutcomesAndRepeatedClaims() throws IOException {
        Path file = Files.writeString(folder.resolve("results.yaml"), FILE);
        assertThatIOException()
                .isThrownBy(() -> ResultsPlan.write(file, folder.resolve("page.md")))
                .withMessageContaining("there is no folder");
        new Evidence(Map.of("a", MadeEvidence.model(Map.of("clean", 0.8))), Map.of(), Map.of())
                .write(folder.resolve("outcomes"));
        assertThatIOException()
                .isThrownBy(() -> ResultsPlan.write(file, folder.resolve("page.md")))
                .withMessageContaining("claim E1 cannot be examined: there are no outcomes of the soup 'pair'");
        Files.writeString(file, FILE.replaceFirst("claims:\n.*\n.*\n", "claims: []\n"));
        assertThatIOException()
                .isThrownBy(() -> ResultsPlan.write(file, folder.resolve("page.md")))
                .withMessageContaining(
                        "the table 'The numbers' lacks something: there are no outcomes of the model 'b'");
        Files.writeString(file, FILE.replace("nominal-base: {robust: a, child: b, threat: x, control: a}", """
                norm-pairs: {pairs: [{soup: pair, x: x, y: y, close: true}]}"""));
        assertThatIOException()
                .isThrownBy(() -> ResultsPlan.write(file, folder.resolve("page.md")))
                .withMessageContaining("E1 is examined twice");
    }

    @Test
    void readsTheShippedFile() throws IOException {
        assertThat(YamlRecords.read(SHIPPED, ResultsPlan.class, List.of()).claims())
                .isNotEmpty();
    }

    /** The page in docs is what the command makes of the outcomes that are shipped. */
    @Test
    void reproducesTheShippedPageByteForByte() throws IOException {
        assumeTrue(Files.exists(PAGE), "SKIPPED, because docs/results.md has not been written yet");
        Path page = folder.resolve("results.md");
        ResultsPlan.write(SHIPPED, page);
        requireSame(PAGE, page);
    }

    /** Rows of accuracies in the readme are those of the page. */
    @Test
    void showsNumbersOfThePageInTheReadme() throws IOException {
        assumeTrue(Files.exists(PAGE), "SKIPPED, because docs/results.md has not been written yet");
        List<String> page = Files.readAllLines(PAGE);
        List<String> readme = Files.readAllLines(Path.of("../README.md"));
        int header = IntStream.range(0, readme.size())
                .filter(line -> readme.get(line).startsWith("| accuracy in % |"))
                .findFirst()
                .orElseThrow();
        List<String> rows = readme.subList(header, readme.size()).stream()
                .takeWhile(line -> line.startsWith("|"))
                .toList();
        assertThat(rows).hasSizeGreaterThan(3);
        assertThat(page).containsAll(rows);
    }

    private static void requireSame(Path expected, Path actual) throws IOException {
        assertThat(actual).hasSameBinaryContentAs(expected);
        Path figures = expected.resolveSibling("results");
        try (Stream<Path> files = Files.list(figures)) {
            for (Path figure : files.toList()) {
                assertThat(actual.resolveSibling("results").resolve(figure.getFileName()))
                        .hasSameBinaryContentAs(figure);
            }
        }
    }
}
