package io.stockpot.soup.choice;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/** The way from common weights to weights of single groups of tensors, as the penalty for leaving the former is eased. */
final class LayerPath {
    /** What is left of a step that led uphill, and how often it is shortened. */
    private static final double SHORTER = 0.4;

    private static final int SHORTENED = 3;

    private final LayerDescent search;
    private final MixedNetwork network;
    private final List<TensorGroup> groups;
    private final WeightRange range;
    private final MixingWeights common;
    private List<MixingWeights> rows;
    private long passes;

    /** A place on the way, its loss with the penalty. */
    private record Place(List<MixingWeights> rows, Scores scores, double loss) {}

    LayerPath(
            LayerDescent search,
            MixedNetwork network,
            List<TensorGroup> groups,
            WeightRange range,
            MixingWeights common) {
        this.search = search;
        this.network = network;
        this.groups = List.copyOf(groups);
        this.range = range;
        this.common = common;
        this.rows = Collections.nCopies(groups.size(), common);
    }

    /** Returns the weights at the end of the way so far. */
    LayeredWeights weights() {
        return layered(rows);
    }

    /** Returns how many passes over all images it took, a backward pass counted as {@link GradientDescent#PASSES}. */
    long passes() {
        return passes;
    }

    private LayeredWeights layered(List<MixingWeights> some) {
        return TensorGroup.layered(common, groups, some);
    }

    /** Goes on downhill under a penalty. */
    void descend(double penalty) throws IOException {
        Place here = measured(rows, penalty);
        QuasiNewton method = new QuasiNewton(groups.size() * common.size());
        for (int step = 0; step < search.steps(); step++) {
            double[] direction = method.direction(flat(here.rows()), slopes(here, penalty));
            Place next = lower(here, DescentRun.limited(direction, step == 0), penalty);
            if (next.rows().equals(here.rows())) {
                break;
            }
            here = next;
        }
        rows = here.rows();
    }

    private Place measured(List<MixingWeights> some, double penalty) throws IOException {
        Scores scores = network.scores(layered(some));
        passes++;
        double distance = 0;
        for (MixingWeights row : some) {
            for (int i = 0; i < row.size(); i++) {
                double apart = row.value(i) - common.value(i);
                distance += apart * apart;
            }
        }
        double loss = new ScoreLoss(scores, search.sharpness()).value();
        return new Place(some, scores, loss + penalty * distance / groups.size());
    }

    /** Returns the derivative in all weights, within each group only along weights whose sum stays as it is. */
    private List<Double> slopes(Place here, double penalty) throws IOException {
        float[] pulls = new ScoreLoss(here.scores(), search.sharpness()).slopes();
        List<List<Double>> ofLoss = network.slopes(layered(here.rows()), groups, pulls);
        passes += GradientDescent.PASSES;
        List<Double> slopes = new ArrayList<>();
        for (int group = 0; group < groups.size(); group++) {
            MixingWeights row = here.rows().get(group);
            double[] own = new double[row.size()];
            double mean = 0;
            for (int i = 0; i < own.length; i++) {
                own[i] = ofLoss.get(group).get(i) + 2 * penalty * (row.value(i) - common.value(i)) / groups.size();
                mean += own[i] / own.length;
            }
            for (double slope : own) {
                slopes.add(slope - mean);
            }
        }
        return slopes;
    }

    private static double[] flat(List<MixingWeights> rows) {
        return rows.stream()
                .flatMap(row -> Arrays.stream(row.values()).boxed())
                .mapToDouble(Double::doubleValue)
                .toArray();
    }

    /** Goes along a direction as far as that helps; stays if it does not. */
    private Place lower(Place here, double[] direction, double penalty) throws IOException {
        double length = 1;
        for (int attempt = 0; attempt <= SHORTENED; attempt++) {
            List<MixingWeights> moved = moved(here.rows(), direction, length);
            if (moved.equals(here.rows())) {
                return here;
            }
            Place next = measured(moved, penalty);
            if (next.loss() < here.loss()) {
                return next;
            }
            length *= SHORTER;
        }
        return here;
    }

    private List<MixingWeights> moved(List<MixingWeights> from, double[] direction, double length) {
        int models = common.size();
        List<MixingWeights> moved = new ArrayList<>();
        for (int group = 0; group < from.size(); group++) {
            double[] part = new double[models];
            System.arraycopy(direction, group * models, part, 0, models);
            moved.add(range.moved(from.get(group), part, length));
        }
        return List.copyOf(moved);
    }
}
