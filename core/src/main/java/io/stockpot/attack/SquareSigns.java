package io.stockpot.attack;

import java.util.random.RandomGenerator;

/**
 * The changes of the square attack in Linf: vertical stripes of ±epsilon at first; then windows in which
 * each channel moves to one end of the ball (Andriushchenko et al., "Square attack", ECCV 2020,
 * Algorithm 2).
 *
 * @param epsilon the radius of the ball
 * @param size of the images
 */
record SquareSigns(float epsilon, ImageSize size) implements SquareProposer {
    @Override
    public void first(float[] image, RandomGenerator random, float[] proposal) {
        for (int channel = 0; channel < size.channels(); channel++) {
            for (int x = 0; x < size.width(); x++) {
                float change = epsilon * Window.sign(random);
                for (int y = 0; y < size.height(); y++) {
                    int place = size.at(channel, y, x);
                    proposal[place] = inBallAndBox(image[place] + change, image[place]);
                }
            }
        }
    }

    @Override
    public void next(float[] point, float[] image, double fraction, RandomGenerator random, float[] proposal) {
        System.arraycopy(point, 0, proposal, 0, point.length);
        Window window = Window.draw(random, size, Window.side(size, fraction));
        for (int channel = 0; channel < size.channels(); channel++) {
            float change = 2 * epsilon * Window.sign(random);
            window.visit(
                    size,
                    channel,
                    (place, inside) -> proposal[place] = inBallAndBox(point[place] + change, image[place]));
        }
    }

    private float inBallAndBox(float value, float centre) {
        float inBall = Math.max(centre - epsilon, Math.min(centre + epsilon, value));
        return Math.max(0, Math.min(1, inBall));
    }
}
