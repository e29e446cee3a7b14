package io.stockpot.model.layer;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;

/**
 * Residual connections that are left out at random in a pass of training, for each image by itself (Huang, Sun, Liu,
 * Sedra and Weinberger, "Deep networks with stochastic depth", ECCV 2016). What is left in is divided by its chance of
 * being so, so that its mean is that of the whole network, which evaluation uses.
 *
 * @param rates the chance of being left out, by block
 * @param uniform returns numbers from [0, 1) for the images of the pass, N×1, the same for the same name of a connection
 */
public record StochasticDepth(Map<String, Double> rates, Function<String, Tensor> uniform) {
    /** Copies the rates. */
    public StochasticDepth {
        rates = Map.copyOf(rates);
    }

    /**
     * Returns rates that rise linearly from zero at the first block to the given one at the last, as in timm and in the
     * code of masked autoencoders; the paper begins above zero. All connections of a block share its rate.
     *
     * @param rate that of the last block, in [0, 1)
     * @throws IllegalArgumentException if the network has fewer than two residual blocks
     */
    public static StochasticDepth of(Layer network, double rate, Function<String, Tensor> uniform) {
        requireSuits(network);
        List<String> blocks = network.blocks();
        Map<String, Double> rates = new HashMap<>();
        for (int block = 0; block < blocks.size(); block++) {
            rates.put(blocks.get(block), rate * block / (blocks.size() - 1));
        }
        return new StochasticDepth(rates, uniform);
    }

    /**
     * Checks that a network has blocks that can be left out.
     *
     * @throws IllegalArgumentException if it has fewer than two
     */
    public static void requireSuits(Layer network) {
        if (network.blocks().size() < 2) {
            throw new IllegalArgumentException(
                    "stochastic-depth leaves out residual blocks after the first, and this network"
                            + " has none; use a residual network or a vision transformer, or leave stochastic-depth out");
        }
    }

    /**
     * Returns the change with zeros for the images that go without it.
     *
     * @param block the connection's
     * @param connection tells it from others of the same block
     * @param change N×…
     */
    Tensor thinned(String block, String connection, Tensor change) {
        double rate = rates.getOrDefault(block, 0.0);
        if (rate == 0) {
            return change;
        }
        Tensor kept = uniform.apply(block + connection)
                .ge(new Scalar(rate))
                .to(change.scalar_type())
                .div_(new Scalar(1 - rate));
        long[] shape = new long[(int) change.dim()];
        Arrays.fill(shape, 1);
        shape[0] = change.size(0);
        return change.mul(kept.view(shape));
    }
}
