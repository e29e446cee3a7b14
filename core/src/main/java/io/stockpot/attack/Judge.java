package io.stockpot.attack;

import io.stockpot.tensor.Scope;
import io.stockpot.threat.ThreatModel;
import java.util.BitSet;
import java.util.List;
import java.util.Objects;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;

/**
 * The only judge of attacks. It runs them one after the other on the images that are still classified
 * correctly, and trusts none: what an attack proposes is projected into ball ∩ box once more, its
 * distance is measured, and the classifier is asked again.
 *
 * @param threat what the attacks may do
 * @param attacks the attacks, in the order they are run
 */
public record Judge(ThreatModel threat, List<Attack> attacks) {
    /**
     * Copies the list.
     *
     * @throws IllegalArgumentException if the settings of an attack do not fit the threat
     */
    public Judge {
        Objects.requireNonNull(threat, "threat");
        attacks = List.copyOf(attacks);
        attacks.forEach(attack -> attack.requireSuits(threat));
    }

    /** Returns the judge without attacks: robust is what is right as it is. */
    public static Judge none() {
        return new Judge(ThreatModel.NONE, List.of());
    }

    /** Returns the attacks in the order they are run, cascades taken apart; none if nothing may change. */
    public List<Stage> stages() {
        return threat.allowsChange() ? Stage.of(attacks, threat.norm()) : List.of();
    }

    /**
     * Checks that a classifier has enough classes for every attack.
     *
     * @throws IllegalArgumentException telling how many it takes, and what takes fewer
     */
    public void requireClasses(int classes) {
        stages().forEach(stage -> stage.attack().requireClasses(classes, threat.norm()));
    }

    /** Returns the highest revision of its attacks: see {@link Revision}. */
    int revision() {
        return attacks.stream()
                .mapToInt(attack -> attack.revision(threat.norm()))
                .max()
                .orElse(Revision.NUMBER);
    }

    /**
     * Attacks a batch of images.
     *
     * @param classifier the classifier, computing in float32
     * @param images N×C×H×W in [0, 1], float32; not changed
     * @param labels the class of each image, N, int64
     * @param draws random numbers for these images
     */
    public Judgement judge(Logits classifier, Tensor images, Tensor labels, Draws draws) {
        try (Scope scope = Scope.open();
                NoGradGuard frozen = new NoGradGuard()) {
            if (images.size(0) == 0) {
                return new Judgement(new BitSet(), new BitSet(), scope.keep(images.clone()), GradientTally.NONE);
            }
            WorstCase worstCase = new WorstCase(new Goal(classifier, labels), images, threat);
            BitSet clean = Ruling.bits(worstCase.correct());
            worstCase.run(stages(), draws);
            return new Judgement(
                    clean, Ruling.bits(worstCase.correct()), scope.keep(worstCase.worst()), worstCase.gradients());
        }
    }
}
