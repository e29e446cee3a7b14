package io.stockpot.threat;

import java.util.Arrays;

/**
 * The nearest points of a hyperplane inside the box [0, 1] (Croce and Hein, "Minimally distorted
 * adversarial examples with a fast adaptive boundary attack", ICML 2020, section 2). With normal w and gap
 * g = ⟨w, p⟩ − b, coordinate i of point p moves by m_i ≥ 0 against sign(g)·w_i, no further than its room_i
 * to the box, such that Σ |w_i| m_i = |g|; where the whole box lies on one side, every coordinate moves to
 * its end. For one image after the other; not for several threads.
 */
public final class BoxedHyperplane {
    private static final int SIGN = 1 << 31;
    private static final int ONE = Float.floatToRawIntBits(1);

    private final int[] signs;
    private final float[] weight;
    private final float[] room;
    private final float[] gain;
    private final float[] freeWeight;
    private final float[] freeRoom;
    private final Largest largest;

    /** Makes room for images of so many pixels, channels included. */
    public BoxedHyperplane(int width) {
        this.signs = new int[width];
        this.weight = new float[width];
        this.room = new float[width];
        this.gain = new float[width];
        this.freeWeight = new float[width];
        this.freeRoom = new float[width];
        this.largest = new Largest(width);
    }

    /**
     * Writes the smallest step in that norm that leads from a point to the hyperplane.
     *
     * @param point in [0, 1]
     * @param gap ⟨normal, point⟩ minus the value that is constant on the hyperplane
     * @param step where to write it
     */
    public void step(Norm norm, float[] point, float[] normal, double gap, float[] step) {
        double way = Math.abs(gap);
        if (!(way > 0)) {
            Arrays.fill(step, 0);
            return;
        }
        boolean unreachable = reach(point, normal, gap) <= way;
        switch (norm) {
            case LINF -> level(step, unreachable ? Double.POSITIVE_INFINITY : levelInLinf(way));
            case L2 -> proportional(step, unreachable ? Double.POSITIVE_INFINITY : factorInL2(way));
            case L1 -> greedy(step, unreachable ? Double.POSITIVE_INFINITY : way);
        }
        for (int i = 0; i < step.length; i++) {
            int sign = signs[i] & SIGN;
            step[i] = Float.intBitsToFloat(Float.floatToRawIntBits(step[i]) ^ sign);
        }
    }

    /**
     * Prepares signs, weights and rooms, and returns how much of the gap the corner of the box would close.
     * Signs are as good as random: they are handled as bits, because a processor guesses branches.
     */
    private double reach(float[] point, float[] normal, double gap) {
        int turn = gap > 0 ? SIGN : 0;
        double reach = 0;
        for (int i = 0; i < point.length; i++) {
            // negative where the coordinate has to fall, to 0, and not to rise, to 1
            int sign = Float.floatToRawIntBits(normal[i]) ^ turn;
            float end = Float.intBitsToFloat(~(sign >> 31) & ONE);
            signs[i] = sign;
            weight[i] = Math.abs(normal[i]);
            room[i] = weight[i] == 0 ? 0 : Math.abs(end - point[i]);
            reach += (double) weight[i] * room[i];
        }
        return reach;
    }

    private void level(float[] step, double level) {
        float most = (float) level;
        for (int i = 0; i < step.length; i++) {
            step[i] = Math.min(room[i], most);
        }
    }

    private void proportional(float[] step, double factor) {
        for (int i = 0; i < step.length; i++) {
            step[i] = room[i] == 0 ? 0 : (float) Math.min(room[i], weight[i] * factor);
        }
    }

    /**
     * Returns r with Σ w_i min(room_i, r) = g. The sum is concave and piecewise linear in r: as if no
     * coordinate were at its end, r comes out too small; those that then are at their ends stay there, and
     * so on with the others. It is the same as Newton's method.
     */
    private double levelInLinf(double way) {
        int free = collect();
        double left = way;
        double slope = sum(freeWeight, free);
        while (true) {
            double level = left / slope;
            int before = free;
            free = 0;
            slope = 0;
            for (int i = 0; i < before; i++) {
                if (freeRoom[i] < level) {
                    left -= (double) freeWeight[i] * freeRoom[i];
                } else {
                    slope += freeWeight[i];
                    keep(i, free++);
                }
            }
            if (free == before || free == 0) {
                return level;
            }
        }
    }

    /** Returns λ with Σ w_i min(room_i, λ w_i) = g, as {@link #levelInLinf} does. */
    private double factorInL2(double way) {
        int free = collect();
        double left = way;
        double slope = sumOfSquares(freeWeight, free);
        while (true) {
            double factor = left / slope;
            int before = free;
            free = 0;
            slope = 0;
            for (int i = 0; i < before; i++) {
                double speed = freeWeight[i];
                if (freeRoom[i] < speed * factor) {
                    left -= speed * freeRoom[i];
                } else {
                    slope += speed * speed;
                    keep(i, free++);
                }
            }
            if (free == before || free == 0) {
                return factor;
            }
        }
    }

    /** Moves the coordinates of largest weight to their ends, one after the other, the last one in part. */
    private void greedy(float[] step, double way) {
        for (int i = 0; i < step.length; i++) {
            gain[i] = weight[i] * room[i];
            step[i] = 0;
        }
        int whole = largest.within(way, weight, gain);
        for (int place = 0; place < whole; place++) {
            int i = largest.at(place);
            step[i] = room[i];
        }
        if (whole < step.length) {
            int i = largest.at(whole);
            step[i] = room[i] > 0 ? (float) Math.min(room[i], largest.left() / weight[i]) : 0;
        }
    }

    /** Collects the coordinates that can move and count, and returns how many these are. */
    private int collect() {
        int free = 0;
        for (int i = 0; i < room.length; i++) {
            if (room[i] > 0) {
                freeWeight[free] = weight[i];
                freeRoom[free++] = room[i];
            }
        }
        return free;
    }

    private void keep(int from, int to) {
        freeWeight[to] = freeWeight[from];
        freeRoom[to] = freeRoom[from];
    }

    private static double sum(float[] values, int count) {
        double sum = 0;
        for (int i = 0; i < count; i++) {
            sum += values[i];
        }
        return sum;
    }

    private static double sumOfSquares(float[] values, int count) {
        double sum = 0;
        for (int i = 0; i < count; i++) {
            sum += (double) values[i] * values[i];
        }
        return sum;
    }
}
