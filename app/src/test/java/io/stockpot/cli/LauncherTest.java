package io.stockpot.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Runs the launcher of the project in a folder of its own, with a Java and a Maven that only say what they do. */
@DisabledOnOs(OS.WINDOWS)
class LauncherTest {
    private static final String JAVA = """
            #!/bin/sh
            if [ "$1" = -version ]; then echo 'openjdk version "%s" 2025-01-01' >&2; exit; fi
            echo "ran $*" "spin=$GOMP_SPINCOUNT kept=$MALLOC_TRIM_THRESHOLD_"
            """;
    private static final String MAVEN = """
            #!/bin/sh
            echo build >> builds
            # like Maven, it leaves alone what is there, whole or not
            mkdir -p app/target/lib
            sleep 0.1
            [ ! -f broken ] || exit 1
            [ ! -f slow ] || { sleep 2.5; printf '\\033[0m\\033[31mcoloured\\033[0m\\n'; }
            for file in stockpot.jar lib/1 lib/2 lib/3 lib/4 lib/5 lib/6 lib/7 lib/8 lib/9; do
              [ ! -f app/target/$file ] || continue
              echo half > app/target/$file
              if [ "$(cat dies-at 2> /dev/null)" = $file ]; then
                rm dies-at
                kill -9 $PPID $$
              fi
              echo whole > app/target/$file
            done
            touch app/target/built
            """;

    @TempDir
    private Path folder;

    private Path root;
    private Path source;

    @BeforeEach
    void layOut() throws IOException {
        root = Files.createDirectory(folder.resolve("a project"));
        Files.copy(Path.of("..", "stockpot"), root.resolve("stockpot"));
        for (String module : List.of(".", "core", "cookbook", "app")) {
            Files.createDirectories(root.resolve(module).resolve("src/main/java"));
            Files.writeString(root.resolve(module).resolve("pom.xml"), "<project/>");
        }
        source = Files.writeString(root.resolve("core/src/main/java/Some.java"), "class Some {}");
        Files.createDirectories(folder.resolve("jdk/bin"));
        program("java", JAVA.formatted("17.0.1"));
        program("javac", "#!/bin/sh\n");
        program("mvn", MAVEN);
    }

    private void program(String name, String text) throws IOException {
        Path file = Files.writeString(folder.resolve("jdk/bin").resolve(name), text);
        assertThat(file.toFile().setExecutable(true)).isTrue();
    }

    private record Result(int exit, String output) {}

    private Process start(Path command, String... arguments) throws IOException {
        List<String> line = new ArrayList<>(List.of("bash", command.toString()));
        line.addAll(List.of(arguments));
        ProcessBuilder builder =
                new ProcessBuilder(line).redirectErrorStream(true).directory(folder.toFile());
        builder.environment().put("JAVA_HOME", folder.resolve("jdk").toString());
        builder.environment().merge("PATH", folder.resolve("jdk/bin").toString(), (path, own) -> own + ":" + path);
        builder.environment().put("STOCKPOT_JAVA_OPTS", "-Xmx9g -ea");
        builder.environment().put("STOCKPOT_HEARTBEAT", "1");
        builder.environment().put("STOCKPOT_CACHE", folder.resolve("cache").toString());
        builder.environment().remove("GOMP_SPINCOUNT");
        builder.environment().remove("MALLOC_TRIM_THRESHOLD_");
        return builder.start();
    }

    private static Result end(Process process) throws IOException, InterruptedException {
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return new Result(process.exitValue(), output);
    }

    private Result run(String... arguments) throws Exception {
        return end(start(root.resolve("stockpot"), arguments));
    }

    private long builds() throws IOException {
        return Files.exists(root.resolve("builds"))
                ? Files.readAllLines(root.resolve("builds")).size()
                : 0;
    }

    @Test
    void buildsOnlyWhenSourcesAreNewer() throws Exception {
        Result first = run("data", "two words", "--x=*");
        assertThat(first.exit()).isZero();
        assertThat(first.output()).startsWith("stockpot: building");
        assertThat(first.output())
                .containsPattern("ran -Xmx2g .*maxBytes=0 .*-Xmx9g -ea -jar \\S*a project/app/target/stockpot.jar"
                        + " data two words --x=\\* spin=0 kept=1073741824");
        assertThat(run().output()).startsWith("ran ");
        assertThat(builds()).isEqualTo(1);
        Files.setLastModifiedTime(source, FileTime.from(Instant.now().plusSeconds(1)));
        Thread.sleep(1_100);
        assertThat(run().output()).startsWith("stockpot: building");
        assertThat(run().output()).startsWith("ran ");
        assertThat(builds()).isEqualTo(2);
    }

    @Test
    void buildsAgainAfterAnInterruptedBuild() throws Exception {
        for (int part = 0; part <= 9; part++) {
            String file = part == 0 ? "stockpot.jar" : "lib/" + part;
            Files.writeString(root.resolve("dies-at"), file);
            Files.deleteIfExists(root.resolve("app/target/built"));
            assertThat(run().exit()).as("killed at %s", file).isNotZero();
            assertThat(root.resolve("app/target").resolve(file)).hasContent("half");
            Result next = run();
            assertThat(next.exit()).as(next.output()).isZero();
            assertThat(next.output()).startsWith("stockpot: building").contains("ran ");
            assertThat(root.resolve("app/target").resolve(file)).hasContent("whole");
        }
        assertThat(run().output()).startsWith("ran ");
        assertThat(builds()).isEqualTo(20);
    }

    @Test
    void saysThatItIsStillBuildingWithoutEscapeCodes() throws Exception {
        Files.writeString(root.resolve("slow"), "");
        Result result = run();
        assertThat(result.exit()).as(result.output()).isZero();
        assertThat(result.output())
                .containsPattern("stockpot: still building, 1 s \\((what it needs|app); 0 MB fetched\\)\n")
                .contains("still building, 2 s (")
                .contains("\ncoloured\n")
                .doesNotContain("\033", "Terminated", "still building, 4 s");
    }

    @Test
    void letsJavaWriteAboutItsCrashesIntoTheCache() throws Exception {
        assertThat(run().output())
                .contains("-XX:ErrorFile=" + folder.resolve("cache/hs_err_pid%p.log") + " -XX:OnError=echo 'stockpot: ")
                .contains("Please report it with the command, the recipe and the file " + folder.resolve("cache"));
    }

    @Test
    void passesTheHomeFolderOfTheUser() throws Exception {
        Process process = start(root.resolve("stockpot"));
        assertThat(end(process).output()).contains("-Duser.home=" + System.getenv("HOME") + " ");
    }

    @Test
    void buildsOnceWhenStartedTwiceAtTheSameTime() throws Exception {
        Path link = Files.createSymbolicLink(folder.resolve("link"), Path.of("a project/stockpot"));
        Process one = start(link);
        Process two = start(root.resolve("stockpot"));
        assertThat(end(one).exit()).isZero();
        assertThat(end(two).exit()).isZero();
        assertThat(builds()).isEqualTo(1);
    }

    @Test
    void reportsFailuresInOneSentence() throws Exception {
        Files.writeString(root.resolve("broken"), "");
        Result result = run();
        assertThat(result.exit()).isEqualTo(1);
        assertThat(result.output())
                .endsWith("stockpot: the build failed, see above\n")
                .doesNotContain("ran");
        program("java", JAVA.formatted("1.8.0_402"));
        result = run();
        assertThat(result.exit()).isEqualTo(1);
        assertThat(result.output()).startsWith("stockpot: Java 17 or newer is needed");
        Files.delete(folder.resolve("jdk/bin/java"));
        assertThat(run().output()).startsWith("stockpot: cannot run '").endsWith("or set JAVA_HOME to one\n");
    }
}
