package io.stockpot.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Applies the patches of docs/write-….md to the sources, and compiles what comes out. */
class WorkedChangesTest {
    private static final Pattern BLOCK = Pattern.compile("```diff\n(.*?)```", Pattern.DOTALL);
    private static final Pattern PATCH =
            Pattern.compile("--- (?:a/)?(\\S+)\n\\+\\+\\+ b/(\\S+)\n(@@.*)", Pattern.DOTALL);

    @ParameterizedTest
    @ValueSource(strings = {"write-an-attack", "write-a-shift"})
    void applyToTheCodeAndCompile(String page, @TempDir Path folder) throws IOException {
        List<String> arguments = new ArrayList<>(List.of("-proc:none", "-d", folder.toString()));
        arguments.addAll(List.of("-cp", System.getProperty("java.class.path")));
        List<MatchResult> blocks = BLOCK.matcher(Files.readString(Path.of("../docs", page + ".md")))
                .results()
                .toList();
        assertThat(blocks).hasSize(3);
        for (MatchResult block : blocks) {
            MatchResult patch =
                    PATCH.matcher(block.group(1)).results().findFirst().orElseThrow();
            Path changed = folder.resolve(patch.group(2));
            Files.createDirectories(changed.getParent());
            Files.writeString(changed, applied(patch.group(1), patch.group(3)));
            arguments.add(changed.toString());
        }
        assertThat(ToolProvider.getSystemJavaCompiler().run(null, null, null, arguments.toArray(String[]::new)))
                .isZero();
    }

    private static String applied(String file, String hunk) throws IOException {
        String before = lines(hunk, "-");
        String after = lines(hunk, "+");
        if (file.equals("/dev/null")) {
            return after;
        }
        String source = Files.readString(Path.of("..", file));
        assertThat(source).as(file).containsOnlyOnce(before);
        return source.replace(before, after);
    }

    /** Returns the lines that were there before ("-") or are there after ("+"). */
    private static String lines(String hunk, String sign) {
        return hunk.lines()
                .filter(line -> line.startsWith(sign) || line.startsWith(" "))
                .map(line -> line.substring(1) + "\n")
                .collect(Collectors.joining());
    }
}
