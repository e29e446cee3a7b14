package io.stockpot.model.layer;

import io.stockpot.base.Seed;
import java.util.Arrays;
import java.util.List;
import java.util.function.DoubleSupplier;
import java.util.random.RandomGenerator;
import org.bytedeco.pytorch.Tensor;

/**
 * One named tensor that a network needs.
 *
 * @param name the full name, e.g. "block1.layer.0.conv1.weight"
 * @param shape its extents; empty for a scalar
 * @param role what it is for
 */
public record Parameter(String name, List<Long> shape, Role role) {
    /** Copies the shape. */
    public Parameter {
        shape = List.copyOf(shape);
    }

    /** What a tensor is for; decides how it is initialised and whether it is trained. */
    public enum Role {
        /** Convolution filters, out×in×k×k: normal with variance 2 / (k·k·out) (He et al. 2015, fan-out). */
        FILTERS(true),
        /** Filters of a convolution in groups, out×in/groups×k×k: normal with variance 2 / fan-in (He et al. 2015). */
        GROUPED_FILTERS(true),
        /** A linear map, out×in: uniform in ±1/√in. */
        MATRIX(true),
        /** Learned tokens and the embeddings of their positions: normal with deviation 0.02, as in timm. */
        TOKENS(true),
        /** An additive term: zero. */
        BIAS(true),
        /** The scale of a normalisation layer: one. */
        SCALE(true),
        /** The additive term of a normalisation layer: zero. */
        SHIFT(true),
        /** The scale of a residual branch, close to none at first: one millionth (Touvron et al. 2021, "Going deeper"). */
        LAYER_SCALE(true),
        /** The running mean of a batch norm: zero. */
        RUNNING_MEAN(false),
        /** The running variance of a batch norm: one. */
        RUNNING_VARIANCE(false),
        /** The number of batches a batch norm has seen: an integer, zero. */
        BATCH_COUNT(false);

        private final boolean trained;

        Role(boolean trained) {
            this.trained = trained;
        }

        /** Returns whether it is the filters of a convolution, in groups or not. */
        public boolean isFilters() {
            return this == FILTERS || this == GROUPED_FILTERS;
        }

        /** Returns whether it belongs to a layer that normalises, such as batch norm or layer norm. */
        public boolean isNormalisation() {
            return switch (this) {
                case SCALE, SHIFT, RUNNING_MEAN, RUNNING_VARIANCE, BATCH_COUNT -> true;
                case FILTERS, GROUPED_FILTERS, MATRIX, TOKENS, BIAS, LAYER_SCALE -> false;
            };
        }

        /** Returns whether the optimiser changes it. */
        public boolean trained() {
            return trained;
        }
    }

    /** Returns the extents as torch takes them. */
    public long[] extents() {
        return shape.stream().mapToLong(Long::longValue).toArray();
    }

    /**
     * Returns whether a tensor of this shape can be taken: one of the same, or of a count of batches any one number, for
     * which NumPy and what is built on it write [1], or of a layer scale one that can be multiplied with images, C×1×1.
     */
    public boolean takes(List<Long> extents) {
        return switch (role) {
            case BATCH_COUNT -> extents.stream().allMatch(extent -> extent == 1);
            case LAYER_SCALE ->
                shape.equals(extents) || List.of(shape.get(0), 1L, 1L).equals(extents);
            case FILTERS, GROUPED_FILTERS, MATRIX, TOKENS, BIAS, SCALE, SHIFT, RUNNING_MEAN, RUNNING_VARIANCE ->
                shape.equals(extents);
        };
    }

    /** Returns a fresh tensor in the caller's scope; draws depend on the seed and the name alone. */
    public Tensor initial(Seed seed) {
        return switch (role) {
            case FILTERS -> {
                double deviation = Math.sqrt(2.0 / (shape.get(0) * shape.get(2) * shape.get(3)));
                RandomGenerator random = seed.child(name).generator();
                yield filled(() -> deviation * random.nextGaussian());
            }
            case GROUPED_FILTERS -> {
                double deviation = Math.sqrt(2.0 / (shape.get(1) * shape.get(2) * shape.get(3)));
                RandomGenerator random = seed.child(name).generator();
                yield filled(() -> deviation * random.nextGaussian());
            }
            case MATRIX -> {
                double bound = 1 / Math.sqrt(shape.get(1));
                RandomGenerator random = seed.child(name).generator();
                yield filled(() -> bound * (2 * random.nextDouble() - 1));
            }
            case TOKENS -> {
                RandomGenerator random = seed.child(name).generator();
                yield filled(() -> 0.02 * random.nextGaussian());
            }
            case BIAS, SHIFT, RUNNING_MEAN -> filled(() -> 0);
            case LAYER_SCALE -> filled(() -> 1e-6);
            case SCALE, RUNNING_VARIANCE -> filled(() -> 1);
            case BATCH_COUNT -> Tensor.create(new long[1], extents());
        };
    }

    private Tensor filled(DoubleSupplier values) {
        float[] data = new float[Math.toIntExact(Arrays.stream(extents()).reduce(1, Math::multiplyExact))];
        for (int i = 0; i < data.length; i++) {
            data[i] = (float) values.getAsDouble();
        }
        return Tensor.create(data, extents());
    }
}
