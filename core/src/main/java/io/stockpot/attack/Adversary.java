package io.stockpot.attack;

import io.stockpot.tensor.Scope;
import io.stockpot.threat.ThreatModel;
import java.util.BitSet;
import java.util.List;
import java.util.Objects;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * The only judge of attacks. It runs them one after the other on the images that are still classified
 * correctly, and trusts none: what an attack proposes is projected into ball ∩ box once more, its
 * distance is measured, and the classifier is asked again.
 *
 * @param threat what the attacks may do
 * @param attacks the attacks, in the order they are run
 */
public record Adversary(ThreatModel threat, List<Attack> attacks) {
    /** How far beyond epsilon float32 may round, in parts of epsilon and of a pixel. */
    private static final double ROUNDING = 1e-6;

    /** Copies the list. */
    public Adversary {
        Objects.requireNonNull(threat, "threat");
        attacks = List.copyOf(attacks);
    }

    /** Returns the judge without attacks: robust is what is right as it is. */
    public static Adversary none() {
        return new Adversary(ThreatModel.parse("Linf 0"), List.of());
    }

    /**
     * Attacks a batch of images.
     *
     * @param classifier the classifier, computing in float32
     * @param images N×C×H×W in [0, 1], float32; not changed
     * @param labels the class of each image, N, int64
     * @param draws random numbers for these images
     */
    public Verdict judge(Logits classifier, Tensor images, Tensor labels, Draws draws) {
        try (Scope scope = Scope.open();
                NoGradGuard frozen = new NoGradGuard()) {
            if (images.size(0) == 0) {
                return new Verdict(new BitSet(), new BitSet(), scope.keep(images.clone()), 0);
            }
            Trial trial = new Trial(new Goal(classifier, labels), images);
            BitSet clean = bits(trial.correct);
            for (int number = 0; number < attacks.size(); number++) {
                try (Scope one = Scope.open()) {
                    trial.hear(attacks.get(number), draws.child(number));
                }
            }
            long nonFinite = trial.goal.nonFiniteGradientEntries();
            return new Verdict(clean, bits(trial.correct), scope.keep(trial.worst), nonFinite);
        }
    }

    /** What is known about each image of a batch so far. */
    private final class Trial {
        private final Goal goal;
        private final Tensor images;
        private final Tensor correct;
        private final Tensor worst;
        private final Tensor margin;

        Trial(Goal goal, Tensor images) {
            this.goal = goal;
            this.images = images;
            Tensor logits = goal.logits(images);
            this.correct = goal.correct(logits);
            this.margin = goal.margin(logits);
            this.worst = images.clone();
        }

        /** Runs an attack on the images that are still correct, and keeps the points that are worse. */
        void hear(Attack attack, Draws draws) {
            Tensor standing = correct.nonzero().squeeze(1);
            if (standing.size(0) == 0) {
                return;
            }
            Goal rest = goal.select(standing);
            Tensor centres = images.index_select(0, standing);
            Tensor proposed = attack.perturb(rest, centres, threat, Purpose.EVALUATION, draws.select(standing));
            Tensor points = admissible(proposed, centres);
            Tensor logits = rest.logits(points);
            Tensor withstood = rest.correct(logits);
            Tensor lead = rest.margin(logits);
            Tensor worse = lead.lt(margin.index_select(0, standing)).logical_or(withstood.logical_not());
            Tensor rows = worse.nonzero().squeeze(1);
            Tensor places = standing.index_select(0, rows);
            worst.index_copy_(0, places, points.index_select(0, rows));
            margin.index_copy_(0, places, lead.index_select(0, rows));
            correct.index_copy_(0, standing, withstood);
        }
    }

    /**
     * Returns the proposed points inside ball ∩ box. Where a point is not finite, or is still too far
     * away, the image itself takes its place: it proves nothing.
     */
    Tensor admissible(Tensor proposed, Tensor images) {
        double epsilon = threat.epsilon().value();
        Tensor points = threat.norm().project(proposed, images, epsilon);
        Tensor size = threat.norm().size(points.sub(images));
        Tensor near = size.le(new Scalar(epsilon + ROUNDING * Math.max(1, epsilon)));
        return torch.where(near.view(-1, 1, 1, 1), points, images);
    }

    private static BitSet bits(Tensor flags) {
        byte[] values = new byte[(int) flags.numel()];
        flags.to(ScalarType.Byte).data_ptr_byte().get(values);
        BitSet bits = new BitSet(values.length);
        for (int i = 0; i < values.length; i++) {
            bits.set(i, values[i] != 0);
        }
        return bits;
    }
}
