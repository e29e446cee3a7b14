package io.stockpot.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Holds the programs that docs/library.md and docs/deploy.md show against those that are compiled and run. */
class LibraryPageTest {
    private static final Pattern BLOCK = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL);

    @Test
    void showsTheProgramsAsTheyAreRun() throws IOException {
        assertThat(shown("library.md"))
                .containsExactly(
                        program("AttackYourOwn"),
                        program("JudgeYourPoints"),
                        program("MixFourFiles"),
                        program("ChooseFromOutcomes"));
    }

    @Test
    void showsTheProgramForDeployment() throws IOException {
        assertThat(shown("deploy.md")).containsExactly(program("ClassifyPhotos"));
    }

    private static List<String> shown(String page) throws IOException {
        return BLOCK.matcher(Files.readString(Path.of("../docs", page)))
                .results()
                .map(block -> block.group(1))
                .toList();
    }

    /** Returns a program without the name of its package. */
    private static String program(String name) throws IOException {
        String source = Files.readString(Path.of("src/test/java/io/stockpot/examples", name + ".java"));
        return source.replaceFirst("package [a-z.]+;\n\n", "");
    }
}
