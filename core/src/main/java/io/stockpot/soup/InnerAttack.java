package io.stockpot.soup;

import io.stockpot.attack.Apgd;
import io.stockpot.attack.Attack;
import io.stockpot.attack.Purpose;
import io.stockpot.base.Seed;
import io.stockpot.data.LabelledImages;
import io.stockpot.threat.ThreatModel;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * How images are attacked while mixing weights are searched for: APGD as in training, under every threat.
 *
 * @param threats what may be done to an image
 * @param steps of the attack
 * @param seed of whatever is random in it
 */
public record InnerAttack(List<ThreatModel> threats, int steps, Seed seed) {
    /** Copies the list, and checks that no threat is there twice. */
    public InnerAttack {
        threats = List.copyOf(threats);
        requireOnce(threats);
    }

    /**
     * Checks that no threat is there twice, however it is written: 8/255 is 16/510.
     *
     * @throws IllegalArgumentException naming both texts
     */
    public static void requireOnce(List<ThreatModel> threats) {
        for (int i = 0; i < threats.size(); i++) {
            int first = threats.indexOf(threats.get(i));
            if (first < i) {
                throw new IllegalArgumentException("threats '" + threats.get(first) + "' and '" + threats.get(i)
                        + "' are the same; leave one out");
            }
        }
    }

    /**
     * Reads threats.
     *
     * @param threats each in the form of "Linf 8/255"
     * @throws IllegalArgumentException if one has another form
     */
    public static InnerAttack of(List<String> threats, int steps, Seed seed) {
        return new InnerAttack(threats.stream().map(ThreatModel::parse).toList(), steps, seed);
    }

    Attack attack() {
        return new Apgd(steps, 1, Optional.empty());
    }

    /**
     * Checks that images can be attacked.
     *
     * @param classes of the classifier
     * @throws IllegalArgumentException if a threat covers every image, or there are too few classes
     */
    void requireSuits(LabelledImages images, int classes) {
        for (ThreatModel threat : threats) {
            threat.requireWithin(images.shape().length());
            attack().requireClasses(classes, threat.norm(), Purpose.TRAINING);
        }
    }

    /** Returns what decides the points of a mixture, besides the mixture and the images. */
    String described() {
        return threats.stream().map(ThreatModel::toString).collect(Collectors.joining(", ")) + " by "
                + attack().summary() + ", seed " + seed.value();
    }
}
