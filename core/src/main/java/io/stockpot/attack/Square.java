package io.stockpot.attack;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.stockpot.tensor.FloatRows;
import io.stockpot.tensor.Scope;
import io.stockpot.threat.Norm;
import io.stockpot.threat.ThreatModel;
import java.util.function.Supplier;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * The square attack: random search with square-shaped changes that become smaller and smaller, keeping
 * what lowers the label's lead (Andriushchenko et al., "Square attack: a query-efficient black-box
 * adversarial attack via random search", ECCV 2020). It asks for logits only, so it does not care about
 * gradients. Unlike in the authors' code every image has its own random windows: its result does not
 * depend on the batch. An image leaves as soon as it is broken. Not in that code either: where the search
 * has come close, it may go on for a while.
 *
 * @param queries how often the classifier is asked about an image, at least 1
 * @param firstFraction which part of the image the first windows cover
 * @param extraQueries how often it is asked besides about an image whose label is by then ahead by at most
 *     15 % of what it was ahead by at the first proposal; none in training
 */
public record Square(
        @JsonProperty(defaultValue = "5000") int queries,
        @JsonProperty(defaultValue = "0.8") double firstFraction,
        @JsonProperty(defaultValue = "0") int extraQueries)
        implements Attack {
    /** After this many queries the windows cover half of what they covered before, Algorithm 1. */
    private static final int[] HALVINGS = {10, 50, 200, 500, 1000, 2000, 4000, 6000, 8000};

    /** Which part of the first margin is close to none. */
    private static final double CLOSE = 0.15;

    /** Checks the ranges. */
    public Square {
        Least.require(1, "queries", queries);
        if (extraQueries < 0) {
            throw new IllegalArgumentException("extra-queries must not be negative, as is " + extraQueries);
        }
        if (!(firstFraction > 0 && firstFraction <= 1)) {
            throw new IllegalArgumentException("first-fraction must be above 0 and at most 1, not " + firstFraction);
        }
    }

    /** The attack as published. */
    public Square(int queries) {
        this(queries, 0.8, 0);
    }

    @Override
    public long passes(Norm norm) {
        return queries;
    }

    @Override
    public Tensor perturb(Goal goal, Tensor images, ThreatModel threat, Purpose purpose, Draws draws) {
        Supplier<SquareProposer> proposals = proposals(threat, ImageSize.of(images));
        try (Scope scope = Scope.open();
                NoGradGuard frozen = new NoGradGuard()) {
            Survivors run = new Survivors(goal, images, purpose);
            Tensor image = run.carry(images);
            Tensor point = run.carry(images);
            Tensor candidate = run.carry(images);
            Tensor margin = run.carry(torch.full(new long[] {run.size()}, new Scalar(Double.POSITIVE_INFINITY)));
            Tensor firstMargin = run.carry(margin);
            int most = purpose == Purpose.TRAINING ? queries : Math.addExact(queries, extraQueries);
            for (int query = 0; query < most && run.size() > 0; query++) {
                try (Scope one = Scope.open()) {
                    Draws fresh = draws.child(query).select(run.positions());
                    propose(proposals, query, point, image, fresh, candidate);
                    Tensor answer = run.goal().logits(candidate);
                    keepBetter(candidate, run.goal().margin(answer), point, margin);
                    if (query == 0) {
                        firstMargin.copy_(margin);
                    }
                    run.release(candidate, answer);
                    if (query == queries - 1) {
                        run.leave(point, margin.gt(firstMargin.mul(new Scalar(CLOSE))));
                    }
                }
            }
            return scope.keep(run.settle(point));
        }
    }

    private static Supplier<SquareProposer> proposals(ThreatModel threat, ImageSize size) {
        double epsilon = threat.epsilon().value();
        return switch (threat.norm()) {
            case LINF -> () -> new SquareSigns((float) epsilon, size);
            case L2, L1 -> {
                Bumps bumps = new Bumps(SquareBumps.order(threat.norm()));
                yield () -> new SquareBumps(threat.norm(), epsilon, size, bumps);
            }
        };
    }

    private void propose(
            Supplier<SquareProposer> makers, int query, Tensor point, Tensor image, Draws draws, Tensor candidate) {
        FloatRows points = FloatRows.of(point);
        FloatRows images = FloatRows.of(image);
        FloatRows candidates = FloatRows.of(candidate);
        FloatRows.share(points.count(), (from, to) -> {
            SquareProposer proposals = makers.get();
            float[] best = new float[points.width()];
            float[] centre = new float[points.width()];
            float[] proposal = new float[points.width()];
            for (int row = from; row < to; row++) {
                points.read(row, best);
                images.read(row, centre);
                if (query == 0) {
                    proposals.first(centre, draws.generator(row), proposal);
                } else {
                    proposals.next(best, centre, fraction(query), draws.generator(row), proposal);
                }
                candidates.write(row, proposal);
            }
        });
    }

    /** Few candidates are better: their rows are copied one by one. */
    private static void keepBetter(Tensor candidate, Tensor lead, Tensor point, Tensor margin) {
        FloatRows candidates = FloatRows.of(candidate);
        FloatRows leads = FloatRows.of(lead);
        FloatRows points = FloatRows.of(point);
        FloatRows margins = FloatRows.of(margin);
        for (int row = 0; row < points.count(); row++) {
            if (leads.get(row) < margins.get(row)) {
                margins.set(row, leads.get(row));
                points.copy(row, candidates);
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
