package io.stockpot.tensor.file;

import java.util.Map;

/**
 * What a PyTorch file holds, of either layout.
 *
 * @param top the value of its pickle
 * @param starts where each storage begins in the file, by its key
 */
record PyTorchContent(Object top, Map<String, Long> starts) {
    PyTorchContent {
        starts = Map.copyOf(starts);
    }
}
