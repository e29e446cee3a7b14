package io.stockpot.soup;

import com.google.errorprone.annotations.MustBeClosed;
import io.stockpot.model.BatchNormStatistics;
import io.stockpot.model.Classifier;
import io.stockpot.model.checkpoint.Provenance;
import io.stockpot.soup.choice.LayerRule;
import io.stockpot.soup.choice.LayeredWeights;
import io.stockpot.soup.choice.MixingWeights;
import io.stockpot.tensor.StateDict;
import java.io.IOException;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * A classifier that becomes any mixture θ = Σ wᵢθᵢ of its ingredients (paper §3.2, eq. 3). There is one in memory,
 * whose weights are overwritten by each new mixture.
 */
public final class Soup implements AutoCloseable {
    private final List<Ingredient> ingredients;
    private final BatchNormPolicy asked;
    private final StatisticsSource source;
    private final Optional<LayerRule> layers;
    private final Classifier mixed;
    private final List<String> digests;
    private final List<Integer> order;
    private Optional<BatchNormPolicy> spelledOut = Optional.empty();

    /**
     * Prepares a soup whose batch-norm policy needs no images.
     *
     * @throws IllegalArgumentException if the ingredients do not mix, naming the first difference
     */
    @MustBeClosed
    public Soup(List<Ingredient> ingredients, BatchNormPolicy batchNorm) {
        this(ingredients, batchNorm, StatisticsSource.NONE);
    }

    /**
     * Prepares a soup.
     *
     * @param ingredients in memory; they stay with their owner
     * @param source what the policy may need
     * @throws IllegalArgumentException if the ingredients do not mix, naming the first difference
     */
    @MustBeClosed
    public Soup(List<Ingredient> ingredients, BatchNormPolicy batchNorm, StatisticsSource source) {
        this(ingredients, batchNorm, source, Optional.empty());
    }

    /**
     * Prepares a soup whose layers may be mixed by weights of their own.
     *
     * @param ingredients in memory; they stay with their owner
     * @param source what the policy may need
     * @param layers how the weights of layers follow from those of a mixture; absent means that they are the same
     * @throws IllegalArgumentException if the ingredients do not mix, naming the first difference, or the rule does not
     *     suit them
     */
    @MustBeClosed
    @SuppressWarnings("MustBeClosedChecker") // the mixture is closed with this soup
    public Soup(
            List<Ingredient> ingredients,
            BatchNormPolicy batchNorm,
            StatisticsSource source,
            Optional<LayerRule> layers) {
        List<Compatibility.Facts> facts =
                ingredients.stream().map(Compatibility.Facts::of).toList();
        Compatibility.requireSameNetwork(facts);
        Compatibility.requireCommonAncestor(facts, "");
        this.ingredients = List.copyOf(ingredients);
        this.asked = batchNorm;
        this.source = source;
        this.layers = layers;
        layers.ifPresent(rule -> rule.requireSuits(ingredients.size()));
        this.digests = ingredients.stream()
                .map(ingredient -> ingredient.classifier().weights().digest())
                .toList();
        this.order = byDigest(digests);
        this.mixed = ingredients.get(0).classifier().copy();
    }

    /** Sums are taken in an order of their own, so that permuting the ingredients changes no bit. */
    private static List<Integer> byDigest(List<String> digests) {
        return IntStream.range(0, digests.size())
                .boxed()
                .sorted(Comparator.comparing(digests::get))
                .toList();
    }

    /**
     * Mixes the ingredients.
     *
     * @param weights one per ingredient
     * @return this soup's classifier, valid until the next mixture
     * @throws IOException if batch norm needs training images and they cannot be loaded
     */
    public Classifier mix(MixingWeights weights) throws IOException {
        return mix(layered(weights));
    }

    /** Returns the weights of every tensor in a mixture of this soup. */
    private LayeredWeights layered(MixingWeights weights) throws IOException {
        return layers.isEmpty()
                ? LayeredWeights.of(weights)
                : layers.get().layered(weights, NetworkFacts.of(ingredients));
    }

    /**
     * Mixes the ingredients by weights that may differ from tensor to tensor.
     *
     * @param weights one per ingredient
     * @return this soup's classifier, valid until the next mixture
     * @throws IllegalArgumentException if a rule decides for no tensor, naming it
     * @throws IOException if batch norm needs training images and they cannot be loaded
     */
    public Classifier mix(LayeredWeights weights) throws IOException {
        if (weights.size() != ingredients.size()) {
            throw new IllegalArgumentException(
                    weights.size() + " weights for " + ingredients.size() + " ingredients: " + weights);
        }
        weights.requireSuits(mixed.weights().names());
        List<StateDict> sources = order.stream()
                .map(i -> ingredients.get(i).classifier().weights())
                .toList();
        Function<String, double[]> shares = name -> shares(weights.of(name));
        mixed.weights().linearCombination(sources, shares);
        if (asked.multipliesVariances()) {
            BatchNormStatistics.multiplyVariances(
                    mixed, name -> weights.of(name).single().isEmpty(), sources, shares);
        }
        batchNorm().settle(mixed, weights, source);
        return mixed;
    }

    private double[] shares(MixingWeights weights) {
        return order.stream().mapToDouble(weights::value).toArray();
    }

    /** Returns whether every mixture gets running statistics of its own, a mixture of a single ingredient too. */
    public boolean reestimates() {
        return !asked.keepsIngredients() && BatchNormStatistics.in(mixed);
    }

    /**
     * Returns where the current mixture comes from; its ancestors are those that all ingredients share.
     *
     * @throws IOException if images are needed to say how statistics are set, and cannot be loaded
     */
    public Provenance provenance(MixingWeights weights) throws IOException {
        return provenance(layered(weights));
    }

    /**
     * Returns where the current mixture comes from; its ancestors are those that all ingredients share.
     *
     * @throws IOException if images are needed to say how statistics are set, and cannot be loaded
     */
    public Provenance provenance(LayeredWeights weights) throws IOException {
        return SoupProvenance.provenance(
                provenances(), mixed.weights().digest(), SoupProvenance.of(digests, weights, batchNorm()));
    }

    private List<Provenance> provenances() {
        return ingredients.stream().map(Ingredient::provenance).toList();
    }

    /**
     * Returns how running statistics of batch norm are set, with what it takes from the ingredients' training.
     *
     * @throws IOException if images are needed for that and cannot be loaded
     */
    public BatchNormPolicy batchNorm() throws IOException {
        if (spelledOut.isEmpty()) {
            spelledOut = Optional.of(asked.spelledOut(provenances(), source));
        }
        return spelledOut.get();
    }

    /**
     * Returns a sentence on what had to be assumed about the ingredients' training to set running statistics, if anything
     * had to.
     *
     * @throws IOException if images are needed for that and cannot be loaded
     */
    public Optional<String> assumption() throws IOException {
        return BatchNormStatistics.in(mixed) ? asked.assumption(provenances(), source) : Optional.empty();
    }

    /** Returns how the weights of layers follow from those of a mixture; absent means that they are the same. */
    public Optional<LayerRule> layers() {
        return layers;
    }

    /** Returns what the policy may need. */
    public StatisticsSource source() {
        return source;
    }

    /** Returns the digests of the ingredients' weights, in order. */
    public List<String> digests() {
        return List.copyOf(digests);
    }

    /** Returns the ingredients in order. */
    public List<Ingredient> ingredients() {
        return ingredients;
    }

    /** Frees the mixture; the ingredients stay with their owner. */
    @Override
    public void close() {
        mixed.close();
    }
}
