package io.stockpot.threat;

/**
 * Picks the coordinates of largest keys, one after the other, as long as a budget lasts. It partitions
 * instead of sorting: linear time on average. Equal keys are taken in an order that depends on nothing but
 * the keys. For one row at a time; not for several threads.
 */
final class Largest {
    private static final int SAMPLES = 9;

    private final int[] order;
    private float[] keys;
    private float[] costs;
    private double left;

    Largest(int width) {
        this.order = new int[width];
    }

    /**
     * Moves the coordinates that the budget pays for to the front of {@link #at}.
     *
     * @param keys zero or positive
     * @param costs zero or positive; those of keys that are zero should be zero
     * @return how many are paid for in full; {@link #left} is for the next one, if there is one
     */
    int within(double budget, float[] keys, float[] costs) {
        this.keys = keys;
        this.costs = costs;
        this.left = budget;
        for (int i = 0; i < order.length; i++) {
            order[i] = i;
        }
        int from = 0;
        int to = order.length;
        while (from < to) {
            float pivot = largestOfSome(from, to);
            int end = gather(from, to, pivot, true);
            if (end == to) {
                // all are as large as the pivot at least, so nothing was decided
                end = gather(from, to, pivot, false);
                if (end == from) {
                    return oneAfterTheOther(from, to);
                }
            }
            double cost = cost(from, end);
            if (cost > left) {
                to = end;
            } else {
                left -= cost;
                from = end;
            }
        }
        return from;
    }

    /** Returns the coordinate at that place: larger keys are before smaller ones, up to what was paid for. */
    int at(int place) {
        return order[place];
    }

    /** Returns what is left of the budget. */
    double left() {
        return left;
    }

    /** Few are wanted as a rule: a large pivot cuts off most at once. */
    private float largestOfSome(int from, int to) {
        float largest = keys[order[from]];
        int stride = Math.max(1, (to - from) / SAMPLES);
        for (int i = from; i < to; i += stride) {
            largest = Math.max(largest, keys[order[i]]);
        }
        return largest;
    }

    private int gather(int from, int to, float pivot, boolean equalToo) {
        int end = from;
        for (int i = from; i < to; i++) {
            int coordinate = order[i];
            float key = keys[coordinate];
            if (key > pivot || (equalToo && key == pivot)) {
                order[i] = order[end];
                order[end++] = coordinate;
            }
        }
        return end;
    }

    private double cost(int from, int to) {
        double cost = 0;
        for (int i = from; i < to; i++) {
            cost += costs[order[i]];
        }
        return cost;
    }

    private int oneAfterTheOther(int from, int to) {
        for (int i = from; i < to; i++) {
            double cost = costs[order[i]];
            if (cost > left) {
                return i;
            }
            left -= cost;
        }
        return to;
    }
}
