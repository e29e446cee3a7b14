package io.stockpot.run;

import java.io.IOException;
import java.util.List;

/** A step that failed: which one, why, and what could not be done after it. */
public final class StepException extends IOException {
    private static final long serialVersionUID = 1L;

    StepException(String step, List<String> undone, Exception cause) {
        super(what(step, cause) + undone(undone), cause);
    }

    /** That a step is busy names the step already. */
    private static String what(String step, Exception cause) {
        return cause instanceof StepBusyException
                ? cause.getMessage()
                : "step '" + step + "' failed: " + Failures.describe(cause);
    }

    private static String undone(List<String> steps) {
        return steps.isEmpty() ? "" : "; not done: " + String.join(", ", steps);
    }
}
