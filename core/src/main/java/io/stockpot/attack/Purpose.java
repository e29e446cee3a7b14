package io.stockpot.attack;

import io.stockpot.threat.Norm;
import java.util.List;

/** What the perturbed images are for. The same attacks serve two masters, with two sets of habits. */
public enum Purpose {
    /**
     * To measure robustness. Attacks start at random points; a misclassified point is all that is
     * wanted, so an image leaves the batch as soon as it is broken; restarts go to those that are not.
     * The classifier must compute in float32.
     */
    EVALUATION,
    /**
     * To train on. APGD starts at the images and returns the points of highest loss, and every image
     * stays to the end; the classifier may compute in bfloat16 (Croce and Hein, "Adversarial
     * robustness against multiple and single lp-threat models via quick fine-tuning", ICML 2022).
     */
    TRAINING;

    /** Returns those of the attacks of a sequence that are run: all in evaluation, the first alone in training. */
    List<Attack> runOf(List<Attack> sequence) {
        return switch (this) {
            case TRAINING -> sequence.stream().limit(1).toList();
            case EVALUATION -> sequence;
        };
    }

    /**
     * Returns the loss to maximise when an attack names none: cross-entropy in training; in evaluation
     * DLR for Linf and L2, cross-entropy for L1 (Croce et al., CVPR 2023, section 4).
     */
    AttackLoss usualLoss(Norm norm) {
        return switch (this) {
            case TRAINING -> AttackLoss.CROSS_ENTROPY;
            case EVALUATION ->
                switch (norm) {
                    case LINF, L2 -> AttackLoss.DLR;
                    case L1 -> AttackLoss.CROSS_ENTROPY;
                };
        };
    }
}
