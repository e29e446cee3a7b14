package io.stockpot.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Holds the programs that docs/library.md shows against those that are compiled and run. */
class LibraryPageTest {
    private static final Pattern BLOCK = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL);

    @Test
    void showsTheProgramsAsTheyAreRun() throws IOException {
        List<String> shown = BLOCK.matcher(Files.readString(Path.of("../docs/library.md")))
                .results()
                .map(block -> block.group(1))
                .toList();
        assertThat(shown)
                .containsExactly(
                        program("AttackYourOwn"),
                        program("JudgeYourPoints"),
                        program("MixFourFiles"),
                        program("ChooseFromOutcomes"));
    }

    /** Returns a program without the name of its package. */
    private static String program(String name) throws IOException {
        String source = Files.readString(Path.of("src/test/java/io/stockpot/examples", name + ".java"));
        return source.replaceFirst("package [a-z.]+;\n\n", "");
    }
}
