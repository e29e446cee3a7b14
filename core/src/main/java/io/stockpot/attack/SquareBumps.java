package io.stockpot.attack;

import io.stockpot.threat.Norm;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.random.RandomGenerator;

/**
 * The changes of the square attack in L2 and L1: bumps η, each a hill beside a hollow. At first bumps tile the image;
 * then the change ν = x̂ − x in one window W₂ is given up, and with what that saves a bump is added in another, W₁
 * (Andriushchenko et al., "Square attack", ECCV 2020, Algorithm 3; for L1 Croce and Hein, "Mind the box", ICML 2021,
 * appendix). With p the order of the norm, c the number of channels, νᵢ the change in channel i and ρᵢ a random sign, in
 * every channel by itself:
 *
 * <pre>
 * ε_available,i^p = ‖νᵢ on W₁ ∪ W₂‖^p + (ε^p − ‖ν‖^p) / c     and in L1, where a projection follows, c times that
 * νᵢ on W₂ = 0
 * νᵢ on W₁ = ε_available,i · unit(ρᵢ η / ‖η‖ + unit(νᵢ on W₁))
 * </pre>
 *
 * Then x + ν is stretched to the surface of the ball in L2, and projected in L1.
 */
final class SquareBumps implements SquareProposer {
    private static final int TILES = 5;
    private static final int SMALLEST_SIDE = 3;
    /** Times the order of the norm, the power with which layers of a bump become lower: 2 in L2, 4 in L1. */
    private static final int STEEPNESS = 4;

    private static final double TINY = 1e-12;

    private final Norm norm;
    private final double epsilon;
    private final ImageSize size;
    /** By their side: those that were asked for. */
    private final Map<Integer, Bump> bumps = new ConcurrentHashMap<>();

    /**
     * Prepares proposals.
     *
     * @param norm L2 or L1
     * @param epsilon the radius of the ball
     */
    SquareBumps(Norm norm, double epsilon, ImageSize size) {
        this.norm = norm;
        this.epsilon = epsilon;
        this.size = size;
    }

    @Override
    public void first(Scratch scratch, RandomGenerator random) {
        float[] change = scratch.proposal;
        Arrays.fill(change, 0);
        int side = Math.max(1, size.shorterSide() / TILES);
        int down = size.height() / side;
        int across = size.width() / side;
        int top = (size.height() - down * side) / 2;
        int left = (size.width() - across * side) / 2;
        int[] signs = new int[size.channels() * down * across];
        for (int i = 0; i < signs.length; i++) {
            signs[i] = SquareProposer.sign(random);
        }
        for (int tile = 0; tile < down * across; tile++) {
            float[] bump = bump(side, random);
            Window window = new Window(top + tile / across * side, left + tile % across * side, side);
            for (int channel = 0; channel < size.channels(); channel++) {
                int sign = signs[channel * down * across + tile];
                window.visit(size, channel, (place, inside) -> change[place] = sign * bump[inside]);
            }
        }
        scratch.stretching.move(change, scratch.image, epsilon);
    }

    @Override
    public void next(Scratch scratch, double fraction, RandomGenerator random) {
        float[] change = scratch.proposal;
        int side = side(fraction);
        Window added = Window.draw(random, size, side);
        Window emptied = Window.draw(random, size, side);
        float[] bump = bump(side, random);
        for (int i = 0; i < change.length; i++) {
            change[i] = scratch.best[i] - scratch.image[i];
        }
        double used = norm.mass(change, 0, change.length);
        double unused = Math.max(0, Math.pow(epsilon, norm.order()) - used);
        float[] content = content(change, added, bump, random);
        for (int channel = 0; channel < size.channels(); channel++) {
            double freed = empty(change, channel, added, emptied);
            float available = available(unused / size.channels() + freed);
            int start = channel * side * side;
            added.visit(size, channel, (place, inside) -> change[place] = available * content[start + inside]);
        }
        scratch.stretching.move(change, scratch.image, epsilon);
    }

    /**
     * Returns the size of the new content of a window in one channel. In L1 it is c times what its mass allows, as in
     * the authors' code, and the projection takes the excess away; in L2 it is what its mass allows.
     */
    private float available(double mass) {
        return (float) (Math.pow(mass, 1 / norm.order()) * Math.pow(size.channels(), 2 / norm.order() - 1));
    }

    /** Returns the odd side, at least 3, of windows that cover this part of an image, but no more than fits. */
    private int side(double fraction) {
        int side = Math.max(SMALLEST_SIDE, size.side(fraction));
        return Math.min(size.shorterSide(), side % 2 == 0 ? side + 1 : side);
    }

    /** Returns unit(ρ η / ‖η‖ + unit(ν)) for a window, channel by channel: a bump and what was there. */
    private float[] content(float[] change, Window window, float[] bump, RandomGenerator random) {
        float[] content = new float[size.channels() * bump.length];
        for (int channel = 0; channel < size.channels(); channel++) {
            int start = channel * bump.length;
            window.visit(size, channel, (place, inside) -> content[start + inside] = change[place]);
            makeUnit(content, start, start + bump.length);
            int sign = SquareProposer.sign(random);
            for (int inside = 0; inside < bump.length; inside++) {
                content[start + inside] += sign * bump[inside];
            }
            makeUnit(content, start, start + bump.length);
        }
        return content;
    }

    private void makeUnit(float[] content, int from, int to) {
        float scale = (float) (1 / (norm.sizeOfMass(norm.mass(content, from, to)) + TINY));
        for (int i = from; i < to; i++) {
            content[i] *= scale;
        }
    }

    /** Sets a channel to zero in two windows, and returns the mass that this frees. */
    private double empty(float[] change, int channel, Window first, Window second) {
        int from = size.at(channel, 0, 0);
        int to = size.at(channel + 1, 0, 0);
        double before = norm.mass(change, from, to);
        first.visit(size, channel, (place, inside) -> change[place] = 0);
        second.visit(size, channel, (place, inside) -> change[place] = 0);
        return Math.max(0, before - norm.mass(change, from, to));
    }

    /** Returns η / ‖η‖ with that side, line by line: upright, or lying on its side. */
    private float[] bump(int side, RandomGenerator random) {
        Bump bump = bumps.computeIfAbsent(side, this::makeBump);
        return random.nextFloat() < 0.5f ? bump.lying() : bump.upright();
    }

    /** A bump of size one, line by line, both ways; not to be changed. */
    @SuppressWarnings("ArrayRecordComponent")
    private record Bump(float[] upright, float[] lying) {}

    /** Writes a hill of size one above a hollow of size one, and scales the whole to size one. */
    private Bump makeBump(int side) {
        double[] heights = new double[side * side];
        int middle = side / 2;
        fill(heights, 0, middle, side, 1);
        fill(heights, middle, side - middle, side, -1);
        double whole = size(heights, 0, heights.length);
        float[] upright = new float[heights.length];
        float[] lying = new float[heights.length];
        for (int i = 0; i < heights.length; i++) {
            upright[i] = (float) (heights[i] / whole);
            lying[i % side * side + i / side] = upright[i];
        }
        return new Bump(upright, lying);
    }

    /**
     * Writes a hill of size one, times a sign, whose height at a distance of r from the middle, in the maximum norm, is
     * Σ 1/(k + 1)² over k ≥ r; for L1 it is steeper, with fourth powers.
     */
    private void fill(double[] heights, int top, int rows, int width, int sign) {
        int layers = Math.max(rows / 2, width / 2) + 1;
        for (int i = 0; i < rows * width; i++) {
            int distance = Math.max(Math.abs(i / width - rows / 2), Math.abs(i % width - width / 2));
            for (int layer = distance; layer < layers; layer++) {
                heights[top * width + i] += Math.pow(layer + 1, -STEEPNESS / norm.order());
            }
        }
        double hill = size(heights, top * width, (top + rows) * width);
        for (int i = top * width; i < (top + rows) * width; i++) {
            heights[i] *= sign / hill;
        }
    }

    private double size(double[] heights, int from, int to) {
        double mass = 0;
        for (int i = from; i < to; i++) {
            mass += norm.mass(heights[i]);
        }
        return norm.sizeOfMass(mass);
    }
}
