package io.stockpot.soup.choice;

import io.stockpot.outcome.Accuracy;
import java.nio.FloatBuffer;
import java.util.BitSet;
import java.util.List;

/**
 * How far one mixture is from being wrong, or right, on every image of a {@link Contest}: the score of the right answer
 * less the largest other. Positive exactly where the image is classified correctly; NaN, which is wrong, where the
 * network's numbers are none.
 */
public final class Margins {
    private final float[] values;

    /**
     * Holds margins.
     *
     * @param values one for each image in each of its versions, in the same order for all mixtures
     */
    public Margins(float[] values) {
        if (values.length == 0) {
            throw new IllegalArgumentException("margins are those of at least one image");
        }
        this.values = values.clone();
    }

    /** Returns the margins of all parts, one part after another. */
    public static Margins joined(List<Margins> parts) {
        int size = parts.stream().mapToInt(Margins::size).sum();
        FloatBuffer all = FloatBuffer.allocate(size);
        parts.forEach(part -> all.put(part.values));
        return new Margins(all.array());
    }

    /** Returns the number of images, each version counted. */
    public int size() {
        return values.length;
    }

    /** Returns one margin. */
    public float get(int place) {
        return values[place];
    }

    /** Returns a copy of all. */
    public float[] values() {
        return values.clone();
    }

    /** Returns whether an image is classified correctly. */
    public boolean right(int place) {
        return values[place] > 0;
    }

    /** Returns how many images are classified correctly, each version counted. */
    public Accuracy accuracy() {
        return new Accuracy(correct().cardinality(), values.length);
    }

    /** Returns one bit per image, set where it is classified correctly. */
    public BitSet correct() {
        BitSet correct = new BitSet(values.length);
        for (int place = 0; place < values.length; place++) {
            correct.set(place, values[place] > 0);
        }
        return correct;
    }

    /** Adds a multiple of all to a sum. */
    void addTo(double[] sum, double factor) {
        for (int place = 0; place < values.length; place++) {
            sum[place] += factor * values[place];
        }
    }

    /** Returns whether all are finite numbers. */
    boolean finite() {
        for (float value : values) {
            if (!Float.isFinite(value)) {
                return false;
            }
        }
        return true;
    }
}
