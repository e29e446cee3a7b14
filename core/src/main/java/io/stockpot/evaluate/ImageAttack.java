package io.stockpot.evaluate;

import io.stockpot.attack.Attack;
import io.stockpot.attack.Draws;
import io.stockpot.attack.Judge;
import io.stockpot.attack.Judgement;
import io.stockpot.attack.Logits;
import io.stockpot.base.Seed;
import io.stockpot.data.LabelledImages;
import io.stockpot.model.Classifier;
import io.stockpot.tensor.FloatRows;
import io.stockpot.tensor.Scope;
import io.stockpot.threat.ThreatModel;
import java.util.List;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;

/**
 * An attack on a single image, with what the {@link Judge} found as plain numbers. The same attack, image, seed and
 * threat find the same point, whatever else is attacked.
 *
 * @param attack what searches
 * @param images of which one is attacked
 * @param index of that one
 * @param seed of all that is random
 */
public record ImageAttack(Attack attack, LabelledImages images, int index, Seed seed) {
    /** Requires that the image is there. */
    public ImageAttack {
        if (index < 0 || index >= images.size()) {
            throw new IllegalArgumentException(
                    "there is no image " + index + " among " + images.size() + "; they count from 0");
        }
    }

    /**
     * Attacks the image.
     *
     * @param label the class that the attack leads away from
     * @param beforePass runs before each pass of the network; what it throws ends the attack
     * @throws IllegalArgumentException if the attack does not suit the threat, or takes more classes
     */
    public AttackedImage against(Classifier classifier, int label, ThreatModel threat, Runnable beforePass) {
        Judge judge = new Judge(threat, List.of(attack));
        judge.requireClasses(classifier.classes());
        Logits watched = input -> {
            beforePass.run();
            return classifier.logits(input);
        };
        try (Scope scope = Scope.open();
                NoGradGuard frozen = new NoGradGuard()) {
            Tensor image = images.images(new int[] {index});
            Tensor labels = Tensor.create(new long[] {label}, 1);
            Judgement judgement = judge.judge(watched, image, labels, new Draws(seed, index));
            Tensor perturbed = judgement.perturbed().contiguous();
            return new AttackedImage(
                    row(perturbed),
                    row(classifier.logits(image)),
                    row(classifier.logits(perturbed)),
                    threat.norm().size(perturbed.sub(image)).item_double(),
                    judgement.clean().get(0),
                    judgement.robust().get(0));
        }
    }

    /** Returns the image, C×H×W in [0, 1]. */
    public float[] original() {
        try (Scope scope = Scope.open()) {
            return row(images.images(new int[] {index}).contiguous());
        }
    }

    /**
     * Classifies another picture of the same size.
     *
     * @param values C×H×W in [0, 1]
     * @return a logit per class, in float32
     */
    public float[] logits(Classifier classifier, float[] values) {
        try (Scope scope = Scope.open();
                NoGradGuard frozen = new NoGradGuard()) {
            return row(classifier.logits(images.tensor(values)));
        }
    }

    private static float[] row(Tensor tensor) {
        FloatRows rows = FloatRows.of(tensor.contiguous());
        float[] values = new float[rows.width()];
        rows.read(0, values);
        return values;
    }
}
