package io.stockpot.soup.choice;

import java.util.Arrays;
import java.util.Comparator;

/** The mixtures of a race: what each has judged so far, and the fortune of those who bet against it. */
final class Runners {
    /** Share of what a bet may lose at most; never all. */
    private static final double CAUTION = 0.8;
    /** The mean of so many owes less to luck than the first alone (measured: docs/season.md). */
    private static final int LEADERS = 5;
    /** As long as each of them is chased by at least so many. */
    private static final int CHASERS = 4;

    private final int images;
    private final int versions;
    private final double enough;
    /** Mixture × images in the order of the race: versions right. */
    private final int[][] judged;

    private final long[] totals;
    /** Logarithm of the fortune of those who bet against a mixture. */
    private final double[] fortunes;
    /** Sums over past images of the leaders' lead and of its square, counted in versions and leaders. */
    private final long[] leads;

    private final long[] squares;
    /** For each image the versions right, summed over leaders. */
    private final int[] led;

    private int[] leaders = {};
    private int seen;
    private int[] left;

    Runners(int mixtures, int images, int versions, double enough) {
        this.images = images;
        this.versions = versions;
        this.enough = enough;
        this.judged = new int[mixtures][images];
        this.totals = new long[mixtures];
        this.fortunes = new double[mixtures];
        this.leads = new long[mixtures];
        this.squares = new long[mixtures];
        this.led = new int[images];
        this.left = new int[mixtures];
        Arrays.setAll(left, mixture -> mixture);
    }

    /** Returns those that have not been ruled out; do not write to it. */
    int[] left() {
        return left;
    }

    /** Returns the versions right over all images seen. */
    long total(int mixture) {
        return totals[mixture];
    }

    /** Records what a mixture got right on the images after those seen. */
    void enter(int mixture, int[] right) {
        System.arraycopy(right, 0, judged[mixture], seen, right.length);
    }

    /** Bets on each image of a block. The leaders depend on earlier blocks only, the stakes on earlier images only. */
    void advance(int block) {
        follow();
        for (int end = seen + block; seen < end; seen++) {
            for (int mixture : left) {
                bet(mixture);
            }
            for (int mixture : left) {
                totals[mixture] += judged[mixture][seen];
            }
            left = Arrays.stream(left)
                    .filter(mixture -> fortunes[mixture] < enough)
                    .toArray();
        }
    }

    /** Finds the leaders, and compares all with them on the images seen. */
    private void follow() {
        leaders = Arrays.stream(left)
                .boxed()
                .sorted(Comparator.comparingLong(mixture -> -totals[mixture]))
                .limit(Math.max(1, Math.min(LEADERS, left.length / CHASERS)))
                .mapToInt(Integer::intValue)
                .toArray();
        for (int image = 0; image < images; image++) {
            led[image] = 0;
            for (int leader : leaders) {
                led[image] += judged[leader][image];
            }
        }
        for (int mixture : left) {
            leads[mixture] = 0;
            squares[mixture] = 0;
            for (int image = 0; image < seen; image++) {
                add(mixture, lead(mixture, image));
            }
        }
    }

    /** Returns the leaders' lead over a mixture, summed over leaders. */
    private int lead(int mixture, int image) {
        return led[image] - leaders.length * judged[mixture][image];
    }

    private void add(int mixture, int lead) {
        leads[mixture] += lead;
        squares[mixture] += (long) lead * lead;
    }

    /**
     * Bets on the leaders' mean lead at the next image. If the mixture were the best, the lead over the images that
     * are left would be at most what makes up for the lead so far.
     */
    private void bet(int mixture) {
        int lead = lead(mixture, seen);
        double whole = (double) versions * leaders.length;
        double possible = whole * (images - seen);
        if (leads[mixture] > possible) {
            // not even all of the remaining images would be enough
            fortunes[mixture] = Double.POSITIVE_INFINITY;
        } else {
            double fair = -leads[mixture] / possible;
            fortunes[mixture] += Math.log1p(stake(mixture, fair, whole) * (lead / whole - fair));
        }
        add(mixture, lead);
    }

    /** Returns the stake that makes the fortune grow fastest if the past is a guide; zero if it promises nothing. */
    private double stake(int mixture, double fair, double whole) {
        double mean = leads[mixture] / whole / (seen + 1);
        double square = (squares[mixture] / whole / whole + 1) / (seen + 1);
        double edge = mean - fair;
        double variance = square - mean * mean;
        return edge <= 0 ? 0 : Math.min(CAUTION / (1 + fair), edge / (variance + edge * edge));
    }
}
