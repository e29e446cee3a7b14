package io.stockpot.tensor;

import java.util.ArrayList;
import java.util.List;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * Σ wᵢxᵢ in float32, by the arithmetic of Java, which is the same on every processor: each product is
 * rounded, then each sum. Values are brought block by block into arrays that stay in the processor's cache
 * and that the compiler turns into vectors, so that memory is read once per source and written once.
 * For one thread.
 */
final class FloatSum {
    /** Elements of a block: two arrays of 128 KiB. */
    static final int BLOCK = 1 << 15;

    private final FloatPointer target;
    private final List<Source> sources = new ArrayList<>();
    private final float[] weights;
    private final float[] sum;
    private final float[] values;

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
    FloatSum(Tensor target, List<Tensor> sources, double[] weights) {
        this.target = memory(target);
        for (Tensor source : sources) {
            this.sources.add(source(source));
        }
        this.weights = new float[weights.length];
        for (int i = 0; i < weights.length; i++) {
            this.weights[i] = (float) weights[i];
        }
        int longest = (int) Math.min(BLOCK, target.numel());
        this.sum = new float[longest];
        this.values = new float[longest];
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
            scale(sum, weights[0], length);
            for (int i = 1; i < weights.length; i++) {
                sources.get(i).read(block, values, length);
                add(sum, values, weights[i], length);
            }
            target.position(block).put(sum, 0, length);
        }
    }

    private static void scale(float[] sum, float weight, int length) {
        for (int i = 0; i < length; i++) {
            sum[i] *= weight;
        }
    }

    private static void add(float[] sum, float[] values, float weight, int length) {
        for (int i = 0; i < length; i++) {
            sum[i] += weight * values[i];
        }
    }
}
