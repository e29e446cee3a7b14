package io.stockpot.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.stockpot.base.Seed;
import io.stockpot.model.Classifier;
import io.stockpot.model.Normalisation;
import io.stockpot.model.SoftmaxRegression;
import io.stockpot.model.checkpoint.Provenance;
import io.stockpot.model.checkpoint.StockpotCheckpoint;
import io.stockpot.tensor.Scope;
import io.stockpot.tensor.StateDict;
import io.stockpot.tensor.file.Safetensors;
import io.stockpot.tensor.file.WeightFiles;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Mixing and inspecting checkpoints from the command line, good input and bad. */
class CheckpointCommandsTest {
    @TempDir
    Path folder;

    private final StringWriter output = new StringWriter();
    private final StringWriter errors = new StringWriter();

    @BeforeEach
    void write() throws IOException {
        write("a", 8, List.of("root", "a"));
        write("b", 8, List.of("root", "b"));
        write("wide", 9, List.of("root", "wide"));
        write("stranger", 8, List.of("elsewhere"));
    }

    @Test
    void mixesAndInspects() throws IOException {
        Path soup = folder.resolve("soup.safetensors");
        assertThat(run("mix", file("a"), file("b"), "--weights", "1.2,-0.2", "--out", soup.toString()))
                .isZero();
        assertThat(StockpotCheckpoint.open(soup).provenance().ancestors())
                .startsWith("root")
                .hasSize(2);
        assertThat(run("inspect", soup.toString(), "--tensors")).isZero();
        assertThat(output.toString())
                .contains("softmax-regression", "\"weights\":\"1.2, -0.2\"", "root > ", "undamaged", "linear.weight");
        assertThat(errors.toString()).isEmpty();
    }

    @Test
    void mixesByNamesOfTensors() throws IOException {
        String weights = "{linear.bias: \"1, 0\", default: \"0.25, 0.75\"}";
        Path soup = folder.resolve("soup.safetensors");
        assertThat(run("mix", file("a"), file("b"), "--weights", weights, "--out", soup.toString()))
                .as(errors.toString())
                .isZero();
        assertThat(run("inspect", soup.toString())).isZero();
        assertThat(output.toString())
                .contains(
                        "\"weights\":\"0.25, 0.75\",\"by-name\":[{\"tensors\":\"linear.bias\",\"weights\":\"1, 0\"}]");
        assertThat(folder.resolve("soup.md")).content().contains("| `linear.bias` | 1 | 0 |");
    }

    @Test
    void refusesNamesOfNoTensor() {
        assertThat(mix("{liner.*: \"1, 0\", default: \"0.25, 0.75\"}", "a", "b"))
                .isEqualTo(2);
        assertThat(errors.toString()).contains("--weights: no tensor matches 'liner.*'; did you mean 'linear.*'?");
    }

    @Test
    void mixesByARuleForLayers() {
        String out = folder.resolve("soup.safetensors").toString();
        List<String> mixed =
                List.of("mix", file("a"), file("b"), file("a"), "--weights", "0,1/2,1/2", "--out", out, "--layers");
        assertThat(run(with(mixed, "model-stock"))).as(errors.toString()).isZero();
        // one of the two has not left the base, so there is no angle and nothing differs
        assertThat(folder.resolve("soup.md")).content().doesNotContain("| tensors |");
        assertThat(run(with(mixed, "{lines: {alpha: 0.5, beta: 0}}"))).isZero();
        assertThat(folder.resolve("soup.md")).content().contains("| `linear.*` | 0.5 | 0.25 | 0.25 |");
        assertThat(run(with(mixed, "model-stok"))).isEqualTo(2);
        assertThat(errors.toString()).contains("--layers").contains("model-stock");
    }

    private static String[] with(List<String> words, String last) {
        return Stream.concat(words.stream(), Stream.of(last)).toArray(String[]::new);
    }

    @Test
    void refusesWeightsThatDoNotSumToOne() {
        assertThat(mix("0.5,0.6", "a", "b")).isEqualTo(2);
        assertThat(errors.toString()).contains("--weights").contains("1.1");
        assertThat(mix("1", "a", "b")).isEqualTo(2);
        assertThat(errors.toString()).contains("1 weights for 2 checkpoints");
        assertThat(mix("0.5,zwei", "a", "b")).isEqualTo(2);
    }

    @Test
    void namesIngredientsThatDoNotMix() {
        assertThat(mix("0.5,0.5", "a", "wide")).isEqualTo(1);
        assertThat(errors.toString()).contains("differ in architecture").contains(file("wide"));
        assertThat(mix("0.5,0.5", "a", "stranger")).isEqualTo(1);
        assertThat(errors.toString()).contains("no common ancestor");
    }

    @Test
    void reportsDamagedAndMissingFilesInOneSentence() throws IOException {
        Path damaged = folder.resolve("a");
        byte[] bytes = Files.readAllBytes(damaged);
        bytes[bytes.length - 1] ^= 64;
        Files.write(damaged, bytes);
        assertThat(mix("0.5,0.5", "a", "b")).isEqualTo(1);
        assertThat(errors.toString()).contains("is damaged").doesNotContain("\tat ");
        Files.write(damaged, Arrays.copyOf(bytes, 40));
        assertThat(run("inspect", damaged.toString())).isEqualTo(1);
        assertThat(errors.toString()).contains("not a readable safetensors file");
        assertThat(run("inspect", file("nothing"))).isEqualTo(1);
        assertThat(errors.toString()).contains("no such file");
    }

    @Test
    void refusesReestimationWithoutData() {
        assertThat(run(
                        "mix",
                        file("a"),
                        file("b"),
                        "--weights",
                        "1,0",
                        "--out",
                        "x.safetensors",
                        "--batch-norm",
                        "reestimate"))
                .isEqualTo(2);
        assertThat(errors.toString()).contains("needs --data");
        assertThat(run(
                        "mix",
                        file("a"),
                        file("b"),
                        "--weights",
                        "1,0",
                        "--out",
                        "x.safetensors",
                        "--batch-norm",
                        "magic"))
                .isEqualTo(2);
        assertThat(errors.toString()).contains("unknown choice 'magic'");
    }

    @Test
    void mixesUnrelatedModelsOnDemand() {
        Path soup = folder.resolve("soup.safetensors");
        assertThat(run(
                        "mix",
                        file("a"),
                        file("stranger"),
                        "--weights",
                        "0.5,0.5",
                        "--out",
                        soup.toString(),
                        "--allow-strangers"))
                .isZero();
        assertThat(folder.resolve("soup.md")).content().contains("| stranger | 0.5 |", "softmax-regression");
    }

    @Test
    void readsForeignFilesByWhatOptionsSay() throws IOException {
        Path foreign = foreign("backbone.");
        assertThat(run("inspect", foreign.toString())).isZero();
        assertThat(output.toString()).contains("format         safetensors", "not known; it resembles none");
        assertThat(run("inspect", foreign.toString(), "--map", "^backbone\\.=linear."))
                .isZero();
        assertThat(output.toString())
                .contains("looks like {\"softmax-regression\":{\"side\":8,\"classes\":10,\"channels\":3}} (all 2");
        Path soup = folder.resolve("soup.safetensors");
        int code = run(
                "mix",
                foreign.toString(),
                foreign.toString(),
                "--weights",
                "0.5,0.5",
                "--map",
                "^backbone\\.=linear.",
                "--architecture",
                "{softmax-regression: {side: 8}}",
                "--out",
                soup.toString());
        assertThat(code).isZero();
        assertThat(errors.toString()).contains("warning", "normalised", "not known of");
        assertThat(StockpotCheckpoint.open(soup).architecture()).isEqualTo(new SoftmaxRegression(8, 10, 3));
    }

    @Test
    void readsArchitecturesFromFiles() throws IOException {
        Path told = folder.resolve("told.yaml");
        Files.writeString(told, """
                # known
                architecture: {softmax-regression: {side: 8}}
                normalisation: {mean: [0.5, 0.5, 0.5], deviation: [1, 1, 1]}
                """);
        assertThat(run("inspect", file("a"), "--architecture", told.toString())).isEqualTo(1);
        assertThat(errors.toString()).contains("says that its normalisation is").doesNotContain("architecture");
        assertThat(run("inspect", file("a"), "--architecture", "{softmax-regression: {sides: 8}}"))
                .isEqualTo(2);
        assertThat(errors.toString()).contains("--architecture", "unknown key 'sides'");
    }

    @Test
    void normalisationsOfOtherPixelsAreDoubted() throws IOException {
        String foreign = foreign("linear.").toString();
        assertThat(run("inspect", foreign, "--normalisation", "{mean: [125.3, 0, 0], deviation: [1, 1, 1]}"))
                .isZero();
        assertThat(errors.toString()).contains("has the value 125.3, but images are in [0, 1]", "divide it by 255");
        errors.getBuffer().setLength(0);
        assertThat(run("inspect", foreign, "--normalisation", "{mean: [1, 0, 0], deviation: [1, 1, 1]}"))
                .isZero();
        assertThat(errors.toString()).isEmpty();
    }

    @Test
    void diagnosesRelations() {
        assertThat(run("diagnose", file("a"), file("b"), "--ancestor", file("b")))
                .isZero();
        assertThat(output.toString())
                .contains("a and b", "distance      1.4", "ancestor      shared", "measure the barrier with --data");
        assertThat(run("diagnose", file("a"), file("stranger"))).isZero();
        assertThat(output.toString()).contains("none shared", "fine-tune both from one base");
        assertThat(run("diagnose", file("a"), file("wide"))).isEqualTo(1);
        assertThat(errors.toString()).contains("differ in architecture");
    }

    /** The command of the message is run as it stands. */
    @ParameterizedTest
    @CsvSource({"_orig_mod., ''", "module.net., ''", "'', n_averaged", "'', a(b)+", "_orig_mod., step"})
    void remediesOfMessagesWorkAsTyped(String prefix, String extra) throws IOException {
        Path plain = folder.resolve("plain");
        Path other = folder.resolve("other");
        SoftmaxRegression network = new SoftmaxRegression(8, 10, 3);
        for (Path file : List.of(plain, other)) {
            try (Classifier model = Classifier.initial(network, Normalisation.none(3), new Seed(file.hashCode()));
                    StateDict renamed = new StateDict()) {
                boolean same = file.equals(plain);
                for (String name : model.weights().names()) {
                    renamed.put(same ? name : prefix + name, model.weights().get(name));
                }
                if (!same && !extra.isEmpty()) {
                    renamed.put(extra, model.weights().get("linear.bias"));
                }
                Safetensors.write(file, renamed, Map.of());
            }
        }
        List<String> command = new ArrayList<>(List.of("mix", other.toString(), plain.toString()));
        command.addAll(List.of("--weights", "0.5,0.5", "--out", file("soup.safetensors")));
        int code = run(command.toArray(String[]::new));
        for (int tries = 0; code != 0 && tries < 2 + network.classes(); tries++) {
            assertThat(code).isEqualTo(1);
            Matcher remedy = Pattern.compile("--map '([^']+)'").matcher(errors.toString());
            assertThat(remedy.find()).as(errors.toString()).isTrue();
            command.addAll(List.of("--map", remedy.group(1)));
            errors.getBuffer().setLength(0);
            code = run(command.toArray(String[]::new));
        }
        assertThat(code).as(errors.toString()).isZero();
        try (Scope scope = Scope.open();
                StateDict soup = WeightFiles.read(folder.resolve("soup.safetensors"));
                StateDict one = WeightFiles.read(plain);
                StateDict two = WeightFiles.read(other)) {
            Tensor half = one.get("linear.weight")
                    .add(two.get(prefix + "linear.weight"))
                    .mul(new Scalar(0.5));
            assertThat(soup.get("linear.weight").equal(half)).isTrue();
        }
    }

    private Path foreign(String prefix) throws IOException {
        Path file = folder.resolve("foreign");
        SoftmaxRegression network = new SoftmaxRegression(8, 10, 3);
        try (Classifier classifier = Classifier.initial(network, Normalisation.none(3), new Seed(1));
                StateDict renamed = new StateDict()) {
            for (String name : classifier.weights().names()) {
                renamed.put(
                        name.replace("linear.", prefix), classifier.weights().get(name));
            }
            Safetensors.write(file, renamed, Map.of());
        }
        return file;
    }

    /** Mixes into a file that must not appear. */
    private int mix(String weights, String first, String second) {
        Path out = folder.resolve("never.safetensors");
        int code = run("mix", file(first), file(second), "--weights", weights, "--out", out.toString());
        try (Stream<Path> left = Files.list(folder)) {
            assertThat(left).hasSize(4).doesNotContain(out);
        } catch (IOException failure) {
            throw new AssertionError(failure);
        }
        return code;
    }

    private int run(String... arguments) {
        return Stockpot.commandLine()
                .setOut(new PrintWriter(output, true))
                .setErr(new PrintWriter(errors, true))
                .execute(arguments);
    }

    private String file(String name) {
        return folder.resolve(name).toString();
    }

    private void write(String name, int side, List<String> ancestors) throws IOException {
        SoftmaxRegression network = new SoftmaxRegression(side, 10, 3);
        try (Classifier classifier = Classifier.initial(network, Normalisation.none(3), new Seed(name.hashCode()))) {
            StockpotCheckpoint.write(folder.resolve(name), classifier, new Provenance(ancestors, "{}"));
        }
    }
}
