package io.stockpot.soup;

import io.stockpot.base.Guards;
import io.stockpot.base.Progress;
import io.stockpot.base.Seed;
import io.stockpot.data.LabelledImages;
import io.stockpot.evaluate.Outputs;
import io.stockpot.model.Classifier;
import io.stockpot.soup.choice.MixingWeights;
import io.stockpot.soup.choice.Probabilities;
import io.stockpot.soup.choice.UnlabelledChoice;
import io.stockpot.soup.choice.UnlabelledEvidence;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The choice of a mixture for somebody's pictures without labels, with labelled images of the data that the models were
 * made for.
 *
 * @param grid all mixtures
 * @param batchSize images classified at once
 * @param seed of all that is random
 */
public record UnlabelledSeasoning(List<MixingWeights> grid, int batchSize, Seed seed) {
    /** No more probabilities than this are kept, which is 1 GiB. */
    private static final long MOST = 1L << 28;

    /** Copies the grid, and checks the batch size. */
    public UnlabelledSeasoning {
        grid = List.copyOf(grid);
        Guards.requireAtLeast("batch-size", 1, batchSize);
    }

    /**
     * Chooses.
     *
     * @param pictures whose labels are not read
     * @throws IOException if batch norm needs training images and they cannot be loaded
     */
    public UnlabelledChoice run(Soup soup, LabelledImages source, LabelledImages pictures, Progress progress)
            throws IOException {
        return UnlabelledChoice.of(evidence(soup, source, pictures, progress), seed.child("resampling"));
    }

    /**
     * Asks all mixtures and all models.
     *
     * @param pictures whose labels are not read
     */
    public UnlabelledEvidence evidence(Soup soup, LabelledImages source, LabelledImages pictures, Progress progress)
            throws IOException {
        long rows = (long) grid.size() * (source.size() + pictures.size());
        int classes = soup.ingredients().get(0).classifier().classes();
        if (rows * classes > MOST) {
            throw new IllegalArgumentException(
                    rows + " answers over " + classes + " classes do not fit into memory: take"
                            + " a smaller grid, such as that of --quick, or fewer pictures");
        }
        List<Probabilities> ofSource = new ArrayList<>();
        List<Probabilities> ofPictures = new ArrayList<>();
        try (Progress.Task task = progress.start("soups", grid.size(), "soups")) {
            for (MixingWeights weights : grid) {
                Classifier mixed = soup.mix(weights);
                ofSource.add(answers(mixed, source, batchSize));
                ofPictures.add(answers(mixed, pictures, batchSize));
                task.advanceTo(ofSource.size());
            }
        }
        List<Probabilities> members = soup.ingredients().stream()
                .map(one -> answers(one.classifier(), pictures, batchSize))
                .toList();
        return new UnlabelledEvidence(grid, ofSource, labels(source), ofPictures, members);
    }

    private static List<Integer> labels(LabelledImages images) {
        return Arrays.stream(images.labels()).boxed().toList();
    }

    /** Returns what a classifier answers to images, in float32. */
    public static Probabilities answers(Classifier classifier, LabelledImages images, int batchSize) {
        float[][] rows = new float[images.size()][];
        Outputs outputs = classifier::logits;
        outputs.classifyEach(images, batchSize, (logits, image) -> rows[image] = logits);
        return Probabilities.ofLogits(rows);
    }
}
