package io.stockpot.data.corruption;

import io.stockpot.base.Seed;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.random.RandomGenerator;

/**
 * A drawn sheet of ice: crystals on clouds, always the same for the same number. Its opposite edges meet.
 * It stands for the photos of frosted windows that belong to the published corruption: with their
 * brightness and contrast, as far as statistics of corrupted images show, but not with their shapes.
 *
 * @param near thickness of the ice, as seen in large images
 * @param far the same from further away, as seen in small images
 */
record IceSheet(Plane near, Plane far) {
    /** The number of sheets, which is that of the published photos. */
    static final int COUNT = 5;

    private static final int SIDE = 512;
    /** How many times smaller the far sheet is. */
    private static final int DISTANCE = 4;
    /** Of the far sheet, calibrated: see docs/corruptions.md. */
    private static final double MEAN = 161 / 255.0;

    private static final double DEVIATION = 52 / 255.0;
    private static final double CLOUD_DECAY = 1.4;
    private static final double CRYSTALS = 0.6;
    /** Ice is bluish. */
    private static final double[] TINT = {0.94, 1, 1.06};

    private static final Map<Integer, IceSheet> DRAWN = new ConcurrentHashMap<>();

    /** Returns a sheet, drawn when it is first asked for. */
    static IceSheet of(int number) {
        return DRAWN.computeIfAbsent(number, IceSheet::draw);
    }

    /** Returns the colour of so much ice. */
    static double[] tint(double amount) {
        return Arrays.stream(TINT).map(part -> part * amount).toArray();
    }

    private static IceSheet draw(int number) {
        RandomGenerator draws = new Seed(number).child("ice").generator();
        Plane clouds = PlasmaFractal.draw(SIDE, CLOUD_DECAY, draws);
        Plane crystals = IceCrystals.draw(SIDE, draws);
        Plane near = new Plane(SIDE, SIDE);
        Arrays.setAll(near.values(), place -> clouds.values()[place] + CRYSTALS * crystals.values()[place]);
        Plane far = shrunk(near);
        double mean = far.mean();
        double deviation =
                Math.sqrt(far.map(value -> (value - mean) * (value - mean)).mean());
        return new IceSheet(calibrated(near, mean, deviation), calibrated(far, mean, deviation));
    }

    private static Plane shrunk(Plane plane) {
        Plane shrunk = new Plane(plane.height() / DISTANCE, plane.width() / DISTANCE);
        for (int row = 0; row < plane.height(); row++) {
            for (int column = 0; column < plane.width(); column++) {
                int place = row / DISTANCE * shrunk.width() + column / DISTANCE;
                shrunk.values()[place] += plane.at(row, column) / (DISTANCE * DISTANCE);
            }
        }
        return shrunk;
    }

    private static Plane calibrated(Plane plane, double mean, double deviation) {
        return plane.map(value -> Plane.clipped((value - mean) / deviation * DEVIATION + MEAN));
    }
}
