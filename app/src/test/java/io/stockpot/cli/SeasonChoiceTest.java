package io.stockpot.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What a season measures and chooses by beside accuracy, and that it judges nothing twice. */
class SeasonChoiceTest extends MadeSeason {
    @Test
    void measuresRobustnessAndSaysWhatItDidNotTake() throws IOException {
        String soup = file("soup.safetensors");
        assertThat(season("--quick", "--condition", "Linf 2/255", "--attacked", "40", "--out", soup))
                .as(errors.toString())
                .isZero();
        assertThat(output.toString())
                .contains("Under Linf 2/255: the soup ", ", eager ", ", shy ")
                .contains("These are upper bounds, by a short attack (apgd: {steps: 20, loss: margin}) on 40 of the")
                .contains(" mixtures that cannot be told from the best")
                .doesNotContain("robustness was not measured");
        assertThat(folder.resolve("soup.md"))
                .content()
                .contains(
                        "| Linf 2/255 | photos, 40 of the images that chose the soup, apgd: {steps: 20, loss: margin} |");
    }

    @Test
    void takesTheMostAccurateSoupThatIsRobustEnough() throws IOException {
        assertThat(season("--quick", "--keep", "Linf 2/255 >= 20 %", "--out", file("soup.safetensors")))
                .as(errors.toString())
                .isZero();
        assertThat(output.toString()).contains("the most accurate mixture that keeps Linf 2/255 >= 20 %");
        Files.delete(folder.resolve("soup.safetensors"));
        assertThat(season("--quick", "--keep", "Linf 60/255 >= 90 %", "--out", file("soup.safetensors")))
                .isEqualTo(1);
        assertThat(errors.toString())
                .contains("none of 6 mixtures", "keeps Linf 60/255 >= 90 % on 80 of these images")
                .contains("the most robust found, ", "Nothing was written");
        assertThat(folder.resolve("soup.safetensors")).doesNotExist();
    }

    @Test
    void takesTheMostRobustEqual() throws IOException {
        assertThat(season("--quick", "--condition", "Linf 2/255", "--among-equals", "robust", "--held-out", "30"))
                .as(errors.toString())
                .isZero();
        assertThat(output.toString()).contains("as on 30 held-out images").containsPattern("(?i)most robust");
    }

    @Test
    void refusesRadiiThatCoverEveryImageBeforeTheSearch() {
        assertThat(season("--quick", "--condition", "L2 128")).isEqualTo(1);
        assertThat(errors.toString()).contains("L2 128");
        assertThat(output.toString()).isEmpty();
        assertThat(memory).isEmptyDirectory();
    }

    /** The second time nothing is judged: the answers have not grown. */
    @Test
    void judgesNothingTwice() throws IOException {
        String[] options = {"--quick", "--condition", "Linf 2/255", "--report", file("page"), "--held-out", "20"};
        assertThat(season(options)).as(errors.toString()).isZero();
        String said = output.toString();
        String page = Files.readString(folder.resolve("page/report.html"));
        List<Path> answers;
        try (Stream<Path> all = Files.walk(memory)) {
            answers = all.filter(file -> file.endsWith("answers.jsonl")).toList();
        }
        assertThat(answers).hasSize(1);
        String before = Files.readString(answers.get(0));
        output.getBuffer().setLength(0);
        assertThat(season(options)).isZero();
        assertThat(output.toString()).isEqualTo(said);
        assertThat(folder.resolve("page/report.html")).hasContent(page);
        assertThat(answers.get(0)).hasContent(before);
    }

    /** 40 of each class: 20 held out are 10 of each, and every row has both columns. */
    @Test
    void heldOutImagesAreDrawnByClassAndJudgeAllRows() throws IOException {
        assertThat(season("--quick", "--held-out", "20", "--report", file("page")))
                .isZero();
        assertThat(folder.resolve("page/report.html"))
                .content()
                .contains("60 images chose the soup, which flatters it there; 20 other images, drawn by class, judged")
                .contains("held out: only the soup is right on ")
                .doesNotContain("<td>–");
    }
}
