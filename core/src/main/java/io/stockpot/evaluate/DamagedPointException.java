package io.stockpot.evaluate;

import java.io.IOException;
import java.nio.file.Path;

/** Thrown when a file of adversarial points holds what no attack has found. */
final class DamagedPointException extends IOException {
    private static final long serialVersionUID = 1;

    DamagedPointException(Path file, int index) {
        super(
                "'%s' is damaged: its point of image %d is not what the attacks found; delete its folder '%s' to measure again"
                        .formatted(file, index, file.getParent()));
    }
}
