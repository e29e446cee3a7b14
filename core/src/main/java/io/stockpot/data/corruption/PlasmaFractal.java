package io.stockpot.data.corruption;

import java.util.random.RandomGenerator;

/**
 * A cloudy landscape by the diamond-square algorithm: a square map whose opposite edges meet, halved again
 * and again; every new point is the mean of its four neighbours plus noise of shrinking amplitude.
 */
final class PlasmaFractal {
    private static final double FIRST_WIBBLE = 100;

    private final Plane map;
    private final RandomGenerator draws;

    private PlasmaFractal(int size, RandomGenerator draws) {
        this.map = new Plane(size, size);
        this.draws = draws;
    }

    /**
     * Returns a map of values from 0 to 1.
     *
     * @param size of a side, a power of two
     * @param decay what the wibble is divided by at each halving; the noise is the wibble, squared
     */
    static Plane draw(int size, double decay, RandomGenerator draws) {
        PlasmaFractal fractal = new PlasmaFractal(size, draws);
        double wibble = FIRST_WIBBLE;
        for (int step = size; step >= 2; step /= 2) {
            fractal.halve(step, wibble * wibble);
            wibble /= decay;
        }
        double low = fractal.map.smallest();
        double range = fractal.map.largest() - low;
        return fractal.map.map(value -> (value - low) / range);
    }

    private void halve(int step, double noise) {
        int half = step / 2;
        for (int row = half; row < map.height(); row += step) {
            for (int column = half; column < map.width(); column += step) {
                double sum = at(row - half, column - half)
                        + at(row - half, column + half)
                        + at(row + half, column - half)
                        + at(row + half, column + half);
                settle(row, column, sum, noise);
            }
        }
        for (int row = 0; row < map.height(); row += half) {
            for (int column = (row / half) % 2 == 0 ? half : 0; column < map.width(); column += step) {
                double sum = at(row - half, column)
                        + at(row + half, column)
                        + at(row, column - half)
                        + at(row, column + half);
                settle(row, column, sum, noise);
            }
        }
    }

    private double at(int row, int column) {
        return map.at(row & (map.height() - 1), column & (map.width() - 1));
    }

    private void settle(int row, int column, double sum, double noise) {
        map.set(row, column, sum / 4 + draws.nextDouble(-noise, noise));
    }
}
