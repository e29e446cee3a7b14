package io.stockpot.model;

import io.stockpot.tensor.Scope;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * Π vᵢ^wᵢ over running variances of one shape: their weighted geometric mean, which is positive for negative weights too.
 * Sums of logarithms are taken in double precision, in the order in which factors are added, by functions that give the
 * same bits on every machine; a factor of weight zero does not count. Variances below {@link
 * BatchNormStatistics#MINIMUM_VARIANCE} count as that, so that a channel that is dead in one model does not blow up.
 */
public final class VarianceProduct {
    private final double[] logarithms;

    /**
     * Begins an empty product.
     *
     * @param elements of each tensor
     */
    public VarianceProduct(int elements) {
        this.logarithms = new double[elements];
    }

    /** Multiplies by a power of variances of any floating type. */
    public void multiply(Tensor variances, double weight) {
        if (weight == 0) {
            return;
        }
        double[] values = new double[logarithms.length];
        try (Scope scope = Scope.open();
                NoGradGuard guard = new NoGradGuard()) {
            variances.to(ScalarType.Double).contiguous().data_ptr_double().get(values);
        }
        for (int i = 0; i < values.length; i++) {
            logarithms[i] += weight * StrictMath.log(Math.max(values[i], BatchNormStatistics.MINIMUM_VARIANCE));
        }
    }

    /** Overwrites a tensor of any floating type with the product. */
    public void write(Tensor target) {
        double[] values = new double[logarithms.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = StrictMath.exp(logarithms[i]);
        }
        try (Scope scope = Scope.open();
                NoGradGuard guard = new NoGradGuard()) {
            target.copy_(Tensor.create(values, values.length).view(target.sizes()));
        }
    }
}
