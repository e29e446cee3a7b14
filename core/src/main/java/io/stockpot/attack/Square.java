package io.stockpot.attack;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.stockpot.base.Guards;
import io.stockpot.tensor.FloatRows;
import io.stockpot.tensor.Scope;
import io.stockpot.threat.Norm;
import io.stockpot.threat.ThreatModel;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * The square attack: random search with square-shaped changes that become smaller and smaller, keeping
 * what lowers the margin of the label (Andriushchenko et al., "Square attack: a query-efficient black-box
 * adversarial attack via random search", ECCV 2020). It asks for logits only, so it does not care about
 * gradients. Unlike in the authors' code every image has its own random windows: its result does not
 * depend on the batch. An image leaves as soon as it is broken. Not in that code either: where the search
 * has come close, it may go on for a while.
 *
 * <p>Algorithm 1, with P the distribution of {@link SquareProposer}; all of it stands in {@link #perturb}:
 *
 * <pre>
 * x̂ = the first proposal, l* = L(f(x̂), y)               {@link SquareProposer#first}
 * while queries are left and x̂ is classified correctly:
 *   p = the part of the image that a window covers now  {@link #fraction}
 *   x̂' = x̂ + δ with δ drawn from P, in ball ∩ box       {@link SquareProposer#next}
 *   if L(f(x̂'), y) &lt; l*: x̂ = x̂', l* = L(f(x̂'), y)      the loss L is the margin
 * </pre>
 *
 * @param queries how often the classifier is asked about an image, at least 1
 * @param firstFraction which part of the image the first windows cover
 * @param extraQueries how often it is asked besides about an image whose margin is by then at most
 *     15 % of what it was at the first proposal; none in training
 * @param blindQueries how often it is asked instead of {@code queries} about an image where the gradient of the margin is
 *     zero, so that attacks by gradients cannot have begun; absent means that no gradient is asked for, as published
 */
public record Square(
        @JsonProperty(defaultValue = "5000") int queries,

        @JsonProperty(defaultValue = "" + Square.PUBLISHED_FRACTION)
        double firstFraction,

        @JsonProperty(defaultValue = "0") int extraQueries,
        Optional<Integer> blindQueries)
        implements Attack {
    /** p at first, as published. */
    static final double PUBLISHED_FRACTION = 0.8;

    /** After this many queries the windows cover half of what they covered before, Algorithm 1. */
    private static final int[] HALVINGS = {10, 50, 200, 500, 1000, 2000, 4000, 6000, 8000};

    /** Which part of the first margin is close to none. */
    private static final double CLOSE = 0.15;

    /** Checks the ranges. */
    public Square {
        Guards.requireAtLeast("queries", 1, queries);
        if (extraQueries < 0) {
            throw new IllegalArgumentException("extra-queries must not be negative, as is " + extraQueries);
        }
        if (!(firstFraction > 0 && firstFraction <= 1)) {
            throw new IllegalArgumentException("first-fraction must be above 0 and at most 1, not " + firstFraction);
        }
        blindQueries.ifPresent(number -> Guards.requireAtLeast("blind-queries", queries, number));
    }

    /** The attack that asks for no gradient. */
    public Square(int queries, double firstFraction, int extraQueries) {
        this(queries, firstFraction, extraQueries, Optional.empty());
    }

    /** The attack as published. */
    public Square(int queries) {
        this(queries, PUBLISHED_FRACTION, 0);
    }

    @Override
    public Search search() {
        return Search.BLACK_BOX;
    }

    @Override
    public String summary() {
        return "square with " + queries + " queries";
    }

    @Override
    public long passes(Norm norm) {
        return queries;
    }

    @Override
    public int revision(Norm norm) {
        return SquareProposer.revision(norm);
    }

    @Override
    public Tensor perturb(Goal goal, Tensor images, ThreatModel threat, Purpose purpose, Draws draws) {
        SquareProposer proposer = SquareProposer.of(threat, SquareProposer.ImageSize.of(images));
        try (Scope scope = Scope.open();
                NoGradGuard frozen = new NoGradGuard()) {
            Survivors survivors = new Survivors(goal, images, purpose);
            Candidates candidates = new Candidates(survivors, images, threat.norm());
            boolean training = purpose == Purpose.TRAINING;
            blindQueries.filter(number -> !training).ifPresent(number -> candidates.findBlind(goal, images));
            int longest = blindQueries.orElse(queries);
            int most = training ? queries : Math.addExact(longest, extraQueries);
            for (int query = 0; query < most && survivors.size() > 0; query++) {
                try (Scope one = Scope.open()) {
                    double p = fraction(query);
                    Proposal proposal = query == 0 ? proposer::first : (row, random) -> proposer.next(row, p, random);
                    candidates.propose(proposal, draws.child(query).select(survivors.positions()));
                    Tensor logits = survivors.goal().logits(candidates.candidate);
                    candidates.keepBetter(survivors.goal().margin(logits));
                    if (query == 0) {
                        candidates.firstLoss.copy_(candidates.loss);
                    }
                    survivors.release(candidates.candidate, logits);
                    int asked = query + 1;
                    if (asked == queries) {
                        survivors.leave(candidates.best, candidates.far().logical_and(candidates.seeing()));
                    }
                    if (asked == queries + extraQueries && asked < most) {
                        survivors.leave(candidates.best, candidates.seeing());
                    }
                    if (asked == longest) {
                        survivors.leave(candidates.best, candidates.far());
                    }
                }
            }
            return scope.keep(survivors.settle(candidates.best));
        }
    }

    /** How a point to try is written for one image. */
    @FunctionalInterface
    private interface Proposal {
        void write(SquareProposer.Scratch scratch, RandomGenerator random);
    }

    /** Where the search stands with each image that is left. The tensors are updated in place. */
    private static final class Candidates {
        private final Norm norm;
        private final Tensor image;
        /** The point of lowest loss so far, x̂. */
        private final Tensor best;
        /** The point to ask about next. */
        private final Tensor candidate;
        /** The margin at the best point, N; infinity before the first. */
        private final Tensor loss;
        /** The margin at the first proposal, N. */
        private final Tensor firstLoss;
        /** One where the gradient at the image is known to be zero, else zero, N. */
        private final Tensor blind;

        Candidates(Survivors survivors, Tensor images, Norm norm) {
            this.norm = norm;
            this.image = survivors.carry(images);
            this.best = survivors.carry(images);
            this.candidate = survivors.carry(images);
            long[] count = {survivors.size()};
            this.loss = survivors.carry(torch.full(count, new Scalar(Double.POSITIVE_INFINITY)));
            this.firstLoss = survivors.carry(loss);
            this.blind = survivors.carry(torch.zeros(count));
        }

        /** Asks for the gradients of all images, none of which has left. */
        void findBlind(Goal goal, Tensor images) {
            Tensor gradient = goal.gradient(images, AttackLoss.MARGIN).gradient();
            blind.copy_(norm.size(gradient).eq(new Scalar(0)));
        }

        /** Returns whether each image has a gradient, as far as is known. */
        Tensor seeing() {
            return blind.eq(new Scalar(0));
        }

        /** Returns whether the margin of each image is more than the part of the first that is close to none. */
        Tensor far() {
            return loss.gt(firstLoss.mul(new Scalar(CLOSE)));
        }

        void propose(Proposal proposal, Draws draws) {
            FloatRows images = FloatRows.of(image);
            FloatRows points = FloatRows.of(best);
            FloatRows candidates = FloatRows.of(candidate);
            FloatRows.share(points.count(), (from, to) -> {
                SquareProposer.Scratch scratch = new SquareProposer.Scratch(norm, points.width());
                for (int row = from; row < to; row++) {
                    images.read(row, scratch.image);
                    points.read(row, scratch.best);
                    proposal.write(scratch, draws.generator(row));
                    candidates.write(row, scratch.proposal);
                }
            });
        }

        /** Few candidates are better: their rows are copied one by one. */
        void keepBetter(Tensor margin) {
            FloatRows candidates = FloatRows.of(candidate);
            FloatRows margins = FloatRows.of(margin);
            FloatRows points = FloatRows.of(best);
            FloatRows losses = FloatRows.of(loss);
            for (int row = 0; row < points.count(); row++) {
                if (margins.get(row) < losses.get(row)) {
                    losses.set(row, margins.get(row));
                    points.copy(row, candidates);
                }
            }
        }
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
