package io.stockpot.attack;

import io.stockpot.threat.Norm;
import org.bytedeco.pytorch.Tensor;

/**
 * One attempt of an attack on some images: a random start, or a target.
 *
 * @param survivors the images that are left, with the goal of this attempt
 * @param images all that the attempt begins with, N×C×H×W in [0, 1]; not changed
 * @param purpose what the perturbed images are for
 * @param draws random numbers of this attempt for these images
 */
record Attempt(Survivors survivors, Tensor images, Purpose purpose, Draws draws) {
    /** Returns the points to start from: the images in training, else random points of the ball, N×C×H×W. */
    Tensor start(Norm norm, double radius) {
        return purpose == Purpose.TRAINING ? images : norm.sample(images, radius, draws);
    }

    /** Returns the same attempt with all its images, of which none ever leaves. */
    Attempt staying() {
        return new Attempt(Survivors.staying(survivors.goal(), images), images, purpose, draws);
    }
}
