package io.stockpot.evaluate;

import io.stockpot.attack.Attack;
import io.stockpot.attack.GradientTally;
import io.stockpot.evaluate.Warning.Kind;
import io.stockpot.outcome.Labels;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Looks for signs that the findings of an evaluation are not to be trusted. */
final class ReliabilityCheck {
    /** Beyond rounding, in units of the largest logit. */
    private static final double DISAGREEMENT = 1e-4;
    /** Part of the gradients that may be zero, by dead units. */
    private static final double ZERO = 0.01;
    /** Part of the images, and their number, that a black box may win by chance. */
    private static final double BLACK_BOX = 0.002;

    private static final int BLACK_BOX_IMAGES = 2;
    /** Part of the images, and their number, that attacks which do not climb may win from those that do. */
    private static final double MASKED = 0.02;

    private static final int MASKED_IMAGES = 3;

    private final int classes;
    private final List<Warning> warnings = new ArrayList<>();

    /**
     * Starts without warnings.
     *
     * @param classes number of classes of the classifier
     */
    ReliabilityCheck(int classes) {
        this.classes = classes;
    }

    /** Inspects the answers on images as they are. */
    void inspect(CleanPass clean) {
        String where = Labels.CLEAN;
        if (clean.disagreement() > DISAGREEMENT) {
            String difference = String.format(Locale.ROOT, "%.2g", clean.disagreement());
            add(
                    Kind.RANDOM_OUTPUTS,
                    where,
                    "two answers about the same images differ by " + difference + " of the largest output");
        }
        if (clean.probabilities()) {
            add(Kind.PROBABILITY_OUTPUTS, where, "all outputs lie in [0, 1] and sum to one");
        }
        int images = clean.accuracy().total();
        if (clean.notFinite() > 0) {
            add(
                    Kind.NON_FINITE_OUTPUTS,
                    where,
                    "outputs for " + clean.notFinite() + " of " + images + " images are infinite or no numbers");
        }
        // where most are, the accuracy needs no other explanation
        if (2 * clean.notFinite() < images) {
            Plausibility.warning(clean.accuracy(), classes)
                    .ifPresent(sentence -> add(Kind.IMPLAUSIBLE_CLEAN_ACCURACY, where, sentence));
        }
    }

    /** Inspects what the attacks of a condition did. */
    void inspect(ConditionFindings condition) {
        String where = condition.condition().label();
        GradientTally gradients = condition.stages().stream()
                .map(StageFindings::gradients)
                .reduce(GradientTally.NONE, GradientTally::plus);
        if (gradients.zero() > ZERO * gradients.asked()) {
            add(Kind.ZERO_GRADIENTS, where, gradients.zero() + " of " + gradients.asked() + " gradients are zero");
        }
        if (gradients.nonFiniteEntries() > 0) {
            add(
                    Kind.NON_FINITE_GRADIENTS,
                    where,
                    gradients.nonFiniteEntries() + " entries of gradients are infinite or no numbers");
        }
        hearStages(where, condition.stages());
        if (condition.unfinished() > 0) {
            add(
                    Kind.UNFINISHED_ATTACKS,
                    where,
                    "not every attack was run on " + condition.unfinished() + " of the images that stand");
        }
    }

    private void hearStages(String where, List<StageFindings> stages) {
        boolean climbed = false;
        boolean gradients = false;
        int notClimbing = 0;
        for (StageFindings stage : stages) {
            int images = stage.left().total();
            Attack.Search search = stage.attack().search();
            boolean climbs = search == Attack.Search.LOSS_GRADIENT;
            if (!search.usesGradients()
                    && gradients
                    && stage.broken() >= BLACK_BOX_IMAGES
                    && stage.broken() > BLACK_BOX * images) {
                add(
                        Kind.BLACK_BOX_WINS,
                        where,
                        stage.name() + " broke " + stage.broken() + " of " + images
                                + " images that stood against all attacks with gradients");
            }
            notClimbing += climbed && !climbs ? stage.broken() : 0;
            climbed |= climbs;
            gradients |= search.usesGradients();
            hearTargets(where, stage);
        }
        int images = stages.isEmpty() ? 1 : stages.get(0).left().total();
        if (notClimbing >= MASKED_IMAGES && notClimbing > MASKED * images) {
            add(
                    Kind.MASKED_GRADIENTS,
                    where,
                    "fab and square broke " + notClimbing + " of " + images
                            + " images that stood against climbing the loss");
        }
    }

    private void hearTargets(String where, StageFindings stage) {
        int targets = stage.attack().targets();
        if (targets > classes - 1) {
            add(
                    Kind.FEW_CLASSES,
                    where,
                    stage.name() + " is to aim at " + targets + " classes, and there are " + (classes - 1)
                            + " besides the label");
        }
    }

    private void add(Kind kind, String where, String seen) {
        warnings.add(new Warning(kind, where, seen));
    }

    List<Warning> warnings() {
        return List.copyOf(warnings);
    }
}
