package io.stockpot.bench;

import io.stockpot.base.Seed;
import io.stockpot.data.ImageShape;
import io.stockpot.data.corruption.Corruption;
import java.util.Arrays;
import java.util.random.RandomGenerator;

/**
 * How long the corruptions take: milliseconds of one thread for an image of 32×32 and of 224×224, the mean
 * over the five severities, the median over rounds. Images are noise, blurred: time depends little on them.
 */
public final class CorruptionBenchmark {
    private static final int ROUNDS = 11;
    private static final int SMALL = 32;
    private static final int LARGE = 224;
    /** Images of a round; the small ones are so much faster. */
    private static final int SMALL_IMAGES = 40;

    private CorruptionBenchmark() {}

    /** Runs the benchmark; takes about a minute. */
    public static void main(String[] arguments) {
        System.out.printf("%-18s %10s %10s%n", "ms an image", SMALL + "×" + SMALL, LARGE + "×" + LARGE);
        double small = 0;
        double large = 0;
        for (Corruption corruption : Corruption.values()) {
            double smallTime = milliseconds(corruption, SMALL, SMALL_IMAGES);
            double largeTime = milliseconds(corruption, LARGE, 1);
            System.out.printf("%-18s %10.3f %10.2f%n", corruption.text(), smallTime, largeTime);
            small += Corruption.FIFTEEN.contains(corruption) ? smallTime : 0;
            large += Corruption.FIFTEEN.contains(corruption) ? largeTime : 0;
        }
        int count = Corruption.FIFTEEN.size();
        System.out.printf("%-18s %10.3f %10.2f%n", "mean of fifteen", small / count, large / count);
    }

    private static double milliseconds(Corruption corruption, int side, int images) {
        ImageShape shape = new ImageShape(3, side, side);
        byte[] image = image(shape);
        double[] times = new double[ROUNDS];
        for (int round = -1; round < ROUNDS; round++) {
            long begin = System.nanoTime();
            for (int i = 0; i < images; i++) {
                for (int severity = 1; severity <= Corruption.SEVERITIES; severity++) {
                    corruption.apply(
                            shape, image, severity, new Seed(round).child(i).generator());
                }
            }
            // the first round is for the compiler
            times[Math.max(0, round)] = (System.nanoTime() - begin) / 1e6 / images / Corruption.SEVERITIES;
        }
        Arrays.sort(times);
        return times[ROUNDS / 2];
    }

    private static byte[] image(ImageShape shape) {
        RandomGenerator draws = new Seed(0).generator();
        byte[] noise = new byte[shape.length()];
        draws.nextBytes(noise);
        return Corruption.GAUSSIAN_BLUR.apply(shape, noise, Corruption.SEVERITIES, draws);
    }
}
