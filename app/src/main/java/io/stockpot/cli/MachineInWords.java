package io.stockpot.cli;

import io.stockpot.tensor.Precision;
import io.stockpot.tensor.Torch;
import java.util.Locale;

/** What the engine computes with. */
final class MachineInWords {
    private MachineInWords() {}

    /** Returns e.g. "this machine (2 threads, bfloat16)"; loads the engine. */
    static String text() {
        int threads = Torch.threads();
        return "this machine (" + threads + (threads == 1 ? " thread, " : " threads, ")
                + Precision.fastest().name().toLowerCase(Locale.ROOT) + ")";
    }
}
