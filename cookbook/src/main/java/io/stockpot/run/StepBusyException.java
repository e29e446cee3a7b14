package io.stockpot.run;

import java.io.IOException;
import java.nio.file.Path;

/** Thrown when a step is being run already, by another process or another thread of this one. */
final class StepBusyException extends IOException {
    private static final long serialVersionUID = 1L;

    StepBusyException(String step, String owner, Path lock) {
        super("step '" + step + "' is being run by " + owner + " already (its lock is " + lock
                + "); wait until it ends, or stop it, and run again");
    }
}
