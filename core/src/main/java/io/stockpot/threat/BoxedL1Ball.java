package io.stockpot.threat;

/**
 * The L1 ball around an image, inside the box [0, 1]: exact Euclidean projection and steps of ascent
 * (Croce and Hein, "Mind the box", ICML 2021). For one image after the other; not for several threads.
 */
public final class BoxedL1Ball {
    private static final int MOST_ROUNDS = 200;
    private static final double PRECISION = 1e-13;
    /** Of the table in which to look for coordinates that have moved: few have as a rule. */
    private static final int ROWS = 8;

    private final double[] distance;
    private final double[] room;
    private final float[] magnitude;
    private final float[] length;
    private final float[] difference;
    private final int[] chosen;
    private final Largest largest;
    private final LargestFew largestFew;
    private final ColumnMaxima changes;
    private int moved;

    /** Makes room for images of so many pixels, channels included. */
    public BoxedL1Ball(int width) {
        this.distance = new double[width];
        this.room = new double[width];
        this.magnitude = new float[width];
        this.length = new float[width];
        this.difference = new float[width];
        this.chosen = new int[width];
        this.largest = new Largest(width);
        this.largestFew = new LargestFew(width);
        this.changes = new ColumnMaxima(width);
    }

    /**
     * Projects a point in place. The projection of x + y keeps the signs of y and gives coordinate i the
     * magnitude m_i(λ) = min(room_i, max(0, |y_i| − λ)), where room_i is the way to the box and λ ≥ 0 is the
     * smallest number for which the magnitudes add up to no more than epsilon.
     *
     * @param image in [0, 1]
     * @return how many coordinates of the projection differ from those of the image
     */
    public int project(float[] point, float[] image, double epsilon) {
        int changed = collectChanged(point, image);
        double least = total(changed, point, image) <= epsilon ? 0 : shrinkage(epsilon);
        int remaining = 0;
        for (int place = 0; place < changed; place++) {
            int i = chosen[place];
            double change = (double) point[i] - image[i];
            double kept = Math.min(room(image[i], change), Math.max(0, Math.abs(change) - least));
            point[i] = (float) (image[i] + Math.copySign(kept, change));
            remaining += point[i] != image[i] ? 1 : 0;
        }
        return remaining;
    }

    /** Chooses the coordinates that have moved. */
    private int collectChanged(float[] point, float[] image) {
        for (int i = 0; i < point.length; i++) {
            difference[i] = point[i] - image[i];
        }
        changes.layOut(difference, (point.length + ROWS - 1) / ROWS);
        return changes.collect(Float.MIN_VALUE, chosen);
    }

    /** Notes how far these coordinates have moved, and returns the sum of their magnitudes inside the box. */
    private double total(int changed, float[] point, float[] image) {
        double total = 0;
        for (int place = 0; place < changed; place++) {
            int i = chosen[place];
            double change = (double) point[i] - image[i];
            distance[place] = Math.abs(change);
            room[place] = room(image[i], change);
            total += Math.min(room[place], distance[place]);
        }
        moved = changed;
        return total;
    }

    private static double room(float pixel, double direction) {
        // without a branch: directions are as good as random
        return Math.abs(0.5 + Math.copySign(0.5, direction) - pixel);
    }

    /**
     * Returns λ. The sum of the magnitudes falls with λ and is piecewise linear, so Newton's method finds
     * the root as soon as it is in its piece; where it would leave the bracket, the bracket is halved.
     */
    private double shrinkage(double epsilon) {
        double low = 0;
        double high = farthest();
        double guess = 0;
        for (int round = 0; round < MOST_ROUNDS; round++) {
            double surplus = -epsilon;
            int falling = 0;
            for (int i = 0; i < moved; i++) {
                double left = distance[i] - guess;
                surplus += Math.max(0, Math.min(left, room[i]));
                falling += left > 0 && left <= room[i] ? 1 : 0;
            }
            if (Math.abs(surplus) <= PRECISION * epsilon) {
                return guess;
            }
            if (surplus > 0) {
                low = guess;
                dropUpTo(low);
            } else {
                high = guess;
            }
            double newton = guess + surplus / falling;
            guess = newton > low && newton <= high ? newton : (low + high) / 2;
            if (guess == low) {
                return high;
            }
        }
        return high;
    }

    private double farthest() {
        double farthest = 0;
        for (int i = 0; i < moved; i++) {
            farthest = distance[i] > farthest ? distance[i] : farthest;
        }
        return farthest;
    }

    /** Forgets the coordinates that add nothing to the sum for any λ that is still possible. */
    private void dropUpTo(double low) {
        int kept = 0;
        for (int i = 0; i < moved; i++) {
            distance[kept] = distance[i];
            room[kept] = room[i];
            kept += distance[i] > low ? 1 : 0;
        }
        moved = kept;
    }

    /**
     * Moves a point in place by the step of L1 length {@code length} along which a linear function with
     * this gradient grows most without leaving the box: the coordinates of largest gradient go to their end
     * of the box, one after the other, until the length is used up.
     */
    public void ascend(float[] point, float[] gradient, double length) {
        for (int i = 0; i < point.length; i++) {
            magnitude[i] = Math.abs(gradient[i]);
            this.length[i] = gradient[i] == 0 ? 0 : (float) room(point[i], gradient[i]);
        }
        int whole = largest.within(length, magnitude, this.length);
        for (int place = 0; place < Math.min(whole + 1, point.length); place++) {
            int i = largest.at(place);
            double way = place < whole ? this.length[i] : Math.min(this.length[i], largest.left());
            point[i] = (float) (point[i] + Math.signum(gradient[i]) * way);
        }
    }

    /**
     * Moves a point in place by a step of L1 length {@code length} along the signs of the coordinates with
     * the largest gradient. Ties with the last one kept are kept; coordinates of zero gradient are not.
     *
     * @param kept how many coordinates to move, at least 1
     */
    public void ascendSparsely(float[] point, float[] gradient, int kept, double length) {
        int number = largestFew.choose(gradient, Math.min(kept, point.length), chosen);
        float way = (float) (length / Math.max(1, number));
        for (int place = 0; place < number; place++) {
            int i = chosen[place];
            point[i] += Math.copySign(way, gradient[i]);
        }
    }
}
