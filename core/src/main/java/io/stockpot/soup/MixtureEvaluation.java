package io.stockpot.soup;

import io.stockpot.base.Progress;
import io.stockpot.base.Seed;
import io.stockpot.data.LabelledImages;
import io.stockpot.evaluate.CleanOutcomes;
import io.stockpot.model.Classifier;
import io.stockpot.outcome.Labels;
import io.stockpot.outcome.Outcomes;
import io.stockpot.soup.choice.Barrier;
import io.stockpot.soup.choice.GridOutcomes;
import io.stockpot.soup.choice.MixingWeights;
import io.stockpot.soup.choice.Race;
import java.io.IOException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.List;

/**
 * The judging of labelled images by the mixtures of a soup, one mixture in memory at a time.
 *
 * @param soup mixes the ingredients
 * @param batchSize images classified at once
 */
public record MixtureEvaluation(Soup soup, int batchSize) {
    /** Lets one mixture judge images. */
    public Outcomes judge(MixingWeights weights, LabelledImages images) throws IOException {
        return judge(soup.mix(weights), images);
    }

    /** Lets one ingredient judge images, as it is: with its own running statistics of batch norm. */
    public Outcomes judgeAlone(int place, LabelledImages images) throws IOException {
        return judge(soup.ingredients().get(place).classifier(), images);
    }

    private Outcomes judge(Classifier classifier, LabelledImages images) {
        return CleanOutcomes.of(classifier, images, batchSize, Progress.NONE);
    }

    /** Lets every mixture of a grid judge every image. */
    public GridOutcomes exhaustive(List<MixingWeights> grid, LabelledImages images, Progress progress)
            throws IOException {
        List<Outcomes> outcomes = new ArrayList<>();
        try (Progress.Task task = progress.start("soups", grid.size(), "soups")) {
            for (MixingWeights weights : grid) {
                outcomes.add(judge(weights, images));
                task.advanceTo(outcomes.size());
            }
        }
        return GridOutcomes.of(names(), grid, outcomes);
    }

    /** Lets the mixtures of a grid race over the images. */
    public Race.Finish race(Race race, List<MixingWeights> grid, LabelledImages images, Seed seed, Progress progress)
            throws IOException {
        long[] judged = new long[1];
        try (Progress.Task task = progress.start("race", (long) grid.size() * images.size(), "judgements at most")) {
            return race.run(
                    grid,
                    images.size(),
                    1,
                    (mixture, indices) -> {
                        judged[0] += indices.length;
                        task.advanceTo(judged[0]);
                        return right(judge(grid.get(mixture), images.subset(indices)));
                    },
                    seed);
        }
    }

    private static int[] right(Outcomes outcomes) {
        BitSet correct = outcomes.correct(Labels.CLEAN);
        int[] right = new int[outcomes.images()];
        correct.stream().forEach(image -> right[image] = 1);
        return right;
    }

    /** Lets each ingredient alone judge the images, as it is. */
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

    private List<String> names() {
        return soup.ingredients().stream().map(Ingredient::name).toList();
    }
}
