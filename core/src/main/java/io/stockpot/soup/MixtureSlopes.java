package io.stockpot.soup;

import io.stockpot.data.Batches;
import io.stockpot.data.LabelledImages;
import io.stockpot.evaluate.ScoreOrder;
import io.stockpot.model.BatchNormStatistics;
import io.stockpot.model.Classifier;
import io.stockpot.soup.choice.LayeredWeights;
import io.stockpot.soup.choice.MixingWeights;
import io.stockpot.soup.choice.TensorGroup;
import io.stockpot.tensor.Scope;
import io.stockpot.tensor.StateDict;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.bytedeco.pytorch.AutoGradMode;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;

/**
 * How the scores of a mixture change with its weights. By the chain rule ∂L/∂wᵢ = ⟨∇L, θᵢ⟩, so that one backward pass
 * through the mixture tells it for all ingredients. Running statistics of batch norm count where they are mixed like
 * the weights, or multiplied; those that are measured anew are taken as they are.
 */
public final class MixtureSlopes {
    private final Soup soup;
    private final int batchSize;
    private final List<StateDict> ingredients;

    /**
     * Prepares the slopes of a soup's mixtures.
     *
     * @param batchSize images whose activations are in memory at once
     * @throws IllegalArgumentException if the soup has a rule for its layers
     */
    public MixtureSlopes(Soup soup, int batchSize) {
        if (soup.layers().isPresent()) {
            throw new IllegalArgumentException("slopes are of mixtures whose layers have the same weights, or are given"
                    + " weights of their own; leave the rule for layers out");
        }
        this.soup = soup;
        this.batchSize = batchSize;
        this.ingredients = soup.ingredients().stream()
                .map(ingredient -> ingredient.classifier().weights())
                .toList();
    }

    /**
     * Returns the derivative of Σ pulls · scores in the weight of each ingredient.
     *
     * @param order of the scores of an image
     * @param pulls image × score
     */
    public List<Double> of(MixingWeights weights, LabelledImages images, ScoreOrder order, float[] pulls)
            throws IOException {
        return of(weights, images::images, order, pulls);
    }

    /**
     * Returns the same for images that are made in some way.
     *
     * @param images those of some numbers, in the scope of the caller
     */
    List<Double> of(MixingWeights weights, Function<int[], Tensor> images, ScoreOrder order, float[] pulls)
            throws IOException {
        Classifier mixed = soup.mix(weights);
        List<TensorGroup> all =
                List.of(new TensorGroup("all", List.copyOf(mixed.weights().names())));
        return of(mixed, all, images, order, pulls).get(0);
    }

    /**
     * Returns the derivative of Σ pulls · scores in the weight of each ingredient within each group of tensors.
     *
     * @param weights which may differ from tensor to tensor
     * @param groups whose tensors are all different
     * @param order of the scores of an image
     * @param pulls image × score
     * @return group × ingredient
     */
    public List<List<Double>> of(
            LayeredWeights weights, List<TensorGroup> groups, LabelledImages images, ScoreOrder order, float[] pulls)
            throws IOException {
        return of(soup.mix(weights), groups, images::images, order, pulls);
    }

    private List<List<Double>> of(
            Classifier mixed, List<TensorGroup> groups, Function<int[], Tensor> images, ScoreOrder order, float[] pulls)
            throws IOException {
        List<String> names = mixedNames(mixed);
        double[][] slopes = new double[groups.size()][ingredients.size()];
        Map<String, double[]> places = new HashMap<>();
        for (int group = 0; group < slopes.length; group++) {
            double[] own = slopes[group];
            groups.get(group).tensors().forEach(name -> places.put(name, own));
        }
        names.forEach(name -> mixed.weights().get(name).set_requires_grad(true));
        try {
            for (int[] batch : Batches.inOrder(order.classes().size(), batchSize)) {
                try (Scope scope = Scope.open()) {
                    add(mixed, names, images.apply(batch), selected(order, batch), pulls(order, batch, pulls), places);
                }
            }
        } finally {
            names.forEach(name -> mixed.weights().get(name).set_requires_grad(false));
        }
        return Arrays.stream(slopes)
                .map(own -> Arrays.stream(own).boxed().toList())
                .toList();
    }

    /** Returns the names of the tensors that are mixed by the weights; counters are not. */
    private List<String> mixedNames(Classifier mixed) throws IOException {
        List<String> measured = soup.batchNorm().streams() ? List.of() : BatchNormStatistics.names(mixed);
        return mixed.weights().names().stream()
                .filter(name -> !measured.contains(name))
                .filter(name -> mixed.weights().get(name).is_floating_point())
                .toList();
    }

    private static Tensor selected(ScoreOrder order, int[] batch) {
        return Tensor.create(order.numbers(batch), batch.length, order.answers());
    }

    private static Tensor pulls(ScoreOrder order, int[] batch, float[] pulls) {
        float[] some = new float[batch.length * order.answers()];
        for (int i = 0; i < batch.length; i++) {
            System.arraycopy(pulls, batch[i] * order.answers(), some, i * order.answers(), order.answers());
        }
        return Tensor.create(some, batch.length, order.answers());
    }

    private void add(
            Classifier mixed,
            List<String> names,
            Tensor images,
            Tensor classes,
            Tensor pulls,
            Map<String, double[]> slopes)
            throws IOException {
        List<Tensor> leaves = new ArrayList<>();
        TensorVector gradients;
        try (AutoGradMode recording = new AutoGradMode(true)) {
            names.forEach(name -> leaves.add(mixed.weights().get(name)));
            Tensor scores = mixed.logits(images).gather(1, classes);
            Tensor sum = scores.mul(pulls).sum();
            gradients = torch.grad(new TensorVector(sum), new TensorVector(leaves.toArray(Tensor[]::new)));
        }
        List<String> multiplied =
                soup.batchNorm().multipliesVariances() ? BatchNormStatistics.variances(mixed) : List.of();
        try (NoGradGuard frozen = new NoGradGuard()) {
            for (int place = 0; place < names.size(); place++) {
                String name = names.get(place);
                Tensor gradient = new Tensor(gradients.get(place));
                double[] own = slopes.get(name);
                for (int i = 0; own != null && i < own.length; i++) {
                    Tensor source = ingredients.get(i).get(name);
                    // v = Π vᵢ^wᵢ has the derivative v log vᵢ
                    Tensor change = multiplied.contains(name)
                            ? source.log().mul(mixed.weights().get(name))
                            : source;
                    own[i] += gradient.mul(change).sum().item_double();
                }
            }
        }
    }
}
