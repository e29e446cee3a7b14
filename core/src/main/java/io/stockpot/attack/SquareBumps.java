package io.stockpot.attack;

import io.stockpot.threat.BoxedL1Ball;
import io.stockpot.threat.Norm;
import java.util.Arrays;
import java.util.random.RandomGenerator;

/**
 * The changes of the square attack in L2 and L1: bumps, each a hill beside a hollow. At first bumps tile
 * the image; then the change in one window is given up, and with what that saves a bump is added in
 * another (Andriushchenko et al., "Square attack", ECCV 2020, Algorithm 3; for L1 Croce and Hein, "Mind
 * the box", ICML 2021, appendix).
 */
final class SquareBumps implements SquareProposer {
    private static final int TILES = 5;
    private static final int SMALLEST_SIDE = 3;
    private static final double TINY = 1e-12;

    private final Norm norm;
    private final double epsilon;
    private final ImageSize size;
    private final Bumps bumps;
    private final BoxedL1Ball ball;

    /**
     * Prepares scratch memory.
     *
     * @param norm L2 or L1
     * @param epsilon the radius of the ball
     * @param bumps of that norm
     */
    SquareBumps(Norm norm, double epsilon, ImageSize size, Bumps bumps) {
        this.norm = norm;
        this.epsilon = epsilon;
        this.size = size;
        this.bumps = bumps;
        this.ball = new BoxedL1Ball(size.length());
    }

    /** Returns the order of the norm. */
    static int order(Norm norm) {
        return norm == Norm.L1 ? 1 : 2;
    }

    @Override
    public void first(float[] image, RandomGenerator random, float[] proposal) {
        Arrays.fill(proposal, 0);
        int side = Math.max(1, Math.min(size.height(), size.width()) / TILES);
        int down = size.height() / side;
        int across = size.width() / side;
        int top = (size.height() - down * side) / 2;
        int left = (size.width() - across * side) / 2;
        int[] signs = new int[size.channels() * down * across];
        for (int i = 0; i < signs.length; i++) {
            signs[i] = Window.sign(random);
        }
        for (int tile = 0; tile < down * across; tile++) {
            boolean lying = random.nextFloat() < 0.5f;
            Window window = new Window(top + tile / across * side, left + tile % across * side, side);
            for (int channel = 0; channel < size.channels(); channel++) {
                int sign = signs[channel * down * across + tile];
                window.visit(size, channel, (place, inside) -> proposal[place] = sign * bump(side, inside, lying));
            }
        }
        makeAdmissible(proposal, image);
    }

    /** Returns the height of a bump at a pixel. */
    private float bump(int side, int inside, boolean lying) {
        return bumps.upright(side)[lying ? inside % side * side + inside / side : inside];
    }

    @Override
    public void next(float[] point, float[] image, double fraction, RandomGenerator random, float[] proposal) {
        int side = side(fraction);
        Window added = Window.draw(random, size, side);
        Window emptied = Window.draw(random, size, side);
        boolean lying = random.nextFloat() < 0.5f;
        for (int i = 0; i < point.length; i++) {
            proposal[i] = point[i] - image[i];
        }
        double used = mass(proposal);
        float[] content = content(proposal, added, lying, random);
        empty(proposal, added);
        empty(proposal, emptied);
        double freed = Math.max(0, used - mass(proposal));
        double unused = Math.max(0, Math.pow(epsilon, order(norm)) - used);
        float budget = (float) Math.pow(unused / size.channels() + freed, 1.0 / order(norm));
        for (int channel = 0; channel < size.channels(); channel++) {
            int start = channel * side * side;
            added.visit(size, channel, (place, inside) -> proposal[place] = budget * content[start + inside]);
        }
        makeAdmissible(proposal, image);
    }

    /** Returns the odd side, at least 3, of windows that cover this part of an image, but no more than fits. */
    private int side(double fraction) {
        int side = Math.max(SMALLEST_SIDE, Window.side(size, fraction));
        return Math.min(Math.min(size.height(), size.width()), side % 2 == 0 ? side + 1 : side);
    }

    /** Returns what goes into a window, channel by channel, each of size one: a bump and what was there. */
    private float[] content(float[] change, Window window, boolean lying, RandomGenerator random) {
        int pixels = window.side() * window.side();
        float[] content = new float[size.channels() * pixels];
        for (int channel = 0; channel < size.channels(); channel++) {
            int start = channel * pixels;
            window.visit(size, channel, (place, inside) -> content[start + inside] = change[place]);
            makeUnit(content, start, start + pixels);
            int sign = Window.sign(random);
            for (int inside = 0; inside < pixels; inside++) {
                content[start + inside] += sign * bump(window.side(), inside, lying);
            }
            makeUnit(content, start, start + pixels);
        }
        return content;
    }

    private void makeUnit(float[] content, int from, int to) {
        double mass = mass(content, from, to);
        float scale = (float) (1 / ((norm == Norm.L1 ? mass : Math.sqrt(mass)) + TINY));
        for (int i = from; i < to; i++) {
            content[i] *= scale;
        }
    }

    private void empty(float[] change, Window window) {
        for (int channel = 0; channel < size.channels(); channel++) {
            window.visit(size, channel, (place, inside) -> change[place] = 0);
        }
    }

    private double mass(float[] change) {
        return mass(change, 0, change.length);
    }

    /** Returns the sum of the absolute values, or of the squares. */
    private double mass(float[] change, int from, int to) {
        double mass = 0;
        if (norm == Norm.L1) {
            for (int i = from; i < to; i++) {
                mass += Math.abs(change[i]);
            }
            return mass;
        }
        for (int i = from; i < to; i++) {
            mass += (double) change[i] * change[i];
        }
        return mass;
    }

    /** Makes a change a point in ball ∩ box; for L2 it is stretched to the surface of the ball before. */
    private void makeAdmissible(float[] change, float[] image) {
        float stretch = norm == Norm.L1 ? 1 : (float) (epsilon / Math.max(TINY, norm.size(change)));
        for (int i = 0; i < change.length; i++) {
            change[i] = image[i] + stretch * change[i];
        }
        if (norm == Norm.L1) {
            ball.project(change, image, epsilon);
            return;
        }
        for (int i = 0; i < change.length; i++) {
            change[i] = Math.max(0, Math.min(1, change[i]));
        }
    }
}
