package io.stockpot.train;

import io.stockpot.base.Guards;
import io.stockpot.model.Architecture;
import io.stockpot.model.layer.Layer;
import io.stockpot.model.layer.Parameter;
import io.stockpot.tensor.Scope;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;

/**
 * What optimisers do differently from one weight to the next, and how far a gradient may go.
 *
 * @param noDecay which weights go without weight decay; absent means none
 * @param layerDecay factor of the learning rate for each stage of the network ({@link Layer#stages}) between a weight and
 *     the last layers, in (0, 1]; absent means that all learn at the same rate. With n stages, that of stage i, counted
 *     from one, is layerDecay^(n+1−i); what comes before the first stage has i = 0, what comes after the last n + 1
 *     (Bao, Dong, Piao and Wei, "BEiT", ICLR 2022; as in the code of masked autoencoders, He et al. 2022)
 * @param clipNorm the largest Euclidean norm that the gradient of all weights together may have; a longer one is shortened
 *     to it (Pascanu, Mikolov and Bengio, ICML 2013). Absent means any
 */
public record UpdateRules(Optional<NoDecay> noDecay, Optional<Double> layerDecay, Optional<Double> clipNorm) {
    /** All weights alike, gradients of any length. */
    public static final UpdateRules NONE = new UpdateRules(Optional.empty(), Optional.empty(), Optional.empty());

    /** As PyTorch does, so that clipped gradients are the same; it keeps the division from zero. */
    private static final double TINY = 1e-6;

    /** Checks the ranges. */
    public UpdateRules {
        layerDecay.ifPresent(factor -> {
            if (!(factor > 0 && factor <= 1)) {
                throw new IllegalArgumentException("layer-decay must be in (0, 1], not " + factor);
            }
        });
        clipNorm.ifPresent(norm -> Guards.requirePositive("clip-norm", norm));
    }

    /** Which weights go without weight decay. */
    public enum NoDecay {
        /**
         * Biases, scales and all other tensors of one extent; and learned tokens with the embeddings of positions: as in
         * timm and in the code of masked autoencoders.
         */
        BIASES_AND_NORMS;

        boolean spares(Parameter parameter) {
            return parameter.shape().size() <= 1 || parameter.role() == Parameter.Role.TOKENS;
        }
    }

    /**
     * How one weight is treated.
     *
     * @param rateFactor multiple of the learning rate
     * @param decays whether it has weight decay
     */
    record Treatment(double rateFactor, boolean decays) {
        static final Treatment USUAL = new Treatment(1, true);

        double rate(double rate) {
            return rate * rateFactor;
        }

        double decay(double weightDecay) {
            return decays ? weightDecay : 0;
        }
    }

    /**
     * Checks that there is weight decay if some weights are to go without it.
     *
     * @param weightDecay of the optimiser
     */
    void requireUse(double weightDecay) {
        if (noDecay.isPresent() && weightDecay == 0) {
            throw new IllegalArgumentException(
                    "no-decay spares weights a weight-decay, which is 0; leave no-decay out");
        }
    }

    /**
     * Checks that a network has the stages that rates are to differ by.
     *
     * @throws IllegalArgumentException if there are none
     */
    void requireSuits(Architecture architecture) {
        if (layerDecay.isPresent() && architecture.network().stages().isEmpty()) {
            throw new IllegalArgumentException("layer-decay lets earlier residual blocks learn more slowly, and this"
                    + " network has none; use a residual network or a vision transformer, or leave layer-decay out");
        }
    }

    /** Returns how the weights of a network are treated, by name. */
    Map<String, Treatment> treatments(Layer network) {
        List<String> stages = network.stages();
        List<Parameter> parameters = new ArrayList<>(network.parameters());
        Collections.reverse(parameters);
        Map<String, Treatment> treatments = new HashMap<>();
        int after = stages.size() + 1;
        for (Parameter parameter : parameters) {
            int stage = stageOf(parameter.name(), stages, after);
            after = Math.max(stage, 1);
            double factor = Math.pow(layerDecay.orElse(1.0), stages.size() + 1 - stage);
            boolean decays = noDecay.map(rule -> !rule.spares(parameter)).orElse(true);
            treatments.put(parameter.name(), new Treatment(factor, decays));
        }
        return treatments;
    }

    /** Returns the stage of a weight; what stands between two of them, such as a convolution, belongs to that after it. */
    private static int stageOf(String name, List<String> stages, int after) {
        for (int stage = 0; stage < stages.size(); stage++) {
            if (name.startsWith(stages.get(stage))) {
                return stage + 1;
            }
        }
        return after == 1 ? 0 : after;
    }

    /**
     * Shortens gradients that are too long together.
     *
     * @param gradients by the names of the weights; shortened ones are put in their places, in the caller's scope
     */
    void clip(Map<String, Tensor> gradients) {
        clipNorm.ifPresent(most -> {
            double factor = most / (length(gradients.values()) + TINY);
            if (factor < 1) {
                // not in place, because gradients may share their memory
                gradients.replaceAll((name, gradient) -> gradient.mul(new Scalar(factor)));
            }
        });
    }

    private static double length(Collection<Tensor> gradients) {
        try (Scope scope = Scope.open();
                NoGradGuard frozen = new NoGradGuard()) {
            Tensor[] norms = gradients.stream().map(Tensor::norm).toArray(Tensor[]::new);
            return torch.stack(new TensorVector(norms)).norm().item_double();
        }
    }
}
