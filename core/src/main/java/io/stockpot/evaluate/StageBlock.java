package io.stockpot.evaluate;

import io.stockpot.attack.GradientTally;
import java.util.List;

/**
 * A line of a {@link Journal}: the result of one stage of a judge on some images that stood.
 *
 * @param stage its number, from zero
 * @param images their indices
 * @param broken the indices of those that it broke
 * @param gradients statistics of the gradients that it asked for
 * @param seconds that it took
 */
record StageBlock(int stage, List<Integer> images, List<Integer> broken, GradientTally gradients, double seconds) {
    StageBlock {
        images = List.copyOf(images);
        broken = List.copyOf(broken);
    }
}
