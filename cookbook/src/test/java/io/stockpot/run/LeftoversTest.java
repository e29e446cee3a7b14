package io.stockpot.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.stockpot.recipe.Toy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LeftoversTest {
    private static final String ONE = "0123456789ab";
    private static final String OTHER = "ba9876543210";

    @TempDir
    Path runs;

    private RunStore store;
    private Plan plan;

    @BeforeEach
    void planAStep() throws IOException {
        store = new RunStore(runs);
        plan = Plan.of(List.of(Toy.of("base", "ab")), store);
    }

    private Path left(String name, int bytes) throws IOException {
        Path directory = Files.createDirectories(runs.resolve(name));
        Files.write(directory.resolve("model"), new byte[bytes]);
        return directory;
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(runs)) {
            return files.sorted().toList();
        }
    }

    @Test
    void deletesWhatIsLeftOfOtherStepsOnly() throws IOException {
        Path partial = left("." + ONE + "-linf.partial", 1_000);
        Path replaced = left("." + ONE + "-linf.replaced", 100);
        Files.createFile(runs.resolve("." + ONE + ".lock"));
        Files.createFile(runs.resolve("." + OTHER + ".lock"));
        String planned = plan.entries().get(0).key().shortened();
        List<Path> stay = List.of(
                left("." + planned + "-base.partial", 10),
                left(ONE + "-linf", 10),
                left(".mine", 10),
                left("." + ONE + "-linf.else", 10));
        Leftovers left = store.leftBesides(plan);
        assertThat(left.directories()).containsExactly(partial, replaced);
        assertThat(left.bytes()).isEqualTo(1_100);
        left.delete();
        assertThat(files()).containsExactlyInAnyOrderElementsOf(stay);
        assertThat(store.leftBesides(plan).directories()).isEmpty();
    }

    @Test
    void leavesStepsThatAreBeingRun() throws IOException {
        Path partial = left("." + ONE + "-linf.partial", 1);
        Path lock = runs.resolve("." + ONE + ".lock");
        try (RunLock held = RunLock.take(lock, "linf")) {
            assertThat(held).isNotNull();
            Leftovers left = store.leftBesides(plan);
            assertThat(left.directories()).isEmpty();
            left.delete();
        }
        assertThat(files()).containsExactlyInAnyOrder(partial, lock);
        store.leftBesides(plan).delete();
        assertThat(files()).isEmpty();
    }

    @Test
    void deletesThePagesOfRuns() throws IOException {
        Path page = left("now-quickstart", 10);
        Path other = left("nowhere", 10);
        Leftovers left = store.leftBesides(plan);
        assertThat(store.page("quick start")).isEqualTo(runs.resolve("now-quick-start"));
        assertThat(left.directories()).isEmpty();
        assertThat(left.pages()).containsExactly(page);
        left.delete();
        assertThat(files()).containsExactly(other);
    }

    @Test
    void findsNothingWhereNothingWasRun() throws IOException {
        assertThat(new RunStore(runs.resolve("none")).leftBesides(plan).directories())
                .isEmpty();
    }
}
