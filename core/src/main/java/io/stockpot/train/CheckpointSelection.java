package io.stockpot.train;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.stockpot.attack.Attack;
import io.stockpot.attack.Draws;
import io.stockpot.attack.Judge;
import io.stockpot.base.Seed;
import io.stockpot.data.Batches;
import io.stockpot.data.LabelledImages;
import io.stockpot.model.Classifier;
import io.stockpot.tensor.Scope;
import java.util.BitSet;
import java.util.List;

/**
 * Chooses the best moment of a training by accuracy on held-out training images: robust accuracy where the
 * objective is adversarial, else clean (Rice, Wong and Kolter 2020; paper App. A.1).
 *
 * @param images how many training images are held out; the paper does not say, Rice et al. take 1000
 * @param attack to measure robust accuracy by
 * @param every epochs between two validations; the end of the training is always validated
 */
public record CheckpointSelection(
        @JsonProperty(defaultValue = "1000") int images,
        @JsonProperty(defaultValue = "{apgd: {steps: 10}}") Attack attack,
        @JsonProperty(defaultValue = "1") double every) {
    private static final int BATCH = 250;

    /** Checks that both numbers are positive. */
    public CheckpointSelection {
        if (images < 1) {
            throw new IllegalArgumentException("selection needs at least 1 held-out image, not " + images);
        }
        if (!(every > 0)) {
            throw new IllegalArgumentException("selection looks every so many epochs, more than 0, not " + every);
        }
    }

    /** Returns the share of the held-out images that withstand all judges of the objective. */
    double accuracy(Classifier classifier, Objective objective, LabelledImages images, int[] heldOut, Seed seed) {
        List<Judge> judges = objective.judges(attack);
        int correct = 0;
        for (int[] indices : Batches.of(heldOut, BATCH)) {
            correct += robust(classifier, judges, images, indices, seed).cardinality();
        }
        return (double) correct / heldOut.length;
    }

    /** Returns which of these images withstand all judges. */
    private static BitSet robust(
            Classifier classifier, List<Judge> judges, LabelledImages images, int[] indices, Seed seed) {
        BitSet robust = new BitSet();
        robust.set(0, indices.length);
        for (Judge judge : judges) {
            try (Scope scope = Scope.open()) {
                Draws draws = new Draws(seed, indices);
                robust.and(judge.judge(classifier::logits, images.images(indices), images.labels(indices), draws)
                        .robust());
            }
        }
        return robust;
    }
}
