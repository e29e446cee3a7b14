package io.stockpot.model.layer;

import static org.assertj.core.api.Assertions.assertThat;

import io.stockpot.base.Seed;
import io.stockpot.tensor.NoLeaks;
import io.stockpot.tensor.Precision;
import io.stockpot.tensor.Scope;
import io.stockpot.tensor.StateDict;
import java.util.OptionalDouble;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@ExtendWith(NoLeaks.class)
class SelfAttentionTest {
    private static final SelfAttention ATTENTION = new SelfAttention(6, 2);

    private static StateDict weights() {
        StateDict weights = new StateDict();
        ATTENTION.declare("", parameter -> weights.put(parameter.name(), parameter.initial(new Seed(1))));
        return weights;
    }

    private static Tensor linear(Tensor input, StateDict weights, String name) {
        return torch.linear(input, weights.get(name + ".weight"), new TensorOptional(weights.get(name + ".bias")));
    }

    /** Softmax of the scaled products of queries and keys, times values, head by head, in float32. */
    private static Tensor byHand(Tensor mixed) {
        try (Precision.Use use = Precision.float32Within()) {
            Tensor split = mixed.to(ScalarType.Float).view(2, 5, 3, 2, 3).permute(2, 0, 3, 1, 4);
            Tensor scores = split.select(0, 0)
                    .matmul(split.select(0, 1).transpose(2, 3))
                    .div(new Scalar(Math.sqrt(3)));
            return scores.softmax(3).matmul(split.select(0, 2)).transpose(1, 2).flatten(2, -1);
        }
    }

    /** The linear maps are in the precision that is used, what is between them in float32. */
    @ParameterizedTest
    @EnumSource(Precision.class)
    void attendsInFloat32WhateverThePrecision(Precision precision) {
        try (Scope scope = Scope.open();
                StateDict weights = weights();
                Precision.Use use = precision.use()) {
            Tensor tokens = torch.randn(2, 5, 6);
            Tensor found = ATTENTION.forward(new Weights(weights, "", OptionalDouble.empty()), tokens);
            Tensor expected = linear(byHand(linear(tokens, weights, "qkv")), weights, "proj");
            assertThat(found.scalar_type().intern())
                    .isEqualTo(expected.scalar_type().intern());
            double tolerance = precision == Precision.FLOAT32 ? 1e-6 : 1e-2;
            assertThat(found.sub(expected).abs().max().item_float()).isLessThan((float) tolerance);
        }
    }

    @Test
    void leavesThePrecisionAsItWas() {
        try (Scope scope = Scope.open();
                StateDict weights = weights();
                Precision.Use use = Precision.BFLOAT16.use()) {
            ATTENTION.forward(new Weights(weights, "", OptionalDouble.empty()), torch.randn(2, 5, 6));
            Tensor product = torch.randn(2, 2).matmul(torch.randn(2, 2));
            assertThat(product.scalar_type().intern()).isEqualTo(ScalarType.BFloat16);
        }
    }
}
