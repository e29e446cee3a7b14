package io.stockpot.soup;

import io.stockpot.base.Progress;
import io.stockpot.base.Seed;
import io.stockpot.data.LabelledImages;
import io.stockpot.evaluate.CleanOutcomes;
import io.stockpot.evaluate.Coverage;
import io.stockpot.evaluate.Evaluator;
import io.stockpot.evaluate.Findings;
import io.stockpot.evaluate.ScoreOrder;
import io.stockpot.evaluate.ScorePass;
import io.stockpot.model.Architecture;
import io.stockpot.model.Classifier;
import io.stockpot.model.Depth;
import io.stockpot.outcome.Labels;
import io.stockpot.outcome.Outcomes;
import io.stockpot.soup.choice.Barrier;
import io.stockpot.soup.choice.Choice;
import io.stockpot.soup.choice.LayerChoice;
import io.stockpot.soup.choice.LayerDescent;
import io.stockpot.soup.choice.LayerGroups;
import io.stockpot.soup.choice.LayeredWeights;
import io.stockpot.soup.choice.MixedNetwork;
import io.stockpot.soup.choice.MixingWeights;
import io.stockpot.soup.choice.Scores;
import io.stockpot.soup.choice.Search;
import io.stockpot.soup.choice.TensorGroup;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Evaluates mixtures of a soup on labelled images, with one mixture in memory at a time. What was judged before is
 * not judged again.
 *
 * @param soup mixes the ingredients
 * @param batchSize images classified at once
 * @param memory of this soup
 */
public record MixtureEvaluation(Soup soup, int batchSize, MixtureMemory memory) {
    /** Evaluates mixtures, and remembers them as long as the process lives. */
    public MixtureEvaluation(Soup soup, int batchSize) {
        this(soup, batchSize, MixtureMemory.ofProcess());
    }

    /** Evaluates one mixture. */
    public Outcomes judge(MixingWeights weights, LabelledImages images) throws IOException {
        return judge(weights.toString(), () -> soup.mix(weights), images);
    }

    /** Evaluates one mixture whose weights may differ from tensor to tensor. */
    public Outcomes judge(LayeredWeights weights, LabelledImages images) throws IOException {
        return judge(weights.toString(), () -> soup.mix(weights), images);
    }

    /** Measures the scores of all answers under one mixture, and so evaluates it. */
    Scores scores(MixingWeights weights, LabelledImages images) throws IOException {
        return scores(LayeredWeights.of(weights), images);
    }

    /** Measures the scores of all answers under weights that may differ from tensor to tensor. */
    Scores scores(LayeredWeights weights, LabelledImages images) throws IOException {
        String who = weights.toString();
        Scores scores = memory.scores()
                .get(who, images.digest(), () -> ScorePass.of(soup.mix(weights)::logits, images, batchSize));
        if (memory.find(who, images).isEmpty()) {
            memory.add(who, new Outcomes(images.digest(), images.size(), Map.of(Labels.CLEAN, scores.right())));
        }
        return scores;
    }

    /** Returns how Σ pulls · scores changes with the weight of each ingredient. */
    List<Double> slopes(MixingWeights weights, LabelledImages images, float[] pulls) throws IOException {
        return new MixtureSlopes(soup, batchSize).of(weights, images, ScoreOrder.of(images), pulls);
    }

    /** Attacks images anew for each mixture that is asked, and remembers the scores. */
    MixedNetwork attacked(LabelledImages images, InnerAttack how) throws IOException {
        AttackedNetwork.Asked asked = new AttackedNetwork.Asked(images, ScoreOrder.of(images));
        return new AttackedNetwork(soup, asked, how, batchSize, memory.scores());
    }

    /** Returns the groups of tensors that may have weights of their own, as the network uses them. */
    List<TensorGroup> groups(LayerGroups by) {
        Architecture network = soup.ingredients().get(0).classifier().architecture();
        return TensorGroup.of(by == LayerGroups.BLOCK ? Depth.blocks(network) : Depth.layers(network));
    }

    /** Returns how Σ pulls · scores changes with the weight of each ingredient within each group of tensors. */
    List<List<Double>> slopes(LayeredWeights weights, List<TensorGroup> groups, LabelledImages images, float[] pulls)
            throws IOException {
        return new MixtureSlopes(soup, batchSize).of(weights, groups, images, ScoreOrder.of(images), pulls);
    }

    /**
     * Evaluates one ingredient as it is, with its own running statistics of batch norm.
     *
     * @param ingredient its index
     */
    public Outcomes judgeAlone(int ingredient, LabelledImages images) throws IOException {
        return judge(alone(ingredient), () -> classifier(ingredient), images);
    }

    /** How somebody's classifier is made. */
    @FunctionalInterface
    private interface Maker {
        Classifier make() throws IOException;
    }

    private Outcomes judge(String who, Maker maker, LabelledImages images) throws IOException {
        Optional<Outcomes> before = memory.find(who, images);
        if (before.isPresent()) {
            return before.get();
        }
        Outcomes outcomes = CleanOutcomes.of(maker.make(), images, batchSize, Progress.NONE);
        memory.add(who, outcomes);
        return outcomes;
    }

    /**
     * Evaluates one mixture under threats.
     *
     * @param data digest of the images of which the evaluator's are the first
     */
    Findings attack(MixingWeights weights, Evaluator evaluator, String data) throws IOException {
        return attack(weights.toString(), soup.mix(weights), evaluator, data);
    }

    /**
     * Evaluates one ingredient as it is under threats.
     *
     * @param data digest of the images of which the evaluator's are the first
     */
    Findings attackAlone(int ingredient, Evaluator evaluator, String data) throws IOException {
        return attack(alone(ingredient), classifier(ingredient), evaluator, data);
    }

    private Findings attack(String who, Classifier classifier, Evaluator evaluator, String data) throws IOException {
        return evaluator.evaluate(
                evaluator.attacked(classifier),
                memory.journal(who, data, evaluator.seed()),
                Coverage.EVERY_CONDITION,
                () -> false,
                Progress.NONE);
    }

    private Classifier classifier(int ingredient) {
        return soup.ingredients().get(ingredient).classifier();
    }

    /** Returns the name of an ingredient in the memory: that of its mixture, where the two are the same. */
    private String alone(int ingredient) {
        return soup.reestimates()
                ? "model " + ingredient
                : MixingWeights.vertex(ingredient, names().size()).toString();
    }

    /**
     * Searches a grid for the mixture that is best on some images.
     *
     * @param seed of whatever is random in the search
     */
    public Choice find(Search search, List<MixingWeights> grid, LabelledImages images, Seed seed, Progress progress)
            throws IOException {
        try (ImageContest contest = new ImageContest(this, grid, images, progress)) {
            return search.find(contest, seed);
        }
    }

    /**
     * Searches for weights that differ from layer to layer, or from block to block.
     *
     * @param grid whose weights say how far weights may go
     * @param seed of whatever is random in the search
     */
    public LayerChoice find(
            LayerDescent search, List<MixingWeights> grid, LabelledImages images, Seed seed, Progress progress)
            throws IOException {
        try (ImageContest contest = new ImageContest(this, grid, images, progress)) {
            return search.find(contest, seed);
        }
    }

    /** Evaluates each ingredient as it is. */
    public List<Outcomes> ingredients(LabelledImages images) throws IOException {
        List<Outcomes> alone = new ArrayList<>();
        for (int i = 0; i < names().size(); i++) {
            alone.add(judgeAlone(i, images));
        }
        return alone;
    }

    /**
     * Measures how much accuracy is lost half-way between the first ingredient and each other one. Where mixtures get
     * new statistics, the ends get some too: what these cost is no barrier.
     *
     * @param alone what {@link #ingredients} returned for these images
     */
    public List<Barrier> barriers(List<Outcomes> alone, LabelledImages images) throws IOException {
        List<Outcomes> ends = soup.reestimates() ? vertices(images) : alone;
        List<Barrier> barriers = new ArrayList<>();
        for (int other = 1; other < alone.size(); other++) {
            List<Integer> half = new ArrayList<>(Collections.nCopies(alone.size(), 0));
            half.set(0, 1);
            half.set(other, 1);
            Outcomes between = judge(new MixingWeights(half, 2), images);
            barriers.add(new Barrier(List.of(
                    ends.get(0).accuracy(Labels.CLEAN),
                    between.accuracy(Labels.CLEAN),
                    ends.get(other).accuracy(Labels.CLEAN))));
        }
        return barriers;
    }

    private List<Outcomes> vertices(LabelledImages images) throws IOException {
        List<Outcomes> vertices = new ArrayList<>();
        for (int i = 0; i < names().size(); i++) {
            vertices.add(judge(MixingWeights.vertex(i, names().size()), images));
        }
        return vertices;
    }

    /** Returns the names of the ingredients. */
    List<String> names() {
        return soup.ingredients().stream().map(Ingredient::name).toList();
    }
}
