package io.stockpot.serve;

/** A change of an image, made visible: grey where nothing changed, lighter or darker by so many times the change. */
final class Magnified {
    private static final int MOST = 1000;

    private final int scale;
    private final float[] values;

    private Magnified(int scale, float[] values) {
        this.scale = scale;
        this.values = values;
    }

    /** Magnifies the difference of two images of the same size, in [0, 1]. */
    static Magnified of(float[] image, float[] perturbed) {
        float largest = 0;
        for (int i = 0; i < image.length; i++) {
            largest = Math.max(largest, Math.abs(perturbed[i] - image[i]));
        }
        int scale = scale(largest);
        float[] values = new float[image.length];
        for (int i = 0; i < image.length; i++) {
            values[i] = 0.5f + scale * (perturbed[i] - image[i]);
        }
        return new Magnified(scale, values);
    }

    private static int scale(float largest) {
        if (largest == 0) {
            return 1;
        }
        int scale = 1;
        int[] steps = {1, 2, 5};
        for (int power = 1; power <= MOST; power *= 10) {
            for (int step : steps) {
                int next = step * power;
                scale = next <= MOST && next * largest <= 0.5f ? next : scale;
            }
        }
        return scale;
    }

    /**
     * Returns by what the change is multiplied: the largest of 1, 2, 5, 10, 20, 50, … up to 1000 that cuts nothing off; 1
     * where nothing changed.
     */
    int scale() {
        return scale;
    }

    /** Returns the values of the picture, in [0, 1]; 0.5 where nothing changed. */
    float[] values() {
        return values.clone();
    }
}
