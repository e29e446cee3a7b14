package io.stockpot.tensor;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * Σ wᵢθᵢ over tensors of one shape, in the type of the target, added in the order given. Sums in float32
 * are taken by {@link FloatSum}: whatever the layout of the tensors, the blocks and the threads, each
 * element goes through the same operations, so the results agree bit for bit.
 */
public final class LinearCombination {
    private LinearCombination() {}

    /**
     * Overwrites the target. A source of weight zero is left out, whatever is in it; a single source of
     * weight one is copied bit for bit. Tensors of integers and truth values are not mixed but taken from
     * the source of the largest weight.
     *
     * @param target may be one of the sources itself, if it is of float32 or float64 and the first of them
     *     that counts
     * @param sources of the target's shape, of any floating type if the target is
     */
    public static void into(Tensor target, List<Tensor> sources, double[] weights) {
        try (Scope scope = Scope.open();
                NoGradGuard guard = new NoGradGuard()) {
            FloatSums sums = new FloatSums();
            collect(target, sources, weights, sums);
            sums.run();
        }
    }

    /**
     * Overwrites the target as {@link #into} does, or leaves that to sums that are still to be run. Tensors are
     * made in the caller's scope.
     */
    static void collect(Tensor target, List<Tensor> sources, double[] weights, FloatSums sums) {
        if (!target.is_floating_point()) {
            target.copy_(sources.get(largest(weights)));
            return;
        }
        int[] kept =
                IntStream.range(0, weights.length).filter(i -> weights[i] != 0).toArray();
        if (kept.length == 0) {
            target.zero_();
            return;
        }
        if (kept.length == 1 && weights[kept[0]] == 1) {
            target.copy_(sources.get(kept[0]));
            return;
        }
        combine(
                target,
                Arrays.stream(kept).mapToObj(sources::get).toList(),
                Arrays.stream(kept).mapToDouble(i -> weights[i]).toArray(),
                sums);
    }

    private static void combine(Tensor target, List<Tensor> sources, double[] weights, FloatSums sums) {
        if (target.scalar_type().intern() != ScalarType.Float) {
            combineSlowly(target, sources, weights);
            return;
        }
        if (sameLayout(target, sources)) {
            sums.add(flat(target), sources.stream().map(LinearCombination::flat).toList(), weights);
            return;
        }
        Tensor sum = target.contiguous();
        FloatSums alone = new FloatSums();
        alone.add(
                flat(sum),
                sources.stream().map(source -> flat(source.contiguous())).toList(),
                weights);
        alone.run();
        target.copy_(sum);
    }

    /** For the types that networks are not computed in: double precision, and half precision in place. */
    private static void combineSlowly(Tensor target, List<Tensor> sources, double[] weights) {
        torch.mul_out(target, sources.get(0).to(target.scalar_type()), new Scalar(weights[0]));
        for (int i = 1; i < weights.length; i++) {
            try (Scope scope = Scope.open()) {
                target.add_(sources.get(i).to(target.scalar_type()), new Scalar(weights[i]));
            }
        }
    }

    /**
     * Adds weighted sources to a sum that another call has begun, so that all sources need not be there at
     * once; the bits are those of one call of {@link #into} with all of them.
     */
    public static void addTo(Tensor sum, List<Tensor> sources, double[] weights) {
        List<Tensor> all = new ArrayList<>(List.of(sum));
        all.addAll(sources);
        double[] factors = new double[all.size()];
        factors[0] = 1;
        System.arraycopy(weights, 0, factors, 1, weights.length);
        into(sum, all, factors);
    }

    /** Returns the place of the largest weight, the first of equals. */
    public static int largest(double[] weights) {
        int largest = 0;
        for (int i = 1; i < weights.length; i++) {
            if (weights[i] > weights[largest]) {
                largest = i;
            }
        }
        return largest;
    }

    /** Returns whether elements at the same place in memory belong together. */
    private static boolean sameLayout(Tensor target, List<Tensor> sources) {
        long[] strides = strides(target);
        return Stream.concat(Stream.of(target), sources.stream())
                .allMatch(tensor -> tensor.is_non_overlapping_and_dense() && Arrays.equals(strides(tensor), strides));
    }

    private static long[] strides(Tensor tensor) {
        long[] strides = new long[(int) tensor.dim()];
        for (int axis = 0; axis < strides.length; axis++) {
            strides[axis] = tensor.stride(axis);
        }
        return strides;
    }

    private static Tensor flat(Tensor tensor) {
        return tensor.detach().as_strided(new long[] {tensor.numel()}, new long[] {1});
    }
}
