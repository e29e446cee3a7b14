package io.stockpot.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.stockpot.JavaProcess;
import io.stockpot.base.Seed;
import io.stockpot.data.fetch.DataCache;
import io.stockpot.data.source.Cifar10;
import io.stockpot.data.source.Mnist;
import io.stockpot.data.source.PublishedData;
import io.stockpot.model.Classifier;
import io.stockpot.model.Normalisation;
import io.stockpot.model.SoftmaxRegression;
import io.stockpot.model.checkpoint.Provenance;
import io.stockpot.model.checkpoint.StockpotCheckpoint;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Kills every command that writes, as soon as it has begun to write or a little later, and gives it again: what is
 * visible after the kill is whole, and in the end all files are those of a command that was never killed. One kill
 * each, or {@code -Dkills=20}.
 */
class KillTest {
    private static final int KILLS = Integer.getInteger("kills", 1);
    private static final int CLASSES = 10;
    private static final int SIDE = 32;
    private static final String PANTRY = "../pantry/cifar10-wrn-16-2/";

    @TempDir
    static Path inputs;

    @TempDir
    Path folder;

    /**
     * A command that writes.
     *
     * @param needs data without which it is skipped
     * @param before a command whose files it begins with, empty for none
     * @param line the command, where OUT is the folder that it writes into and IN the one of inputs
     */
    private record Job(Optional<PublishedData> needs, String before, String line) {
        static Job of(String line) {
            return new Job(Optional.empty(), "", line);
        }

        @Override
        public String toString() {
            return line;
        }
    }

    static Stream<Job> jobs() {
        String pair = PANTRY + "linf.safetensors " + PANTRY + "linf-l1.safetensors ";
        String run = "run IN/digits.yaml --runs OUT/runs";
        return Stream.of(
                Job.of("mix " + pair + "--weights 0.3,0.7 --out OUT/soup.safetensors"),
                Job.of("convert " + PANTRY + "linf.safetensors OUT/linf.onnx"),
                Job.of("season " + pair + "--photos IN/pictures --as-is --grid {simplex:~{denominator:~2}} --out"
                        + " OUT/soup.safetensors --report OUT/page --outcomes OUT/outcomes.json --work OUT/work"
                        + " --condition Linf~1/255 --attack {apgd:~{steps:~2}} --among-equals robust"),
                Job.of("season " + pair
                        + "--photos IN/pictures --as-is --grid {simplex:~{denominator:~4}} --search race"
                        + " --held-out 8 --out OUT/soup.safetensors --report OUT/page --work OUT/work"),
                Job.of("evaluate " + PANTRY + "linf.safetensors --photos IN/pictures --images 20 --batch-size 2"
                        + " --condition Linf~2/255 --condition L2~0.1 --attack {apgd:~{steps:~5}} --json OUT/bits.json"
                        + " --save-examples OUT/points.npz --work OUT/work"),
                new Job(
                        Optional.of(new Cifar10()),
                        "",
                        "data corrupt --out OUT/c --images 3 --corruption fog contrast jpeg_compression --sheet"
                                + " OUT/sheet.png"),
                new Job(Optional.of(new Mnist()), "", run),
                new Job(Optional.of(new Mnist()), run, "report IN/digits.yaml --runs OUT/runs"),
                Job.of("results IN/results.yaml --out OUT/results.md"));
    }

    @BeforeAll
    static void writeInputs() throws IOException {
        Files.createDirectory(inputs.resolve("outcomes"));
        Files.writeString(
                inputs.resolve("results.yaml"), "{title: Nothing yet, measured: m, differences: d, claims: []}");
        RandomGenerator random = new Seed(1).generator();
        for (int i = 0; i < 3 * CLASSES; i++) {
            Path pictures = Files.createDirectories(inputs.resolve("pictures").resolve(String.valueOf(i % CLASSES)));
            BufferedImage noise = new BufferedImage(SIDE, SIDE, BufferedImage.TYPE_INT_RGB);
            for (int place = 0; place < SIDE * SIDE; place++) {
                noise.setRGB(place % SIDE, place / SIDE, random.nextInt(1 << 24));
            }
            ImageIO.write(noise, "png", pictures.resolve(i + ".png").toFile());
        }
        SoftmaxRegression network = new SoftmaxRegression(28, 10, 1);
        for (int i = 0; i < 2; i++) {
            Path file = inputs.resolve(i + ".safetensors");
            try (Classifier classifier = Classifier.initial(network, Normalisation.none(1), new Seed(i))) {
                StockpotCheckpoint.write(file, classifier, new Provenance(List.of("root", "m" + i), "{}"));
            }
        }
        Files.writeString(inputs.resolve("digits.yaml"), """
                data: mnist
                models: {a: {checkpoint: %s}, b: {checkpoint: %s}}
                evaluate: {images: 20, conditions: [clean: {}, robust: {threat: Linf 0.1, attack: {apgd: {steps: 3}}}]}
                soups: {pair: {ingredients: [a, b], weights: {simplex: {denominator: 4}}}}
                """.formatted(
                        inputs.resolve("0.safetensors"), inputs.resolve("1.safetensors")));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("jobs")
    void endsInTheSameBytesAfterKills(Job job) throws Exception {
        assumeTrue(
                job.needs().isEmpty() || job.needs().get().isAvailable(DataCache.ofUser()),
                "SKIPPED: data are not in the cache");
        Path out = begin(job);
        complete(job.line(), out);
        Map<String, String> whole = visible(out);
        assertThat(whole).isNotEmpty();
        Files.move(out, folder.resolve("whole"));
        begin(job);
        for (int kill = 0; kill < KILLS; kill++) {
            kill(job, out, 7L * kill * kill);
            assertThat(whole).as("after kill " + kill).containsAllEntriesOf(visible(out));
        }
        complete(job.line(), out);
        assertThat(visible(out)).isEqualTo(whole);
        try (Stream<Path> files = Files.walk(out)) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .noneMatch(name -> name.endsWith(".partial") || name.endsWith(".lock"));
        }
    }

    private Path begin(Job job) throws IOException {
        Path out = Files.createDirectories(folder.resolve("out"));
        if (!job.before().isEmpty()) {
            complete(job.before(), out);
        }
        return out;
    }

    private static List<String> arguments(String line, Path out) {
        List<String> arguments = new ArrayList<>();
        for (String word : line.split(" ", -1)) {
            arguments.add(word.replace("OUT", out.toString())
                    .replace("IN", inputs.toString())
                    .replace('~', ' '));
        }
        return arguments;
    }

    private static void complete(String line, Path out) {
        StringWriter errors = new StringWriter();
        int code = Stockpot.commandLine()
                .setOut(new PrintWriter(new StringWriter()))
                .setErr(new PrintWriter(errors, true))
                .execute(arguments(line, out).toArray(String[]::new));
        assertThat(code).as(errors.toString()).isZero();
    }

    /** Kills the command once something has changed in the folder, unless it has ended by then. */
    private void kill(Job job, Path out, long later) throws Exception {
        Path errors = folder.resolve("errors");
        Map<Path, Long> before = state(out);
        Process process = JavaProcess.of(Stockpot.class.getName(), arguments(job.line(), out))
                .redirectErrorStream(true)
                .redirectOutput(errors.toFile())
                .start();
        try {
            for (int waited = 0; process.isAlive() && state(out).equals(before); waited++) {
                assertThat(waited).as(Files.readString(errors)).isLessThan(30_000);
                Thread.sleep(2);
            }
            Thread.sleep(later);
        } finally {
            process.destroyForcibly();
        }
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        // 128 + SIGKILL, or done before it
        assertThat(process.exitValue()).as(Files.readString(errors)).isIn(0, 137);
    }

    /** Returns all files, hidden ones too, with what changes when they are written. */
    private static Map<Path, Long> state(Path out) throws IOException {
        Map<Path, Long> state = new TreeMap<>();
        try (Stream<Path> files = Files.walk(out)) {
            for (Path file : files.toList()) {
                state.put(file, Files.getLastModifiedTime(file).toMillis());
            }
        } catch (IOException | UncheckedIOException moving) {
            state.put(out, -1L);
        }
        return state;
    }

    /** Returns the content of all files for readers, without the times that were measured. */
    private static Map<String, String> visible(Path out) throws IOException {
        Map<String, String> contents = new TreeMap<>();
        List<Path> files;
        try (Stream<Path> all = Files.walk(out)) {
            files = all.filter(Files::isRegularFile).toList();
        }
        for (Path file : files) {
            String name = out.relativize(file).toString();
            // journals and records of when it was, and how far it is, are no results
            boolean record = name.endsWith("step.json") || name.endsWith("status.json");
            if (!("/" + name).contains("/.") && !name.startsWith("work") && !record) {
                String content = Files.readString(file, StandardCharsets.ISO_8859_1);
                contents.put(name, content.replaceAll("(\"seconds\" ?: ?)[0-9.E-]+", "$1"));
            }
        }
        return contents;
    }
}
