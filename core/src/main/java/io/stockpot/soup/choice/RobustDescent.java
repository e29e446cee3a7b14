package io.stockpot.soup.choice;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.stockpot.base.Guards;
import io.stockpot.base.Seed;
import io.stockpot.soup.choice.SearchTrial.Role;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Gradient descent in the mixing weights on images that are attacked: adversarial training in a space of as many dimensions
 * as there are models, less one. Each mixture that it comes by is attacked under every threat, as in training (APGD on the
 * cross-entropy, from the image itself, ending with the point of the highest loss); the points then stay where they are
 * while the loss at them is differentiated in the weights, as {@link GradientDescent} does.
 *
 * @param threats each in the form of "Linf 8/255"
 * @param outer what becomes of the losses of an image under all threats
 * @param attackSteps steps of the attack; in L1, ten find far too little
 * @param steps backward passes in the weights at most
 * @param denominator of the mixing weights: 50 means that they are multiples of 0.02
 * @param sharpness size that logits are brought to before the loss is taken
 */
public record RobustDescent(
        List<String> threats,
        @JsonProperty(defaultValue = "worst") Outer outer,
        @JsonProperty(defaultValue = "20") int attackSteps,
        @JsonProperty(defaultValue = "8") int steps,
        @JsonProperty(defaultValue = "50") int denominator,
        @JsonProperty(defaultValue = "1.5") double sharpness)
        implements Search {
    /** What becomes of the losses of an image under all threats. */
    public enum Outer {
        /** The largest counts, so that images are right under all threats at once (their union, as MAX in training). */
        WORST,
        /** Their mean counts (as AVG in training). */
        MEAN
    }

    /** Checks the numbers, and that there are threats, each once; what they say is read where images are attacked. */
    public RobustDescent {
        threats = List.copyOf(threats);
        if (threats.isEmpty()) {
            throw new IllegalArgumentException(
                    "threats must name at least one, e.g. [Linf 8/255]; for images as they are take gradient-descent");
        }
        for (int i = 0; i < threats.size(); i++) {
            if (threats.indexOf(threats.get(i)) < i) {
                throw new IllegalArgumentException("threats names '" + threats.get(i) + "' twice; leave one out");
            }
        }
        Guards.requireAtLeast("attack-steps", 1, attackSteps);
        Guards.requireAtLeast("steps", 1, steps);
        Guards.requireAtLeast("denominator", 2, denominator);
        GradientDescent.requireSharpness(sharpness);
    }

    @Override
    public boolean judgesAll() {
        return false;
    }

    @Override
    public String title() {
        return "robust descent";
    }

    /** Returns the usual lattice, of which it takes the range only; of many models a sample, which can be listed. */
    @Override
    public WeightGrid suitingGrid(int models) {
        return WeightGrid.latticeOrSample(models);
    }

    @Override
    public long passes(int mixtures, int models) {
        return (DescentRun.mostVisited(models, steps) + 1) * look() + (long) steps * slope();
    }

    /** Returns the forward passes that attacking and asking an image takes. */
    private long look() {
        return threats.size() * (1L + (long) GradientDescent.PASSES * attackSteps);
    }

    private long slope() {
        return (long) threats.size() * GradientDescent.PASSES;
    }

    @Override
    public Choice find(Contest contest, Seed seed) throws IOException {
        Optional<MixedNetwork> network = contest.network();
        if (network.isEmpty()) {
            throw new IOException("a robust descent attacks the models, and of these mixtures only right and wrong were"
                    + " kept: search where the models are");
        }
        int images = contest.images();
        Landscape attacked = new Landscape(
                network.get().attacked(threats, attackSteps, seed.child("attack")),
                scores -> new RobustLoss(new ScoreLoss(scores, sharpness), images, threats.size(), outer),
                scores -> RobustLoss.union(scores, images, threats.size()),
                Role.ATTACKED,
                look(),
                slope(),
                look());
        GradientDescent descent = new GradientDescent(steps, denominator, sharpness);
        return withThreats(new DescentRun(descent, contest, attacked).choice());
    }

    private Choice withThreats(Choice choice) {
        List<String> sentences = new ArrayList<>(choice.assurance());
        sentences.add(String.format(
                Locale.ROOT,
                "The loss is that of attacked images (APGD of %d steps under %s; %s). So short an attack is for choosing,"
                        + " not for measuring: say what the soup withstands under a stronger one, on other images.",
                attackSteps,
                String.join(", ", threats),
                switch (outer) {
                    case WORST -> "of each image the worst counts";
                    case MEAN -> "their mean counts";
                }));
        return new Choice(choice.weights(), choice.cost(), choice.outcomes(), sentences, choice.trials());
    }
}
