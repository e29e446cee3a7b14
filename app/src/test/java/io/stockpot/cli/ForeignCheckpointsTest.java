package io.stockpot.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.errorprone.annotations.MustBeClosed;
import io.stockpot.base.Seed;
import io.stockpot.model.Classifier;
import io.stockpot.model.ConvNext;
import io.stockpot.model.ConvNextSize;
import io.stockpot.model.Naming;
import io.stockpot.model.Normalisation;
import io.stockpot.model.WideResNet;
import io.stockpot.model.checkpoint.StockpotCheckpoint;
import io.stockpot.model.layer.Activation;
import io.stockpot.tensor.NoLeaks;
import io.stockpot.tensor.Scope;
import io.stockpot.tensor.StateDict;
import io.stockpot.tensor.file.NumpyWriter;
import io.stockpot.tensor.file.Safetensors;
import io.stockpot.tensor.file.TorchFiles;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Files that others wrote, in every container; remedies that messages name are taken out of them and typed. */
@ExtendWith(NoLeaks.class)
class ForeignCheckpointsTest {
    private static final Pattern MAP = Pattern.compile("--map '([^']*)'");
    private static final String NETWORK = "{wide-res-net: {depth: 10, widen-factor: 1}}";

    @TempDir
    Path folder;

    private final StringWriter output = new StringWriter();
    private final StringWriter errors = new StringWriter();

    private enum Container {
        SAFETENSORS,
        SHARDED,
        NPZ,
        ZIP,
        LEGACY
    }

    static Stream<Arguments> wrapped() {
        return Stream.of(Container.values())
                .flatMap(container -> Stream.of("_orig_mod.", "module.", "model.", "net.")
                        .flatMap(prefix ->
                                Stream.of(false, true).map(averaged -> Arguments.of(container, prefix, averaged))));
    }

    @ParameterizedTest
    @MethodSource("wrapped")
    void namesRenamingsThatWorkWhenTyped(Container container, String prefix, boolean averaged) throws IOException {
        String digest;
        Path file;
        try (Classifier classifier = classifier();
                StateDict renamed = new StateDict();
                Scope scope = Scope.open()) {
            digest = classifier.weights().digest();
            classifier
                    .weights()
                    .names()
                    .forEach(name ->
                            renamed.put(prefix + name, classifier.weights().get(name)));
            if (averaged) {
                renamed.put("n_averaged", Tensor.create(7L));
            }
            file = write(container, renamed);
        }
        assertThat(run("inspect", file.toString())).isZero();
        List<String> maps = maps(output);
        boolean wellKnown = prefix.equals("module.") || prefix.equals("_orig_mod.");
        boolean torch = container == Container.ZIP || container == Container.LEGACY;
        assertThat(maps).hasSize(averaged ? 2 : torch && wellKnown ? 0 : 1);
        assertThat(output.toString())
                .contains("looks like {\"wide-res-net\":", "activation (relu), normalisation and the order");
        Path out = folder.resolve("out.safetensors");
        if (!maps.isEmpty()) {
            assertThat(run("convert", file.toString(), out.toString(), "--architecture", NETWORK))
                    .isEqualTo(1);
            assertThat(maps(errors)).isEqualTo(maps);
            output.getBuffer().setLength(0);
            assertThat(run(with(maps, "inspect", file.toString()))).isZero();
            assertThat(output.toString()).contains("looks like").doesNotContain("without the prefix");
        }
        assertThat(run(with(maps, "convert", file.toString(), out.toString(), "--architecture", NETWORK)))
                .isZero();
        assertThat(StockpotCheckpoint.open(out).digest()).isEqualTo(digest);
        assertThat(errors.toString()).contains("activation (relu) and the order of the classes are taken as told");
    }

    @Test
    void namesWeightsThatAreNoNumbersWhereverTheyAreUsed() throws IOException {
        Path file;
        try (Classifier classifier = classifier();
                Scope scope = Scope.open()) {
            classifier.weights().get("conv1.weight").select(0, 0).fill_(new Scalar(Float.NaN));
            file = write(Container.SAFETENSORS, classifier.weights());
        }
        assertThat(run("inspect", file.toString())).isZero();
        assertThat(output.toString()).contains("not finite     27 NaN, 0 infinite: conv1.weight has 27 NaN");
        Path out = folder.resolve("out.safetensors");
        assertThat(run("convert", file.toString(), out.toString(), "--architecture", NETWORK))
                .isZero();
        assertThat(errors.toString()).contains("warning: " + file + ": conv1.weight has 27 NaN; logits are hardly");
        Path soup = folder.resolve("soup.safetensors");
        assertThat(run("mix", file.toString(), file.toString(), "--weights", "0.5,0.5", "--out", soup.toString()))
                .isEqualTo(1);
        assertThat(errors.toString()).contains("the soup would not be finite in 'conv1.weight', for in '" + file);
        assertThat(soup).doesNotExist();
    }

    /** What the message about float16 says: converted first, the soup is in float32. */
    @Test
    void conversionMakesRoomForLargeNumbers() throws IOException {
        Path file;
        try (Classifier classifier = classifier();
                StateDict half = new StateDict();
                Scope scope = Scope.open()) {
            classifier.weights().get("fc.bias").fill_(new Scalar(60_000));
            for (String name : classifier.weights().names()) {
                Tensor weight = classifier.weights().get(name);
                half.put(name, weight.is_floating_point() ? weight.to(ScalarType.Half) : weight);
            }
            file = write(Container.SAFETENSORS, half);
            half.get("fc.bias").fill_(new Scalar(-60_000));
            Safetensors.write(folder.resolve("low"), half, Map.of());
        }
        String low = folder.resolve("low").toString();
        String soup = folder.resolve("soup.safetensors").toString();
        assertThat(run("mix", low, file.toString(), "--weights=-1,2", "--out", soup))
                .isEqualTo(1);
        assertThat(errors.toString()).contains("does not fit into float16", "'stockpot convert'");
        String wide = folder.resolve("wide.safetensors").toString();
        assertThat(run("convert", low, wide, "--architecture", NETWORK)).isZero();
        assertThat(run("mix", wide, file.toString(), "--weights=-1,2", "--out", soup))
                .isZero();
        output.getBuffer().setLength(0);
        assertThat(run("inspect", soup, "--tensors")).isZero();
        assertThat(output.toString()).containsPattern("fc.bias +F32").contains("not finite     none");
    }

    /** One network under the names of three programs: what is told once makes them mix. */
    @Test
    void mixesFilesWithTheNamesOfThreePrograms() throws IOException {
        ConvNext network = new ConvNext(new ConvNextSize.Custom(8, List.of(1, 1, 1, 1)), 10, 3);
        List<String> command = new ArrayList<>(List.of("mix"));
        String told = "{conv-next: {size: {custom: {width: 8, blocks: [1, 1, 1, 1]}}, classes: 10}}";
        String digest;
        try (Classifier classifier = Classifier.initial(network, Normalisation.none(3), new Seed(1))) {
            digest = classifier.weights().digest();
            Safetensors.write(folder.resolve("timm"), classifier.weights(), Map.of());
            command.add(folder.resolve("timm").toString());
            for (Naming naming : network.otherNames()) {
                Path file = folder.resolve(naming.origin());
                write(file, naming, classifier.weights());
                command.add(file.toString());
            }
        }
        String soup = folder.resolve("soup.safetensors").toString();
        command.addAll(List.of("--weights", "0.25,0.25,0.5", "--out", soup));
        command.addAll(List.of("--architecture", told));
        assertThat(run(command.toArray(String[]::new))).as(errors.toString()).isZero();
        assertThat(errors.toString()).contains("names of torchvision").contains("names of the paper's code");
        assertThat(StockpotCheckpoint.open(Path.of(soup)).digest()).isEqualTo(digest);
    }

    /** A soup of foreign files states a digest of the names and shapes they have. */
    @Test
    void readsSoupsUnderTheNamesOfAnotherProgram() throws IOException {
        ConvNext network = new ConvNext(new ConvNextSize.Custom(8, List.of(1, 1, 1, 1)), 10, 3);
        String told = "{conv-next: {size: {custom: {width: 8, blocks: [1, 1, 1, 1]}}, classes: 10}}";
        String file = folder.resolve("torchvision").toString();
        String digest;
        try (Classifier classifier = Classifier.initial(network, Normalisation.none(3), new Seed(1))) {
            digest = classifier.weights().digest();
            write(Path.of(file), network.otherNames().get(0), classifier.weights());
        }
        String soup = folder.resolve("soup.safetensors").toString();
        String ours = folder.resolve("ours.safetensors").toString();
        assertThat(run("mix", file, file, "--weights", "0.5,0.5", "--out", soup))
                .isZero();
        assertThat(run("convert", soup, ours, "--architecture", told))
                .as(errors.toString())
                .isZero();
        assertThat(StockpotCheckpoint.open(Path.of(ours)).digest()).isEqualTo(digest);
    }

    /** Writes what another program would; torchvision's layer scale is C×1×1. */
    private static void write(Path file, Naming naming, StateDict weights) throws IOException {
        try (Scope scope = Scope.open();
                StateDict renamed = new StateDict()) {
            naming.names().forEach((theirs, ours) -> {
                Tensor values = weights.get(ours);
                renamed.put(theirs, theirs.endsWith("layer_scale") ? values.view(-1, 1, 1) : values);
            });
            Safetensors.write(file, renamed, Map.of());
        }
    }

    @MustBeClosed
    private static Classifier classifier() {
        return Classifier.initial(new WideResNet(10, 1, Activation.RELU, 10, 3), Normalisation.none(3), new Seed(1));
    }

    private Path write(Container container, StateDict tensors) throws IOException {
        switch (container) {
            case SAFETENSORS -> Safetensors.write(folder.resolve("weights"), tensors, Map.of());
            case SHARDED -> {
                Safetensors.write(folder.resolve("shard"), tensors, Map.of());
                List<String> entries = tensors.names().stream()
                        .map(name -> "\"" + name + "\": \"shard\"")
                        .toList();
                Files.writeString(folder.resolve("weights"), "{\"weight_map\": {" + String.join(", ", entries) + "}}");
            }
            case NPZ -> {
                Map<String, NumpyWriter.Array> arrays = new LinkedHashMap<>();
                tensors.names().forEach(name -> arrays.put(name, NumpyWriter.Array.of(tensors.get(name))));
                NumpyWriter.write(folder.resolve("weights"), arrays);
            }
            case ZIP, LEGACY ->
                Files.write(folder.resolve("weights"), TorchFiles.stateDict(tensors, container == Container.LEGACY));
        }
        return folder.resolve("weights");
    }

    private static List<String> maps(StringWriter text) {
        return MAP.matcher(text.toString())
                .results()
                .map(found -> found.group(1))
                .toList();
    }

    private static String[] with(List<String> maps, String... arguments) {
        List<String> all = new ArrayList<>(List.of(arguments));
        maps.forEach(map -> all.addAll(List.of("--map", map)));
        return all.toArray(String[]::new);
    }

    private int run(String... arguments) {
        return Stockpot.commandLine()
                .setOut(new PrintWriter(output, true))
                .setErr(new PrintWriter(errors, true))
                .execute(arguments);
    }
}
