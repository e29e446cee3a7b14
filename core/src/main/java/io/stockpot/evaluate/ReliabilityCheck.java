package io.stockpot.evaluate;

import io.stockpot.attack.Attack;
import io.stockpot.attack.GradientTally;
import io.stockpot.evaluate.Warning.Gravity;
import io.stockpot.evaluate.Warning.Kind;
import io.stockpot.outcome.Accuracy;
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
    /** Part of the gradients from which zeros are serious. */
    private static final double MANY_ZERO = 0.1;
    /** Part of the images, and their number, that a black box may win by chance. */
    private static final double BLACK_BOX = 0.002;

    private static final int BLACK_BOX_IMAGES = 2;
    /** Part of the images from which those that a black box wins are serious. */
    private static final double BLACK_BOX_SERIOUS = 0.01;
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

    /** Inspects what the attacks of a condition did; what cannot mislead is not worth a warning. */
    void inspect(ConditionFindings condition) {
        int before = warnings.size();
        look(condition);
        List<StageFindings> stages = condition.stages();
        if (!stages.isEmpty()) {
            Accuracy robust = stages.get(stages.size() - 1).left();
            warnings.subList(before, warnings.size())
                    .removeIf(warning -> warning.kind().isHarmlessAt(robust));
        }
    }

    private void look(ConditionFindings condition) {
        String where = condition.condition().label();
        GradientTally gradients = condition.stages().stream()
                .map(StageFindings::gradients)
                .reduce(GradientTally.NONE, GradientTally::plus);
        if (gradients.zero() > ZERO * gradients.asked()) {
            boolean many = gradients.zero() >= MANY_ZERO * gradients.asked();
            String seen = gradients.zero() + " of " + gradients.asked() + " gradients are zero";
            add(new Warning(Kind.ZERO_GRADIENTS, where, seen, many ? Gravity.SERIOUS : Gravity.NOTE));
        }
        if (gradients.nonFiniteEntries() > 0) {
            add(
                    Kind.NON_FINITE_GRADIENTS,
                    where,
                    gradients.nonFiniteEntries() + " entries of gradients are infinite or no numbers");
        }
        lookAtStages(where, condition.stages());
        if (condition.unfinished() > 0) {
            add(
                    Kind.UNFINISHED_ATTACKS,
                    where,
                    "not every attack was run on " + condition.unfinished() + " of the images that stand");
        }
    }

    private void lookAtStages(String where, List<StageFindings> stages) {
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
                boolean many = stage.broken() > BLACK_BOX_SERIOUS * images;
                add(new Warning(
                        Kind.BLACK_BOX_WINS,
                        where,
                        stage.name() + " broke " + stage.broken() + " of " + images
                                + " images that stood against all attacks with gradients",
                        many ? Gravity.SERIOUS : Gravity.NOTE));
            }
            notClimbing += climbed && !climbs ? stage.broken() : 0;
            climbed |= climbs;
            gradients |= search.usesGradients();
            lookAtTargets(where, stage);
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

    private void lookAtTargets(String where, StageFindings stage) {
        int targets = stage.attack().targets();
        if (targets > classes - 1) {
            add(new Warning(
                    Kind.FEW_CLASSES,
                    where,
                    stage.name() + " is to aim at " + targets + " classes, and there are " + (classes - 1)
                            + " besides the label",
                    Gravity.NOTE));
        }
    }

    private void add(Kind kind, String where, String seen) {
        add(new Warning(kind, where, seen));
    }

    private void add(Warning warning) {
        warnings.add(warning);
    }

    List<Warning> warnings() {
        return List.copyOf(warnings);
    }
}
