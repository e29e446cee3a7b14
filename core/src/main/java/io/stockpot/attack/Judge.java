package io.stockpot.attack;

import io.stockpot.tensor.Scope;
import io.stockpot.threat.ThreatModel;
import java.util.BitSet;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;

/**
 * The only judge of attacks. It runs them one after the other on the images that are still classified
 * correctly, and trusts none: what an attack proposes is projected into ball ∩ box once more, its
 * distance is measured, and the classifier is asked again. Points found by other programs are judged in
 * the same way.
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

    /** Returns the judge without attacks: robust is what is correct as it is. */
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
     * @throws IllegalArgumentException naming how many it takes, and what takes fewer
     */
    public void requireClasses(int classes) {
        stages().forEach(stage -> stage.attack().requireClasses(classes, threat.norm()));
    }

    /** Returns the highest revision of its attacks and of its own: see {@link Revision}. */
    int revision() {
        int own = threat.isSmallForRounding() && !attacks.isEmpty() ? Revision.OF_SMALL_BALLS : Revision.NUMBER;
        return attacks.stream()
                .mapToInt(attack -> attack.revision(threat.norm()))
                .reduce(own, Math::max);
    }

    /**
     * Attacks a batch of images.
     *
     * @param classifier the classifier, computing in float32
     * @param images N×C×H×W in [0, 1], float32; not changed
     * @param labels the class of each image, N, int64
     * @param draws random numbers for these images
     * @return the judgement, whose tensor belongs to the caller's scope
     */
    public Judgement judge(Logits classifier, Tensor images, Tensor labels, Draws draws) {
        return judged(classifier, images, labels, worstCase -> worstCase.run(stages(), draws));
    }

    /**
     * Judges points that somebody else's attack proposes; the attacks of this judge are not run. The points
     * are projected into ball ∩ box and classified in float32. A point proves nothing if it is not finite, if
     * it is still too far away after the projection, or if its image is misclassified as it is.
     *
     * @param classifier the classifier, computing in float32
     * @param images N×C×H×W in [0, 1], float32; not changed
     * @param labels the class of each image, N, int64
     * @param proposed a point for each image, N×C×H×W, of any floating-point type; not changed
     * @return the judgement, whose tensor belongs to the caller's scope
     * @throws IllegalArgumentException if the points have another shape than the images
     */
    public Judgement judge(Logits classifier, Tensor images, Tensor labels, Tensor proposed) {
        Ruling.requireSameShape(proposed, images);
        return judged(classifier, images, labels, worstCase -> worstCase.judge(proposed));
    }

    private Judgement judged(Logits classifier, Tensor images, Tensor labels, Consumer<WorstCase> judging) {
        try (Scope scope = Scope.open();
                NoGradGuard frozen = new NoGradGuard()) {
            if (images.size(0) == 0) {
                return new Judgement(new BitSet(), new BitSet(), scope.keep(images.clone()), GradientTally.NONE);
            }
            WorstCase worstCase = new WorstCase(new Goal(classifier, labels), images, threat);
            BitSet clean = worstCase.standing();
            judging.accept(worstCase);
            return new Judgement(clean, worstCase.standing(), scope.keep(worstCase.worst()), worstCase.gradients());
        }
    }
}
