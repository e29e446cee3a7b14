package io.stockpot.recipe;

import java.io.IOException;
import java.util.List;

/** A step that failed: which one, why, and what could not be done after it. */
public final class StepException extends IOException {
    private static final long serialVersionUID = 1L;

    StepException(String step, List<String> undone, Exception cause) {
        super("step '" + step + "' failed: " + reason(cause) + undone(undone), cause);
    }

    /** The first line: native failures bring their whole stack as a message. */
    private static String reason(Exception cause) {
        String message = cause.getMessage() == null ? "" : cause.getMessage().strip();
        String reason = message.isEmpty()
                ? cause.getClass().getSimpleName()
                : message.lines().findFirst().orElseThrow();
        boolean namesItself = cause instanceof IOException || cause instanceof IllegalArgumentException;
        return namesItself || message.isEmpty() ? reason : cause.getClass().getSimpleName() + ": " + reason;
    }

    private static String undone(List<String> steps) {
        return steps.isEmpty() ? "" : "; not done: " + String.join(", ", steps);
    }
}
