package io.stockpot.model.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import io.stockpot.model.Architecture;
import io.stockpot.model.CifarResNet;
import io.stockpot.model.ConvNext;
import io.stockpot.model.ConvNextSize;
import io.stockpot.model.EfficientNetLite;
import io.stockpot.model.PreActResNet;
import io.stockpot.model.ResNet;
import io.stockpot.model.Sequential;
import io.stockpot.model.SoftmaxRegression;
import io.stockpot.model.TransformerSize;
import io.stockpot.model.VisionTransformer;
import io.stockpot.model.VisionTransformer.Pooling;
import io.stockpot.model.WideResNet;
import io.stockpot.model.layer.Activation;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ArchitectureGuessTest {
    static Stream<Architecture> networks() {
        return Stream.of(
                new WideResNet(28, 10, Activation.RELU, 10, 3),
                new WideResNet(16, 2, Activation.RELU, 100, 1),
                new PreActResNet(18, Activation.RELU, 10, 3),
                new PreActResNet(34, Activation.RELU, 5, 3),
                new ResNet(18, Activation.RELU, 10, 3),
                new ResNet(50, Activation.RELU, 1000, 3),
                vision(TransformerSize.Named.SMALL, VisionTransformer.Pooling.CLASS_TOKEN, true),
                vision(TransformerSize.Named.BASE, VisionTransformer.Pooling.MEAN_THEN_NORM, true),
                vision(new TransformerSize.Custom(128, 3, 2), VisionTransformer.Pooling.MEAN, false),
                new CifarResNet(20, Activation.RELU, 10, 3),
                new EfficientNetLite(0, 1000, 3),
                new EfficientNetLite(2, 7, 1),
                new ConvNext(ConvNextSize.Named.TINY, 1000, 3),
                new ConvNext(new ConvNextSize.Custom(16, List.of(1, 1, 2, 1)), 10, 1),
                new CifarResNet(110, Activation.RELU, 10, 3),
                new SoftmaxRegression(8, 4, 3),
                new SoftmaxRegression(28, 10, 1));
    }

    private static Architecture vision(TransformerSize size, VisionTransformer.Pooling pooling, boolean classToken) {
        return new VisionTransformer(size, 16, 224, pooling, classToken, 1000, 3);
    }

    @ParameterizedTest
    @MethodSource("networks")
    void recognisesEveryNetworkByItsTensors(Architecture network) {
        ArchitectureGuess guess = ArchitectureGuess.nearest(shapes(network)).orElseThrow();
        assertThat(guess.architecture()).isEqualTo(network);
        assertThat(guess.exact()).isTrue();
        assertThat(guess.toString())
                .startsWith("looks like {")
                .contains("names and shapes fit); ")
                .endsWith("normalisation and the order of the classes are assumed: weights do not show them");
        // as other writers of safetensors store them
        assertThat(ArchitectureGuess.nearest(new TreeMap<>(shapes(network)))).hasValue(guess);
    }

    /** The tensors of a network that is written layer by layer have whatever names its writer gave them. */
    @Test
    void leavesNoArchitectureUnrecognisedButSequential() {
        Set<Class<?>> recognised = networks().map(Object::getClass).collect(Collectors.toSet());
        recognised.add(Sequential.class);
        assertThat(Architecture.class.getPermittedSubclasses())
                .as("add to ArchitectureCandidates what is missing, and to the networks here")
                .containsExactlyInAnyOrderElementsOf(recognised);
    }

    @Test
    void listsWhatKeepsTheNearestFromFitting() {
        Map<String, List<Long>> shapes = shapes(new WideResNet(16, 2, Activation.RELU, 10, 3));
        shapes.remove("bn1.weight");
        shapes.remove("bn1.num_batches_tracked");
        shapes.put("head.weight", List.of(3L));
        ArchitectureGuess guess = ArchitectureGuess.nearest(shapes).orElseThrow();
        assertThat(guess.architecture()).isEqualTo(new WideResNet(16, 2, Activation.RELU, 10, 3));
        assertThat(guess.missing()).containsExactly("bn1.weight");
        assertThat(guess.unexpected()).containsExactly("head.weight");
        assertThat(guess.toString()).contains("nearest is", "missing (1): bn1.weight", "unexpected (1): head.weight");
    }

    @Test
    void saysWhatWeightsDoNotShow() {
        Architecture network =
                new VisionTransformer(new TransformerSize.Custom(256, 4, 8), 4, 32, Pooling.MEAN, true, 10, 3);
        assertThat(ArchitectureGuess.nearest(shapes(network)).orElseThrow().toString())
                .contains("\"heads\":4")
                .endsWith("; heads (4, 64 wide each), pooling (class-token), normalisation and the order of the classes"
                        + " are assumed: weights do not show them");
        assertThat(ArchitectureGuess.nearest(shapes(new WideResNet(16, 2, Activation.SILU, 10, 3)))
                        .orElseThrow()
                        .toString())
                .contains("; activation (relu), normalisation and");
        assertThat(Assumptions.ofTold(network))
                .startsWith("heads (8, 32 wide each), pooling (mean) and the order of the classes are taken as told");
        assertThat(Assumptions.ofTold(new SoftmaxRegression(8, 4, 3))).isEmpty();
    }

    @Test
    void takesPrefixesOffThatWrappersLeave() {
        Architecture network = new WideResNet(16, 2, Activation.RELU, 10, 3);
        Map<String, List<Long>> plain = shapes(network);
        for (String prefix : List.of("module.", "_orig_mod.", "model.", "net.", "module._orig_mod.")) {
            Map<String, List<Long>> shapes = new LinkedHashMap<>();
            plain.forEach((name, shape) -> shapes.put(prefix + name, shape));
            String escaped = prefix.replace(".", "\\.");
            assertThat(Recognition.of(shapes).orElseThrow().toString())
                    .startsWith("looks like {\"wide-res-net\"")
                    .contains("without the prefix '" + prefix + "' (--map '^" + escaped + "=', or map in a recipe)");
            shapes.put("n_averaged", List.of());
            assertThat(Recognition.of(shapes).orElseThrow().toString())
                    .contains("and without n_averaged (--map '^n_averaged$=' --map '^" + escaped + "=',");
            plain.forEach((name, shape) -> shapes.put("ema." + name, shape));
            assertThat(Recognition.of(shapes).orElseThrow().toString())
                    .contains("other tensors, such as n_averaged (--map '^(?!" + escaped + ").*=' --map");
        }
        assertThat(Recognition.of(plain).orElseThrow().removal()).isEmpty();
    }

    /** As where a new last layer stands beside a backbone: nothing may be left out, it is part of the network. */
    @Test
    void keepsTensorsThatBelongToTheNetwork() {
        Map<String, List<Long>> shapes = new LinkedHashMap<>();
        shapes(new WideResNet(16, 2, Activation.RELU, 10, 3))
                .forEach((name, shape) -> shapes.put(name.startsWith("fc.") ? name : "backbone." + name, shape));
        Recognition recognised = Recognition.of(shapes).orElseThrow();
        assertThat(recognised.guess().exact()).isTrue();
        assertThat(recognised.removal().orElseThrow().rules()).containsExactly("^backbone\\.=");
        shapes.remove("fc.bias");
        assertThat(Recognition.of(shapes).orElseThrow().toString())
                .startsWith("nearest is")
                .contains("missing (1): fc.bias", "(--map '^backbone\\.=', or");
    }

    @Test
    void doesNotGuessWhereNothingFits() {
        assertThat(ArchitectureGuess.nearest(Map.of("embedding", List.of(7L, 3L))))
                .isEmpty();
        assertThat(ArchitectureGuess.nearest(Map.of("block1.layer.0.conv1.weight", List.of(Long.MAX_VALUE))))
                .isEmpty();
    }

    private static Map<String, List<Long>> shapes(Architecture network) {
        Map<String, List<Long>> shapes = new LinkedHashMap<>();
        network.network().parameters().forEach(parameter -> shapes.put(parameter.name(), parameter.shape()));
        return shapes;
    }
}
