package io.stockpot.soup;

import io.stockpot.base.Progress;
import io.stockpot.base.Seed;
import io.stockpot.data.LabelledImages;
import io.stockpot.evaluate.CleanOutcomes;
import io.stockpot.model.Classifier;
import io.stockpot.outcome.Labels;
import io.stockpot.outcome.Outcomes;
import io.stockpot.soup.choice.Barrier;
import io.stockpot.soup.choice.Choice;
import io.stockpot.soup.choice.MixingWeights;
import io.stockpot.soup.choice.Search;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Evaluates mixtures of a soup on labelled images, with one mixture in memory at a time.
 *
 * @param soup mixes the ingredients
 * @param batchSize images classified at once
 */
public record MixtureEvaluation(Soup soup, int batchSize) {
    /** Evaluates one mixture. */
    public Outcomes judge(MixingWeights weights, LabelledImages images) throws IOException {
        return judge(soup.mix(weights), images);
    }

    /**
     * Evaluates one ingredient as it is, with its own running statistics of batch norm.
     *
     * @param ingredient its index
     */
    public Outcomes judgeAlone(int ingredient, LabelledImages images) throws IOException {
        return judge(soup.ingredients().get(ingredient).classifier(), images);
    }

    private Outcomes judge(Classifier classifier, LabelledImages images) {
        return CleanOutcomes.of(classifier, images, batchSize, Progress.NONE);
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
