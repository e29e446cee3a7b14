package io.stockpot.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The loader of torchvision.
 *
 * @param peer the Python that has it
 */
record TorchvisionLoader(PythonPeer peer) {
    /** Returns the loader; empty if Python or the packages are not there. */
    static Optional<TorchvisionLoader> find() {
        return PythonPeer.find().map(TorchvisionLoader::new);
    }

    /** Returns images/s of the second pass over a folder. */
    double rate(Path folder, int workers) throws IOException {
        return peer.number("torchvision_loader.py", folder, workers);
    }
}
