package io.stockpot.tensor;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;

/**
 * Σ wᵢθᵢ over tensors of one shape, in the type of the target. Large tensors are mixed in blocks that
 * stay in the processor's cache, so that memory is read once per source and written once; each thread takes
 * a part. Every element goes through the same operations in the same order on every path: the results agree
 * bit for bit.
 */
public final class LinearCombination {
    /** Elements of a block: a little below what the engine would split among its threads, at a cost. */
    private static final long BLOCK = (1 << 15) - 64;

    private LinearCombination() {}

    /**
     * Overwrites the target. Tensors of integers and truth values are not mixed but taken from the source
     * of the largest weight.
     */
    static void into(Tensor target, List<Tensor> sources, double[] weights) {
        if (!target.is_floating_point()) {
            target.copy_(sources.get(largest(weights)));
            return;
        }
        if (target.numel() <= BLOCK || !sameLayout(target, sources)) {
            try (Scope scope = Scope.open()) {
                combine(
                        target,
                        sources,
                        weights,
                        Arrays.stream(weights).mapToObj(Scalar::new).toList());
            }
            return;
        }
        try (Scope scope = Scope.open()) {
            Tensor flat = flat(target);
            List<Tensor> flatSources =
                    sources.stream().map(LinearCombination::flat).toList();
            inParts(flat.numel(), (start, length) -> combineBlocks(flat, flatSources, weights, start, length));
        }
    }

    /** Work on a range of elements. */
    private interface Range {
        void work(long start, long length);
    }

    /** Lets as many threads as the engine has go through a part each, of whole blocks. */
    private static void inParts(long elements, Range range) {
        long blocks = (elements + BLOCK - 1) / BLOCK;
        int parts = (int) Math.min(Torch.threads(), blocks);
        IntStream.range(0, parts).parallel().forEach(part -> {
            try (NoGradGuard guard = new NoGradGuard()) {
                long start = part * blocks / parts * BLOCK;
                long end = Math.min(elements, (part + 1) * blocks / parts * BLOCK);
                range.work(start, end - start);
            }
        });
    }

    /** Cuts all tensors at once: a view for each block and source would cost as much as the mixing. */
    private static void combineBlocks(Tensor target, List<Tensor> sources, double[] weights, long start, long length) {
        try (Scope scope = Scope.open()) {
            TensorVector targets = target.narrow(0, start, length).split(BLOCK);
            List<TensorVector> cut = sources.stream()
                    .map(source -> source.narrow(0, start, length).split(BLOCK))
                    .toList();
            List<Scalar> factors = Arrays.stream(weights).mapToObj(Scalar::new).toList();
            for (long block = 0; block < targets.size(); block++) {
                long place = block;
                combine(
                        targets.get(place),
                        cut.stream().map(blocks -> blocks.get(place)).toList(),
                        weights,
                        factors);
            }
        }
    }

    private static void combine(Tensor target, List<Tensor> sources, double[] weights, List<Scalar> factors) {
        boolean empty = true;
        for (int i = 0; i < weights.length; i++) {
            if (weights[i] == 0) {
                continue;
            }
            if (!empty) {
                target.add_(sources.get(i), factors.get(i));
            } else if (weights[i] == 1) {
                target.copy_(sources.get(i));
            } else {
                torch.mul_out(target, sources.get(i), factors.get(i));
            }
            empty = false;
        }
        if (empty) {
            target.zero_();
        }
    }

    /** Multiplies in place; by one, leaves every bit alone. */
    public static void scale(Tensor target, double weight) {
        if (weight != 1) {
            target.mul_(new Scalar(weight));
        }
    }

    /** Adds a weighted source in place, converting it block by block when its type is another. */
    public static void add(Tensor target, Tensor source, double weight) {
        try (Scope scope = Scope.open();
                NoGradGuard guard = new NoGradGuard()) {
            Tensor flat = target.view(-1);
            Tensor flatSource = source.view(-1);
            inParts(flat.numel(), (start, length) -> {
                for (long block = start; block < start + length; block += BLOCK) {
                    try (Scope one = Scope.open()) {
                        long size = Math.min(BLOCK, start + length - block);
                        Tensor converted = flatSource.narrow(0, block, size).to(target.scalar_type());
                        flat.narrow(0, block, size).add_(converted, new Scalar(weight));
                    }
                }
            });
        }
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

    /** Tells whether elements at the same place in memory belong together. */
    private static boolean sameLayout(Tensor target, List<Tensor> sources) {
        long[] strides = strides(target);
        return Stream.concat(Stream.of(target), sources.stream())
                .allMatch(tensor -> tensor.is_non_overlapping_and_dense()
                        && tensor.scalar_type().intern() == target.scalar_type().intern()
                        && Arrays.equals(strides(tensor), strides));
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
