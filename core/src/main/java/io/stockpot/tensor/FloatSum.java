package io.stockpot.tensor;

import java.util.ArrayList;
import java.util.List;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * Σ wᵢxᵢ in float32, by the arithmetic of Java, which is the same on every processor: each product is
 * rounded, then each sum. Values are brought block by block into arrays that stay in the processor's cache,
 * three sources at once, and that the compiler turns into vectors, so that memory is read once per source
 * and written once. For one thread.
 */
final class FloatSum {
    /** Elements of a block: four arrays of 64 KiB. */
    static final int BLOCK = 1 << 14;

    /** Sources that are added in one pass over the sum. */
    private static final int TOGETHER = 3;

    private final FloatPointer target;
    private final List<Source> sources = new ArrayList<>();
    private final float[] weights;
    private final float[] sum;
    private final float[][] values;

    /** Where a thread works, on one sum after the other. */
    static final class Workplace {
        private final float[] sum = new float[BLOCK];
        private final float[][] values = new float[TOGETHER][BLOCK];
    }

    /** Values that are brought in block by block. */
    private interface Source {
        /** Fills the first places of an array. */
        void read(long start, float[] values, int length);
    }

    /**
     * Prepares a sum.
     *
     * @param target of one axis, contiguous, float32; it and the sources stay with their owner
     * @param sources contiguous, of any floating type, at least one
     */
    FloatSum(Tensor target, List<Tensor> sources, double[] weights, Workplace workplace) {
        this.target = memory(target);
        for (Tensor source : sources) {
            this.sources.add(source(source));
        }
        this.weights = new float[weights.length];
        for (int i = 0; i < weights.length; i++) {
            this.weights[i] = (float) weights[i];
        }
        this.sum = workplace.sum;
        this.values = workplace.values;
    }

    private static FloatPointer memory(Tensor tensor) {
        return new FloatPointer(tensor.data_ptr());
    }

    private static Source source(Tensor tensor) {
        if (tensor.scalar_type().intern() != ScalarType.Float) {
            return (start, values, length) -> readConverted(tensor, start, values, length);
        }
        FloatPointer memory = memory(tensor);
        return (start, values, length) -> memory.position(start).get(values, 0, length);
    }

    private static void readConverted(Tensor tensor, long start, float[] values, int length) {
        try (Scope scope = Scope.open();
                NoGradGuard guard = new NoGradGuard()) {
            Tensor converted = tensor.narrow(0, start, length).to(ScalarType.Float);
            memory(converted).get(values, 0, length);
        }
    }

    /** Overwrites the target's elements from a start to before an end. */
    void write(long start, long end) {
        for (long block = start; block < end; block += BLOCK) {
            int length = (int) Math.min(BLOCK, end - block);
            sources.get(0).read(block, sum, length);
            float factor = weights[0];
            if (weights.length == 1) {
                scale(sum, factor, length);
            }
            for (int first = 1; first < weights.length; first += TOGETHER) {
                add(factor, first, block, length);
                // multiplying by one rounds nothing
                factor = 1;
            }
            target.position(block).put(sum, 0, length);
        }
    }

    /** Multiplies the sum by a factor and adds up to three sources, in their order. */
    private void add(float factor, int first, long block, int length) {
        int count = Math.min(TOGETHER, weights.length - first);
        for (int i = 0; i < count; i++) {
            sources.get(first + i).read(block, values[i], length);
        }
        switch (count) {
            case 1 -> addOne(factor, first, length);
            case 2 -> addTwo(factor, first, length);
            default -> addThree(factor, first, length);
        }
    }

    private static void scale(float[] sum, float weight, int length) {
        for (int i = 0; i < length; i++) {
            sum[i] *= weight;
        }
    }

    private void addOne(float factor, int first, int length) {
        float[] total = sum;
        float[] a = values[0];
        float weightOfA = weights[first];
        for (int i = 0; i < length; i++) {
            total[i] = factor * total[i] + weightOfA * a[i];
        }
    }

    private void addTwo(float factor, int first, int length) {
        float[] total = sum;
        float[] a = values[0];
        float[] b = values[1];
        float weightOfA = weights[first];
        float weightOfB = weights[first + 1];
        for (int i = 0; i < length; i++) {
            total[i] = factor * total[i] + weightOfA * a[i] + weightOfB * b[i];
        }
    }

    private void addThree(float factor, int first, int length) {
        float[] total = sum;
        float[] a = values[0];
        float[] b = values[1];
        float[] c = values[2];
        float weightOfA = weights[first];
        float weightOfB = weights[first + 1];
        float weightOfC = weights[first + 2];
        for (int i = 0; i < length; i++) {
            total[i] = factor * total[i] + weightOfA * a[i] + weightOfB * b[i] + weightOfC * c[i];
        }
    }
}
