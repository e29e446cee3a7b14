package io.stockpot.report;

import io.stockpot.outcome.Outcomes;
import io.stockpot.soup.choice.GridOutcomes;
import io.stockpot.soup.choice.MixingWeights;
import io.stockpot.soup.choice.WeightGrid.Segment;
import io.stockpot.soup.choice.WeightGrid.Simplex;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Outcomes whose accuracies are those of Croce et al. 2023, Fig. 1a, 3 and 5 (CIFAR-10), digitised, as k
 * of 1000 images. Which images are right is made up; how many is not.
 */
final class PaperFigures {
    static final String LINF = "Linf 8/255 apgd-40";
    static final String L2 = "L2 128/255 apgd-40";
    static final String L1 = "L1 12 apgd-40";
    private static final int IMAGES = 1000;

    /** w · linf + (1 − w) · l2 for w = 0, 0.1, … 1. */
    private static final double[][] LINF_BASE = {
        {34.76, 69.87},
        {38.20, 70.83},
        {41.36, 71.34},
        {43.99, 71.71},
        {46.76, 71.62},
        {48.97, 71.17},
        {50.80, 70.39},
        {52.66, 69.02},
        {53.93, 67.09},
        {54.52, 64.49},
        {53.77, 60.76}
    };

    /** w · l2 + (1 − w) · linf for w = 1, 0.9, … 0. */
    private static final double[][] L2_BASE = {
        {31.39, 68.97},
        {35.70, 70.50},
        {39.39, 71.12},
        {42.30, 71.40},
        {44.89, 71.48},
        {46.74, 71.37},
        {48.78, 70.81},
        {50.13, 70.07},
        {51.14, 68.95},
        {51.85, 67.15},
        {52.22, 64.90}
    };

    private static final double[] EXTRAPOLATED = {
        50.82, 51.90, 52.68, 53.37, 53.93, 54.33, 54.51, 54.30, 53.78, 52.41, 50.04
    };

    /** Rows are weights of linf, l2, l1 in fifths; then clean, Linf, L2, L1, union. */
    private static final double[][] TRIANGLE = {
        {0, 5, 0, 92.1, 33.0, 70.4, 26.5, 22.7}, {0, 4, 1, 91.4, 35.8, 72.9, 34.2, 28.9},
        {1, 4, 0, 91.0, 39.5, 72.2, 25.5, 23.7}, {0, 3, 2, 91.1, 37.3, 73.9, 44.1, 34.2},
        {1, 3, 1, 90.8, 41.1, 74.5, 34.9, 31.3}, {2, 3, 0, 90.5, 44.8, 72.4, 22.0, 21.9},
        {0, 2, 3, 90.4, 36.5, 73.6, 51.2, 35.9}, {1, 2, 2, 89.9, 40.9, 74.9, 44.6, 37.2},
        {2, 2, 1, 89.8, 45.9, 74.4, 31.5, 30.4}, {3, 2, 0, 89.6, 49.1, 72.0, 18.0, 17.6},
        {0, 1, 4, 89.8, 33.7, 72.2, 59.2, 33.6}, {1, 1, 3, 89.3, 39.4, 74.6, 52.7, 38.6},
        {2, 1, 2, 88.6, 45.1, 74.5, 43.0, 39.8}, {3, 1, 1, 88.9, 50.2, 73.3, 27.5, 27.9},
        {4, 1, 0, 88.7, 53.0, 67.7, 13.7, 13.6}, {0, 0, 5, 89.3, 29.8, 69.2, 62.0, 29.8},
        {1, 0, 4, 88.8, 36.2, 72.6, 60.6, 35.9}, {2, 0, 3, 87.7, 42.9, 74.5, 52.9, 42.1},
        {3, 0, 2, 87.7, 48.1, 73.0, 40.7, 38.8}, {4, 0, 1, 88.0, 52.7, 68.7, 22.0, 21.9},
        {5, 0, 0, 88.4, 52.9, 59.6, 10.7, 10.1}
    };

    private PaperFigures() {}

    static GridOutcomes linfBase() {
        return segment(List.of("Linf", "L2 from Linf"), new Segment("0", "1", "0.1"), LINF_BASE);
    }

    static GridOutcomes l2Base() {
        return segment(List.of("Linf from L2", "L2"), new Segment("0", "1", "0.1"), L2_BASE);
    }

    static GridOutcomes extrapolated() {
        double[][] values = new double[EXTRAPOLATED.length][];
        for (int i = 0; i < values.length; i++) {
            values[i] = new double[] {EXTRAPOLATED[i], 60};
        }
        return segment(List.of("Linf", "L2 from Linf"), new Segment("0.6", "1.1", "0.05"), values);
    }

    static GridOutcomes triangle() {
        Map<MixingWeights, Outcomes> found = new LinkedHashMap<>();
        for (double[] row : TRIANGLE) {
            List<Integer> fifths = List.of((int) row[0], (int) row[1], (int) row[2]);
            Map<String, Double> percent = new LinkedHashMap<>();
            percent.put("clean", row[3]);
            percent.put(LINF, row[4]);
            percent.put(L2, row[5]);
            percent.put(L1, row[6]);
            percent.put("union", row[7]);
            found.put(new MixingWeights(fifths, 5), outcomes(percent));
        }
        List<MixingWeights> weights = new Simplex(5).points(3);
        return GridOutcomes.of(
                List.of("Linf", "L2 from Linf", "L1 from Linf"),
                weights,
                weights.stream().map(found::get).toList());
    }

    static Outcomes outcomes(double linf, double l2) {
        Map<String, Double> percent = new LinkedHashMap<>();
        percent.put(LINF, linf);
        percent.put(L2, l2);
        return outcomes(percent);
    }

    private static GridOutcomes segment(List<String> names, Segment grid, double[][] values) {
        List<Outcomes> outcomes = new ArrayList<>();
        for (double[] value : values) {
            outcomes.add(outcomes(value[0], value[1]));
        }
        return GridOutcomes.of(names, grid.points(2), outcomes);
    }

    private static Outcomes outcomes(Map<String, Double> percent) {
        Map<String, BitSet> bits = new LinkedHashMap<>();
        percent.forEach((condition, value) -> {
            BitSet set = new BitSet();
            set.set(0, (int) Math.round(value * IMAGES / 100));
            bits.put(condition, set);
        });
        return new Outcomes("c1fa", IMAGES, bits);
    }
}
