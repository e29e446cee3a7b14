package io.stockpot.attack;

import java.util.List;

/** How APGD moves its points, and how it adapts each image's steps to the progress made. */
interface Steps {
    /** Returns the iterations, counted from 1, after which {@link #adapt} is called. */
    List<Integer> checkpoints();

    /** Moves the point of each image. */
    void move(int iteration);

    /** Adapts the steps of each image, and returns images that fare badly to their best points. */
    void adapt(int iteration);
}
