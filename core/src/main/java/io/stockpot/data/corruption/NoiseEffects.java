package io.stockpot.data.corruption;

import io.stockpot.data.ImageShape;
import java.util.random.RandomGenerator;

/** The corruptions that strike each value on its own. */
final class NoiseEffects {
    private NoiseEffects() {}

    /** Normal noise, as in poor light. */
    record Additive(double deviation) implements Effect {
        static final SeverityTable SEVERITIES = SeverityTable.of(
                Additive::new, new double[] {.04, .06, .08, .09, .10}, new double[] {.08, .12, .18, .26, .38});

        @Override
        public byte[] apply(ImageShape shape, byte[] pixels, RandomGenerator draws) {
            return Picture.of(shape, pixels)
                    .map(value -> value + deviation * draws.nextGaussian())
                    .pixels();
        }
    }

    /** Normal noise that is proportional to the value. */
    record Speckle(double deviation) implements Effect {
        static final SeverityTable SEVERITIES = SeverityTable.of(
                Speckle::new, new double[] {.06, .1, .12, .16, .2}, new double[] {.15, .2, .35, .45, .6});

        @Override
        public byte[] apply(ImageShape shape, byte[] pixels, RandomGenerator draws) {
            return Picture.of(shape, pixels)
                    .map(value -> value + value * deviation * draws.nextGaussian())
                    .pixels();
        }
    }

    /**
     * Values that are lost, half of them to black and half to white, each channel on its own.
     *
     * @param share of the values that are lost
     */
    record Impulse(double share) implements Effect {
        static final SeverityTable SEVERITIES = SeverityTable.of(
                Impulse::new, new double[] {.01, .02, .03, .05, .07}, new double[] {.03, .06, .09, .17, .27});

        @Override
        public byte[] apply(ImageShape shape, byte[] pixels, RandomGenerator draws) {
            byte[] struck = pixels.clone();
            for (int place = 0; place < struck.length; place++) {
                if (draws.nextDouble() < share) {
                    struck[place] = (byte) (draws.nextBoolean() ? 255 : 0);
                }
            }
            return struck;
        }
    }

    /**
     * The noise of counting photons.
     *
     * @param photons how many a white pixel receives on average
     */
    record Shot(double photons) implements Effect {
        static final SeverityTable SEVERITIES =
                SeverityTable.of(Shot::new, new double[] {500, 250, 100, 75, 50}, new double[] {60, 25, 12, 5, 3});

        @Override
        public byte[] apply(ImageShape shape, byte[] pixels, RandomGenerator draws) {
            PoissonTables tables = PoissonTables.of(photons);
            byte[] struck = new byte[pixels.length];
            for (int place = 0; place < struck.length; place++) {
                double value = tables.draw(pixels[place] & 0xff, draws) / photons;
                struck[place] = (byte) (int) (Math.min(1, value) * 255);
            }
            return struck;
        }
    }
}
