package io.stockpot.soup;

import com.google.errorprone.annotations.MustBeClosed;
import io.stockpot.base.Seed;
import io.stockpot.data.LabelledImages;
import io.stockpot.model.BatchNormStatistics;
import io.stockpot.model.Classifier;
import io.stockpot.model.checkpoint.Provenance;
import io.stockpot.soup.choice.MixingWeights;
import io.stockpot.tensor.StateDict;
import java.io.IOException;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * A pot that holds any mixture θ = Σ wᵢθᵢ of its ingredients (paper §3.2, eq. 3). It keeps one
 * classifier and overwrites its weights with each new mixture.
 */
public final class Soup implements AutoCloseable {
    private final List<Ingredient> ingredients;
    private final BatchNormPolicy batchNorm;
    private final TrainingImages training;
    private final Seed seed;
    private final Optional<StatisticsMemory> memory;
    private final Classifier mixed;
    private final List<String> digests;
    private final List<Integer> order;

    /** Gives the training images when they are needed, which they often are not. */
    @FunctionalInterface
    public interface TrainingImages {
        /** Returns the images. */
        LabelledImages get() throws IOException;
    }

    /**
     * Prepares the pot.
     *
     * @param training images for {@link BatchNormPolicy.Reestimate}; not used by other policies
     * @param seed of the run, by which those images are drawn
     * @throws IllegalArgumentException if the ingredients do not mix, naming the first difference
     */
    @MustBeClosed
    public Soup(List<Ingredient> ingredients, BatchNormPolicy batchNorm, TrainingImages training, Seed seed) {
        this(ingredients, batchNorm, training, seed, Optional.empty());
    }

    /**
     * Prepares a pot whose mixtures will be made more than once.
     *
     * @param memory of what {@link BatchNormPolicy.Reestimate} measures; the ingredients must not change
     */
    @MustBeClosed
    public Soup(
            List<Ingredient> ingredients,
            BatchNormPolicy batchNorm,
            TrainingImages training,
            Seed seed,
            StatisticsMemory memory) {
        this(ingredients, batchNorm, training, seed, Optional.of(memory));
    }

    @MustBeClosed
    @SuppressWarnings("MustBeClosedChecker") // the mixture is closed with this soup
    private Soup(
            List<Ingredient> ingredients,
            BatchNormPolicy batchNorm,
            TrainingImages training,
            Seed seed,
            Optional<StatisticsMemory> memory) {
        Compatibility.require(ingredients);
        this.ingredients = List.copyOf(ingredients);
        this.batchNorm = batchNorm;
        this.training = training;
        this.seed = seed;
        this.memory = memory;
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
     * @throws IOException if batch norm needs training images and they cannot be had
     */
    public Classifier mix(MixingWeights weights) throws IOException {
        if (weights.size() != ingredients.size()) {
            throw new IllegalArgumentException(
                    weights.size() + " weights for " + ingredients.size() + " ingredients: " + weights);
        }
        List<StateDict> sources = order.stream()
                .map(i -> ingredients.get(i).classifier().weights())
                .toList();
        mixed.weights()
                .linearCombination(
                        sources, order.stream().mapToDouble(weights::value).toArray());
        settleBatchNorm(weights);
        return mixed;
    }

    private void settleBatchNorm(MixingWeights weights) throws IOException {
        if (batchNorm instanceof BatchNormPolicy.Reestimate again) {
            if (memory.isPresent()) {
                memory.get().apply(weights, mixed, classifier -> again.apply(classifier, training, seed));
            } else {
                again.apply(mixed, training, seed);
            }
        } else if (!weights.convex()) {
            BatchNormStatistics.clampVariances(mixed);
        }
    }

    /** Tells whether every mixture gets running statistics of its own, one of a single ingredient too. */
    public boolean reestimates() {
        return batchNorm instanceof BatchNormPolicy.Reestimate && BatchNormStatistics.in(mixed);
    }

    /** Returns where the current mixture comes from; its ancestors are those that all ingredients share. */
    public Provenance provenance(MixingWeights weights) {
        return SoupProvenance.provenance(
                ingredients.stream().map(Ingredient::provenance).toList(),
                mixed.weights().digest(),
                new SoupProvenance(digests, weights, batchNorm));
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
