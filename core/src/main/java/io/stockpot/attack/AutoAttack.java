package io.stockpot.attack;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.stockpot.threat.Norm;
import io.stockpot.threat.ThreatModel;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import org.bytedeco.pytorch.Tensor;

/**
 * A sequence of attacks, chosen by name: a published one, or ours for a fifth of the passes. Which attacks these are
 * depends on the norm. Each gets the images that none before has broken. It is what {@link Cascade} makes of
 * {@link #stages}.
 *
 * @param version which sequence
 * @param extraQueries of the square attack of the standard version where it has come close; absent means
 *     15,000. With none the sequence is exactly the published one
 */
public record AutoAttack(
        @JsonProperty(defaultValue = "standard") Version version, Optional<Integer> extraQueries) implements Attack {
    private static final int STEPS = 100;
    private static final int QUERIES = 5000;
    private static final int EXTRA_QUERIES = 15_000;
    private static final int TARGETS = 9;
    private static final int FEW = 5;

    /** The sequences there are. */
    public enum Version {
        /**
         * AutoAttack: APGD on the cross-entropy, targeted APGD, targeted FAB, square attack (Croce and
         * Hein, "Reliable evaluation of adversarial robustness", ICML 2020; for L1 with larger balls,
         * "Mind the box", ICML 2021). The square attack goes on where it has come close.
         */
        STANDARD,
        /** The evaluation of most figures of Croce et al., CVPR 2023: APGD with 40 steps (section 4). */
        PAPER,
        /**
         * The evaluation of three-model soups of Croce et al., CVPR 2023: APGD with 100 steps, on the
         * targeted loss with five targets; for L1 five restarts on the cross-entropy (appendix A.2).
         */
        PAPER_STRONG,
        /**
         * Ours, found by counting passes (docs/attacks.md): APGD on the margin, APGD from larger balls, targeted FAB that
         * gives a target up where it comes no nearer, MultiTargeted, and the square attack, briefly where gradients are
         * alive.
         */
        SWIFT
    }

    /** Requires a version, and extra queries for the version that has some only. */
    public AutoAttack {
        Objects.requireNonNull(version, "version");
        if (version != Version.STANDARD && extraQueries.isPresent()) {
            throw new IllegalArgumentException("extra-queries are for the version standard only");
        }
    }

    /** The sequence with its usual extra queries. */
    public AutoAttack(Version version) {
        this(version, Optional.empty());
    }

    /** Returns the four attacks of AutoAttack in its standard version. */
    public static List<Attack> standard(Norm norm) {
        return new AutoAttack(Version.STANDARD).stages(norm);
    }

    /** Returns the attacks in the order they are run. */
    public List<Attack> stages(Norm norm) {
        boolean sparse = switch (norm) {
            case LINF, L2 -> false;
            case L1 -> true;
        };
        Optional<AttackLoss> crossEntropy = Optional.of(AttackLoss.CROSS_ENTROPY);
        return switch (version) {
            case STANDARD ->
                List.of(
                        new Apgd(STEPS, sparse ? FEW : 1, crossEntropy, sparse),
                        new TargetedApgd(STEPS, sparse ? FEW : TARGETS, sparse),
                        new Fab(STEPS, TARGETS),
                        new Square(QUERIES, 0.8, extraQueries.orElse(EXTRA_QUERIES)));
            case PAPER -> List.of(new Apgd(40, 1, Optional.empty()));
            case PAPER_STRONG ->
                List.of(sparse ? new Apgd(STEPS, FEW, crossEntropy) : new TargetedApgd(STEPS, FEW, false));
            case SWIFT ->
                switch (norm) {
                    // where the ball is a cube FAB finds nothing that the others miss, and squares do
                    case LINF -> swift(2, 800);
                    case L2 -> swift(4, 300);
                    case L1 -> swift(4, 200);
                };
        };
    }

    private static List<Attack> swift(int targetsOfFab, int queries) {
        return List.of(
                new Apgd(20, 1, Optional.of(AttackLoss.MARGIN)),
                new InwardApgd(20, 8, 3, AttackLoss.MARGIN),
                new Fab(150, targetsOfFab, Optional.of(20)),
                new MultiTargeted(20, 3, 3),
                new Square(queries, Square.PUBLISHED_FRACTION, 3000, Optional.of(QUERIES)));
    }

    /** Every sequence begins with APGD. */
    @Override
    public Search search() {
        return Search.LOSS_GRADIENT;
    }

    @Override
    public List<Attack> parts(Norm norm) {
        return stages(norm);
    }

    @Override
    public Attack spelledOut(Norm norm) {
        return new Cascade(stages(norm));
    }

    @Override
    public String summary() {
        return "auto-attack (" + version.name().toLowerCase(Locale.ROOT).replace('_', '-') + ")";
    }

    @Override
    public long passes(Norm norm) {
        return new Cascade(stages(norm)).passes(norm);
    }

    @Override
    public Tensor perturb(Goal goal, Tensor images, ThreatModel threat, Purpose purpose, Draws draws) {
        return new Cascade(stages(threat.norm())).perturb(goal, images, threat, purpose, draws);
    }
}
