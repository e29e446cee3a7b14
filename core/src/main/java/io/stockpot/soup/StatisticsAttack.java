package io.stockpot.soup;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.stockpot.attack.Attack;
import io.stockpot.attack.Purpose;
import io.stockpot.data.LabelledImages;
import io.stockpot.model.Classifier;
import io.stockpot.text.LocatedArgumentException;
import io.stockpot.threat.ThreatModel;
import java.util.List;
import java.util.stream.Collectors;

/**
 * How the images are perturbed that batch-norm statistics are measured on, as adversarial training would perturb them: an
 * adversarially trained network has hardly met unperturbed images.
 *
 * @param threats what the perturbations may be; each batch meets one, in turn
 * @param attack how they are found, as in training
 */
public record StatisticsAttack(
        List<ThreatModel> threats,

        @JsonProperty(defaultValue = "{apgd: {steps: 5}}") Attack attack) {
    /** Copies the list and checks that there is a threat, and that the attack suits each. */
    public StatisticsAttack {
        threats = List.copyOf(threats);
        if (threats.isEmpty()) {
            throw new LocatedArgumentException(
                    "threats", "threats must name at least one; to measure on images as they are, leave attacked out");
        }
        threats.forEach(attack::requireSuits);
    }

    /** Returns the looks at an image that its perturbation takes, at most. */
    long passes() {
        return threats.stream()
                .mapToLong(threat -> attack.passes(threat.norm()))
                .max()
                .orElseThrow();
    }

    /** Describes the perturbation in a few words. */
    String summary() {
        return "attacked under " + threats.stream().map(ThreatModel::toString).collect(Collectors.joining(" and "))
                + " (" + attack.summary() + ")";
    }

    /**
     * Checks that the images can be attacked.
     *
     * @throws IllegalArgumentException if they have labels that the classifier does not know, or a threat covers them all
     */
    void requireSuits(Classifier classifier, LabelledImages images) {
        if (images.classes() != classifier.classes()) {
            throw new IllegalArgumentException("statistics of attacked images need labels of the models' "
                    + classifier.classes() + " classes, and '" + images.name() + "' has " + images.classes()
                    + "; leave attacked out, or take the data that the models were made for");
        }
        for (ThreatModel threat : threats) {
            threat.requireWithin(images.shape().length());
            attack.requireClasses(classifier.classes(), threat.norm(), Purpose.TRAINING);
        }
    }
}
