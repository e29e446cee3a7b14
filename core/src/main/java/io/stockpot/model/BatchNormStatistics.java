package io.stockpot.model;

import io.stockpot.model.layer.Parameter;
import io.stockpot.tensor.Precision;
import io.stockpot.tensor.Scope;
import io.stockpot.tensor.StateDict;
import io.stockpot.tensor.TensorBytes;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;

/**
 * The running means and variances of a classifier after its weights have been mixed. The paper does
 * not say what it does with them.
 */
public final class BatchNormStatistics {
    /** Smallest variance; mixing with negative weights can otherwise make it negative. */
    public static final double MINIMUM_VARIANCE = 1e-6;

    private BatchNormStatistics() {}

    /**
     * Raises running variances below the smallest allowed value to it, in place.
     *
     * @param which names of the variances that are looked at
     */
    public static void clampVariances(Classifier classifier, Predicate<String> which) {
        try (Scope scope = Scope.open();
                NoGradGuard guard = new NoGradGuard()) {
            for (Parameter parameter : classifier.parameters()) {
                if (parameter.role() == Parameter.Role.RUNNING_VARIANCE && which.test(parameter.name())) {
                    classifier.weights().get(parameter.name()).clamp_min_(new Scalar(MINIMUM_VARIANCE));
                }
            }
        }
    }

    /**
     * Overwrites running variances by the weighted geometric mean of those of some models, in place.
     *
     * @param which names of the variances that are overwritten
     * @param sources in the order in which they count
     * @param weights one per source, by the name of the variances
     */
    public static void multiplyVariances(
            Classifier classifier,
            Predicate<String> which,
            List<StateDict> sources,
            Function<String, double[]> weights) {
        for (String name : variances(classifier)) {
            if (which.test(name)) {
                Tensor target = classifier.weights().get(name);
                VarianceProduct product = new VarianceProduct(Math.toIntExact(target.numel()));
                double[] powers = weights.apply(name);
                for (int i = 0; i < powers.length; i++) {
                    product.multiply(sources.get(i).get(name), powers[i]);
                }
                product.write(target);
            }
        }
    }

    /** Returns the names of the running means and variances, which are not learnt. */
    public static List<String> names(Classifier classifier) {
        return classifier.parameters().stream()
                .filter(parameter -> parameter.role() == Parameter.Role.RUNNING_MEAN
                        || parameter.role() == Parameter.Role.RUNNING_VARIANCE)
                .map(Parameter::name)
                .toList();
    }

    /** Returns the names of the running variances. */
    public static List<String> variances(Classifier classifier) {
        return classifier.parameters().stream()
                .filter(parameter -> parameter.role() == Parameter.Role.RUNNING_VARIANCE)
                .map(Parameter::name)
                .toList();
    }

    /** Returns whether a classifier has any running statistics. */
    public static boolean in(Classifier classifier) {
        return classifier.parameters().stream()
                .anyMatch(parameter -> parameter.role() == Parameter.Role.RUNNING_VARIANCE);
    }

    /**
     * Replaces the running statistics by the plain average of the statistics of the given batches.
     *
     * @param batches how many batches to take
     * @param images returns the next batch, N×C×H×W in [0, 1], in the scope it is called in
     */
    public static void reestimate(Classifier classifier, int batches, Supplier<Tensor> images, Precision precision) {
        if (batches < 1) {
            throw new IllegalArgumentException("statistics need at least one batch, not " + batches);
        }
        try (NoGradGuard guard = new NoGradGuard()) {
            for (int batch = 0; batch < batches; batch++) {
                try (Scope scope = Scope.open()) {
                    Tensor next = images.get();
                    classifier.forward(next, precision, OptionalDouble.of(1.0 / (batch + 1)));
                }
            }
        }
    }

    /** Returns the running statistics and the numbers of batches they rest on, as bytes for {@link #restore}. */
    public static byte[] save(Classifier classifier) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (ByteBuffer memory : memory(classifier)) {
            byte[] values = new byte[memory.remaining()];
            memory.get(values);
            bytes.writeBytes(values);
        }
        return bytes.toByteArray();
    }

    /**
     * Overwrites the running statistics.
     *
     * @param saved by {@link #save} from a classifier of the same architecture
     */
    public static void restore(Classifier classifier, byte[] saved) {
        ByteBuffer values = ByteBuffer.wrap(saved);
        for (ByteBuffer memory : memory(classifier)) {
            if (memory.remaining() > values.remaining()) {
                throw new IllegalArgumentException(
                        saved.length + " bytes of statistics are too few for this classifier");
            }
            memory.put(values.slice(values.position(), memory.remaining()));
            values.position(values.position() + memory.position());
        }
    }

    private static List<ByteBuffer> memory(Classifier classifier) {
        return classifier.parameters().stream()
                .filter(parameter -> !parameter.role().trained())
                .flatMap(parameter -> TensorBytes.slices(classifier.weights().get(parameter.name())).stream())
                .toList();
    }
}
