package io.stockpot.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.stockpot.base.Seed;
import io.stockpot.model.VisionTransformer.Pooling;
import io.stockpot.model.layer.Activation;
import io.stockpot.model.layer.Flatten;
import io.stockpot.model.layer.Layer;
import io.stockpot.model.layer.Linear;
import io.stockpot.tensor.NoLeaks;
import io.stockpot.tensor.Scope;
import io.stockpot.tensor.TensorBytes;
import java.nio.FloatBuffer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.IntToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

@ExtendWith(NoLeaks.class)
class AdaptationTest {
    private static final Adaptation SEVEN = new Adaptation(Optional.of(7), Optional.empty());
    private static final Seed SEED = new Seed(5);

    private static VisionTransformer vision(int image) {
        return new VisionTransformer(new TransformerSize.Custom(24, 2, 3), 4, image, Pooling.CLASS_TOKEN, true, 10, 3);
    }

    private static Sequential sequential(Layer last) {
        Map<String, Layer> layers = new LinkedHashMap<>();
        layers.put("flatten", new Flatten());
        layers.put("hidden", new Linear(12, 10));
        layers.put("last", last);
        return new Sequential(layers, 10, 3);
    }

    static Stream<Arguments> heads() {
        return Stream.of(
                Arguments.of(new WideResNet(10, 1, Activation.RELU, 10, 3), "fc"),
                Arguments.of(new PreActResNet(18, Activation.RELU, 10, 3), "linear"),
                Arguments.of(new CifarResNet(8, Activation.RELU, 10, 3), "linear"),
                Arguments.of(new ResNet(18, Activation.RELU, 10, 3), "fc"),
                Arguments.of(new EfficientNetLite(0, 10, 3), "classifier"),
                Arguments.of(new ConvNext(new ConvNextSize.Custom(8, List.of(1, 1, 1, 1)), 10, 3), "head.fc"),
                Arguments.of(vision(16), "head"),
                Arguments.of(new SoftmaxRegression(4, 10, 3), "linear"),
                Arguments.of(sequential(new Linear(10, 10)), "last"));
    }

    @Test
    void everyArchitectureIsTried() {
        Set<Class<?>> tried = heads().map(head -> head.get()[0].getClass()).collect(Collectors.toSet());
        assertThat(tried).isEqualTo(Set.of(Architecture.class.getPermittedSubclasses()));
    }

    @ParameterizedTest
    @MethodSource("heads")
    void drawsTheLastLayerAfreshAndKeepsTheRest(Architecture network, String head) {
        try (Classifier before = Classifier.initial(network, Normalisation.none(3), new Seed(1));
                Classifier after = SEVEN.of(before, SEED);
                Classifier again = SEVEN.of(before, SEED);
                Classifier fresh = Classifier.initial(network.withClasses(7), Normalisation.none(3), SEED)) {
            assertThat(after.classes()).isEqualTo(7);
            assertThat(after.weights().digest()).isEqualTo(again.weights().digest());
            Set<String> changed = new TreeSet<>();
            for (String name : before.weights().names()) {
                if (!after.weights().get(name).equal(before.weights().get(name))) {
                    changed.add(name);
                    assertThat(after.weights().get(name).equal(fresh.weights().get(name)))
                            .isTrue();
                }
            }
            assertThat(changed).containsExactly(head + ".bias", head + ".weight");
        }
    }

    /** Other classes may be as many. */
    @Test
    void drawsTheLastLayerAfreshForAsManyClassesToo() {
        Adaptation ten = new Adaptation(Optional.of(10), Optional.empty());
        try (Classifier before = Classifier.initial(vision(16), Normalisation.none(3), new Seed(1));
                Classifier after = ten.of(before, SEED)) {
            assertThat(after.architecture()).isEqualTo(before.architecture());
            assertThat(after.weights().get("head.weight").equal(before.weights().get("head.weight")))
                    .isFalse();
        }
    }

    @Test
    void saysWhatItChanges() {
        assertThat(SEVEN.notes(vision(16)))
                .containsExactly("the last layer, for 10 classes, is replaced by a fresh one for 7");
        assertThat(new Adaptation(Optional.empty(), Optional.of(24)).notes(vision(16)))
                .singleElement()
                .asString()
                .contains("for images of 16 pixels")
                .contains("interpolated (bicubic) to images of 24");
        assertThat(new Adaptation(Optional.empty(), Optional.of(16)).notes(vision(16)))
                .isEmpty();
    }

    @Test
    void fitsTransformersToOtherImages() {
        Adaptation larger = new Adaptation(Optional.empty(), Optional.of(24));
        try (Scope scope = Scope.open();
                Classifier before = Classifier.initial(vision(16), Normalisation.none(3), new Seed(1));
                Classifier after = larger.of(before, SEED)) {
            assertThat(after.architecture()).isEqualTo(vision(24));
            assertThat(after.weights().shape("pos_embed")).containsExactly(1, 37, 24);
            assertThat(after.logits(FormulaWeights.images(2, 3, 24)).size(1)).isEqualTo(10);
            assertThat(after.weights().get("head.weight").equal(before.weights().get("head.weight")))
                    .isTrue();
        }
    }

    @Test
    void refusesWhatCannotBeChanged() {
        Adaptation larger = new Adaptation(Optional.empty(), Optional.of(30));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> larger.of(vision(16)))
                .withMessageContaining("multiple of the patch's 4 pixels, not 30");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> larger.of(new ResNet(18, Activation.RELU, 10, 3)))
                .withMessageContaining("this one takes any, so leave it out");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> larger.of(new SoftmaxRegression(16, 10, 3)))
                .withMessageContaining("one size only");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SEVEN.of(sequential(Activation.RELU)))
                .withMessageContaining("'last', is not linear");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Adaptation(Optional.of(1), Optional.empty()))
                .withMessageContaining("classes must be at least 2");
    }

    /** Expected values are those of timm 1.0.31's resample_abs_pos_embed (bicubic, antialiased). */
    @Test
    void enlargesPositionEmbeddingsAsTimmDoes() {
        double[] expected = {
            1.6829419,
            1.8185948,
            0.36650816,
            -1.8235826,
            -0.94194275,
            -1.1336884,
            -2.2503946,
            -0.44379413,
            0.8865875,
            0.30202883,
            0.12565044,
            -0.29544041,
            -0.63528705,
            -0.89290988,
            1.4066671,
            2.4276412,
            1.1932441,
            0.542808,
            0.97982097,
            -1.3420259
        };
        assertResized(i -> 2 * Math.sin(i + 1), 5, 2, 1, 3, expected);
    }

    /** See {@link #enlargesPositionEmbeddingsAsTimmDoes}. */
    @Test
    void shrinksPositionEmbeddingsAsTimmDoes() {
        double[] three = {
            0.79505599,
            0.089225307,
            -0.79888433,
            -0.4047609,
            0.58113211,
            0.37982577,
            -0.41006571,
            -0.64197171,
            0.43761116
        };
        double[] two = {0.42671853, -0.15212883, -0.4398334, 0.28350359};
        assertResized(Math::cos, 25, 1, 0, 3, three);
        assertResized(Math::cos, 25, 1, 0, 2, two);
    }

    private static void assertResized(
            IntToDoubleFunction formula, int tokens, int width, int first, int side, double[] expected) {
        float[] values = new float[tokens * width];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) formula.applyAsDouble(i);
        }
        try (Scope scope = Scope.open()) {
            Tensor resized = PositionEmbeddings.resized(Tensor.create(values, 1, tokens, width), first, side);
            FloatBuffer memory = TensorBytes.slices(resized.contiguous()).get(0).asFloatBuffer();
            assertThat(memory.remaining()).isEqualTo(expected.length);
            for (int i = 0; i < expected.length; i++) {
                assertThat((double) memory.get(i)).isCloseTo(expected[i], within(2e-6));
            }
        }
    }

    @Test
    void knowsNetworksThatDifferOnlyInTheirClasses() {
        assertThat(vision(16).differsOnlyInClasses(vision(16).withClasses(7))).isTrue();
        assertThat(vision(16).differsOnlyInClasses(vision(24).withClasses(7))).isFalse();
        assertThat(vision(16).differsOnlyInClasses(vision(16))).isFalse();
        assertThat(sequential(Activation.RELU).differsOnlyInClasses(vision(16).withClasses(7)))
                .isFalse();
    }
}
