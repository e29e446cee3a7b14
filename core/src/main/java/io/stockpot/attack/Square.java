package io.stockpot.attack;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.stockpot.tensor.Scope;
import io.stockpot.threat.Norm;
import io.stockpot.threat.ThreatModel;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;

/**
 * The square attack: random search with square-shaped changes that become smaller and smaller, keeping
 * what lowers the label's lead (Andriushchenko et al., "Square attack: a query-efficient black-box
 * adversarial attack via random search", ECCV 2020). It asks for logits only, so it does not care about
 * gradients. Unlike in the authors' code every image has its own random windows: its result does not
 * depend on the batch. An image leaves as soon as it is broken.
 *
 * @param queries how often the classifier is asked about an image, at least 1
 * @param firstFraction which part of the image the first windows cover
 */
public record Square(
        @JsonProperty(defaultValue = "5000") int queries,
        @JsonProperty(defaultValue = "0.8") double firstFraction) implements Attack {
    /** After this many queries the windows cover half of what they covered before, Algorithm 1. */
    private static final int[] HALVINGS = {10, 50, 200, 500, 1000, 2000, 4000, 6000, 8000};

    /** Checks the ranges. */
    public Square {
        if (queries < 1) {
            throw new IllegalArgumentException("queries must be at least 1, not " + queries);
        }
        if (!(firstFraction > 0 && firstFraction <= 1)) {
            throw new IllegalArgumentException("first-fraction must be above 0 and at most 1, not " + firstFraction);
        }
    }

    /** The attack with the published windows. */
    public Square(int queries) {
        this(queries, 0.8);
    }

    @Override
    public long passes(Norm norm) {
        return queries;
    }

    @Override
    public Tensor perturb(Goal goal, Tensor images, ThreatModel threat, Purpose purpose, Draws draws) {
        Proposals proposals = proposals(threat);
        try (Scope scope = Scope.open();
                NoGradGuard frozen = new NoGradGuard()) {
            Survivors run = new Survivors(goal, images, purpose);
            Tensor point = run.carry(proposals.first(images, draws.child(0)));
            Tensor logits = run.goal().logits(point);
            Tensor margin = run.carry(run.goal().margin(logits));
            run.release(point, logits);
            for (int query = 1; query < queries && run.size() > 0; query++) {
                try (Scope one = Scope.open()) {
                    Draws fresh = draws.child(query).select(run.positions());
                    Tensor candidate = proposals.next(point, run.images(), fraction(query), fresh);
                    Tensor answer = run.goal().logits(candidate);
                    Tensor lead = run.goal().margin(answer);
                    Tensor better = lead.lt(margin);
                    ApgdState.replace(margin, better, lead);
                    ApgdState.replace(point, better, candidate);
                    run.release(candidate, answer);
                }
            }
            return scope.keep(run.settle(point));
        }
    }

    private static Proposals proposals(ThreatModel threat) {
        double epsilon = threat.epsilon().value();
        return switch (threat.norm()) {
            case LINF -> new SquareSigns(epsilon);
            case L2, L1 -> new SquareBumps(threat.norm(), epsilon);
        };
    }

    /** Returns which part of the image the windows of this query cover. */
    double fraction(int query) {
        double fraction = firstFraction;
        for (int halving : HALVINGS) {
            fraction = query > halving ? fraction / 2 : fraction;
        }
        return fraction;
    }
}
