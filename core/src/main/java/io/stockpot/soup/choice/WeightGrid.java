package io.stockpot.soup.choice;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.stockpot.base.Guards;
import io.stockpot.text.Defaults;
import java.util.ArrayList;
import java.util.List;

/**
 * A finite set of mixing weights, enumerated exactly in integers. The order is fixed: lexicographic,
 * smaller weights first, so the first ingredient's weight varies slowest.
 */
public sealed interface WeightGrid
        permits WeightGrid.Segment, WeightGrid.Simplex, WeightGrid.Lattice, WeightGrid.Sample, WeightGrid.Listed {
    /** No grid has more points than this: each is a model to evaluate. */
    int MAXIMUM_POINTS = 100_000;

    /** A grid made for a number of models has no more points than this. */
    int SUITABLE_POINTS = 500;

    /** The denominator of a grid for a first look. */
    int QUICK_DENOMINATOR = 5;

    /**
     * Returns the grid that is searched if none is named: the paper's lattice for up to four models, and
     * for more the finest simplex of at most {@link #SUITABLE_POINTS} points, because a lattice of steps
     * outside the simplex grows too fast.
     *
     * @throws IllegalArgumentException if even halves of so many models are too many
     */
    static WeightGrid suiting(int models) {
        if (models <= 4) {
            return new Lattice("-0.4", "1.4", "0.2");
        }
        int denominator = 1;
        while (simplexPoints(models, denominator + 1) <= SUITABLE_POINTS) {
            denominator++;
        }
        if (denominator == 1) {
            throw new IllegalArgumentException("mixtures of " + models + " models are too many to search: halves alone"
                    + " are " + simplexPoints(models, 2) + "; name fewer models, or a grid");
        }
        return new Simplex(denominator);
    }

    /** Returns the paper's lattice for up to four models, and for more a sample of it, for searches that need no list. */
    static WeightGrid latticeOrSample(int models) {
        return models <= 4 ? suiting(models) : Defaults.of(Sample.class);
    }

    /** Returns the number of points of a simplex: denominator + models − 1 choose models − 1. */
    private static long simplexPoints(int models, int denominator) {
        long points = 1;
        for (int i = 1; i <= denominator; i++) {
            points = points * (models - 1 + i) / i;
        }
        return points;
    }

    /**
     * Returns the points of the grid.
     *
     * @param ingredients number of ingredients, at least 2
     * @throws IllegalArgumentException if this grid cannot mix so many ingredients, or has no point
     */
    List<MixingWeights> points(int ingredients);

    /**
     * Returns a grid for a first look: all convex mixtures in fifths, 56 of four models; for many models the finest
     * simplex of at most as many mixtures as five models have in fifths.
     *
     * @param models how many are mixed
     */
    static WeightGrid quick(int models) {
        int denominator = QUICK_DENOMINATOR;
        while (denominator > 1
                && simplexPoints(models, denominator) > simplexPoints(QUICK_DENOMINATOR, QUICK_DENOMINATOR)) {
            denominator--;
        }
        return new Simplex(denominator);
    }

    /**
     * Two ingredients with the weights w and 1 − w. Outside [0, 1] the segment extrapolates (Croce et al.
     * 2023, Fig. 5: 0.60 … 1.10 by 0.05).
     *
     * @param from first w, a decimal or a fraction
     * @param to last w, reached exactly
     * @param step distance of neighbours, positive
     */
    record Segment(
            @JsonProperty(defaultValue = "0") String from,
            @JsonProperty(defaultValue = "1") String to,
            @JsonProperty(defaultValue = "0.1") String step)
            implements WeightGrid {
        public Segment {
            Range range = Range.of(from, to, step);
            from = range.text(range.first());
            to = range.text(range.last());
            step = range.text(range.step());
        }

        @Override
        public List<MixingWeights> points(int ingredients) {
            if (ingredients != 2) {
                throw new IllegalArgumentException(
                        "a segment mixes 2 ingredients, not " + ingredients + "; use a simplex or a lattice");
            }
            Range range = Range.of(from, to, step);
            List<MixingWeights> points = new ArrayList<>();
            for (int first : range.values()) {
                points.add(new MixingWeights(List.of(first, range.denominator() - first), range.denominator()));
            }
            return List.copyOf(points);
        }
    }

    /**
     * All convex mixtures whose weights are multiples of 1 / denominator (Croce et al. 2023, §4.2: three
     * models and denominator 5 give 21 mixtures).
     *
     * @param denominator steps along an edge, positive
     */
    record Simplex(@JsonProperty(defaultValue = "5") int denominator) implements WeightGrid {
        public Simplex {
            Guards.requirePositive("the denominator", denominator);
        }

        @Override
        public List<MixingWeights> points(int ingredients) {
            return new Enumeration(new Range(0, denominator, 1, denominator), ingredients).points();
        }
    }

    /**
     * All affine mixtures whose weights lie on minimum, minimum + step, … maximum (Croce et al. 2023,
     * §5.1: four models on −0.4 … 1.4 by 0.2). Exact enumeration gives 480 mixtures there; the paper
     * says 460.
     *
     * @param minimum smallest weight, a decimal or a fraction, usually negative
     * @param maximum largest weight, reached exactly
     * @param step distance of neighbours, positive
     */
    record Lattice(
            @JsonProperty(defaultValue = "-0.4") String minimum,
            @JsonProperty(defaultValue = "1.4") String maximum,
            @JsonProperty(defaultValue = "0.2") String step)
            implements WeightGrid {
        public Lattice {
            Range range = Range.of(minimum, maximum, step);
            minimum = range.text(range.first());
            maximum = range.text(range.last());
            step = range.text(range.step());
        }

        @Override
        public List<MixingWeights> points(int ingredients) {
            return new Enumeration(Range.of(minimum, maximum, step), ingredients).points();
        }
    }

    /**
     * Mixtures that are named one by one.
     *
     * @param mixtures in the order in which they are shown, all different
     */
    record Listed(List<MixingWeights> mixtures) implements WeightGrid {
        /** Copies the list and checks that it names something, and nothing twice. */
        public Listed {
            mixtures = List.copyOf(mixtures);
            if (mixtures.isEmpty() || mixtures.stream().distinct().count() < mixtures.size()) {
                throw new IllegalArgumentException(
                        "mixtures must be at least one, such as [\"0.5, 0.5\"], and all different, not " + mixtures);
            }
        }

        @Override
        public List<MixingWeights> points(int ingredients) {
            for (MixingWeights weights : mixtures) {
                if (weights.size() != ingredients) {
                    throw new IllegalArgumentException(
                            weights.size() + " weights for " + ingredients + " ingredients: " + weights);
                }
            }
            return mixtures;
        }
    }

    /**
     * Some of the mixtures of a lattice too large to list: each model alone, and mixtures of a few models that are
     * drawn at random. For searches that need not ask every mixture, over many models. The same numbers
     * always give the same mixtures.
     *
     * @param points how many
     * @param models how many models a mixture has at most
     * @param minimum smallest weight of those, a decimal or a fraction
     * @param maximum largest weight, reached exactly
     * @param step distance of neighbours, positive
     */
    record Sample(
            @JsonProperty(defaultValue = "2000") int points,
            @JsonProperty(defaultValue = "4") int models,
            @JsonProperty(defaultValue = "-0.4") String minimum,
            @JsonProperty(defaultValue = "1.4") String maximum,
            @JsonProperty(defaultValue = "0.2") String step)
            implements WeightGrid {
        /** Checks the numbers. */
        public Sample {
            Guards.requireAtLeast("points", 1, points);
            Guards.requireAtLeast("models", 2, models);
            if (points > MAXIMUM_POINTS) {
                throw new IllegalArgumentException("points must be at most " + MAXIMUM_POINTS + ", not " + points);
            }
            Range range = Range.of(minimum, maximum, step);
            if (!range.contains(0) || !range.contains(range.denominator())) {
                throw new IllegalArgumentException("minimum must be a whole number of steps below 0, and maximum above"
                        + " 1, so that a model can be alone: not " + minimum + " … " + maximum + " by " + step);
            }
            minimum = range.text(range.first());
            maximum = range.text(range.last());
            step = range.text(range.step());
        }

        @Override
        public List<MixingWeights> points(int ingredients) {
            if (ingredients < 2) {
                throw new IllegalArgumentException("a sample mixes at least 2 ingredients, not " + ingredients);
            }
            Range range = Range.of(minimum, maximum, step);
            return new SparseSample(range, ingredients, Math.min(models, ingredients)).points(points);
        }
    }
}
