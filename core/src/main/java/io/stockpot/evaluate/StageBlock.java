package io.stockpot.evaluate;

import io.stockpot.attack.GradientTally;
import java.util.List;

/**
 * A line of a {@link Journal}: what one stage of a judge did to some images that were right.
 *
 * @param stage its number, from zero
 * @param images their indices
 * @param broken the indices of those that were misclassified afterwards
 * @param gradients what was seen of gradients
 * @param seconds that it took
 */
record StageBlock(int stage, List<Integer> images, List<Integer> broken, GradientTally gradients, double seconds) {
    StageBlock {
        images = List.copyOf(images);
        broken = List.copyOf(broken);
    }
}
