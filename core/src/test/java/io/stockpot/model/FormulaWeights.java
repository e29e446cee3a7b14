package io.stockpot.model;

import com.google.errorprone.annotations.MustBeClosed;
import io.stockpot.model.layer.Parameter;
import io.stockpot.tensor.Scope;
import io.stockpot.tensor.StateDict;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32;
import org.bytedeco.pytorch.Tensor;

/**
 * Weights and images by a formula, so that two programs can compute the same without a file: element i of
 * tensor t is a number u in [-1, 1) that SplitMix64 makes of 2³² · CRC32(t) + i, moved and scaled by what
 * the tensor is for.
 */
final class FormulaWeights {
    static final Normalisation NORMALISATION = new Normalisation(List.of(0.5, 0.4, 0.3), List.of(0.25, 0.2, 0.3));

    private FormulaWeights() {}

    @MustBeClosed
    static Classifier classifier(Architecture architecture) {
        try (Scope scope = Scope.open();
                StateDict values = new StateDict()) {
            for (Parameter parameter : architecture.network().parameters()) {
                values.put(parameter.name(), value(parameter));
            }
            return Classifier.of(architecture, NORMALISATION, values);
        }
    }

    static Tensor images(int count, int channels, int side) {
        return tensor("images", 0.5, 0.5, count, channels, side, side);
    }

    private static Tensor value(Parameter parameter) {
        String name = parameter.name();
        long[] shape = parameter.extents();
        return switch (parameter.role()) {
            case BATCH_COUNT -> Tensor.create(new long[1], shape);
            case RUNNING_VARIANCE -> tensor(name, 1, 0.5, shape);
            case RUNNING_MEAN, BIAS, SHIFT -> tensor(name, 0, 0.1, shape);
            case TOKENS -> tensor(name, 0, 0.5, shape);
            case SCALE, LAYER_SCALE -> tensor(name, 1, 0.2, shape);
            case FILTERS, GROUPED_FILTERS, MATRIX ->
                tensor(name, 0, Math.sqrt(3.0 * shape[0] / elements(shape)), shape);
        };
    }

    private static Tensor tensor(String name, double centre, double reach, long... shape) {
        CRC32 crc = new CRC32();
        crc.update(name.getBytes(StandardCharsets.UTF_8));
        float[] data = new float[(int) elements(shape)];
        for (int i = 0; i < data.length; i++) {
            double uniform = (mixed((crc.getValue() << 32) + i) >>> 11) * 0x1p-52 - 1;
            data[i] = (float) (centre + reach * uniform);
        }
        return Tensor.create(data, shape);
    }

    private static long elements(long[] shape) {
        return Arrays.stream(shape).reduce(1, Math::multiplyExact);
    }

    private static long mixed(long seed) {
        long value = seed * 0x9E3779B97F4A7C15L;
        value = (value ^ (value >>> 30)) * 0xBF58476D1CE4E5B9L;
        value = (value ^ (value >>> 27)) * 0x94D049BB133111EBL;
        return value ^ (value >>> 31);
    }
}
