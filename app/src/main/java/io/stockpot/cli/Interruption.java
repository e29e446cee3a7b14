package io.stockpot.cli;

import io.stockpot.base.AtomicFile;
import java.util.Map;
import java.util.Set;
import org.jline.utils.Signals;

/** What the signals do that end a process. */
final class Interruption {
    /** What shells add to the number of a signal. */
    private static final int SIGNALLED = 128;

    private static final Map<String, Integer> NUMBERS = Map.of("HUP", 1, "INT", 2, "TERM", 15);

    /** Commands that keep what they have done so far. */
    private static final Set<String> RESUMING = Set.of("run", "evaluate", "season", "fetch");

    private static volatile String advice = "";

    private Interruption() {}

    /**
     * Sets what is said when a command is interrupted: how to go on, where that is possible.
     *
     * @param command the name of the one that runs
     */
    static void comesDuring(String command) {
        if (command.equals("serve")) {
            advice = "; the page is closed, and the same command opens it again";
            return;
        }
        advice = RESUMING.contains(command)
                ? "; run the same command again to go on"
                : "; nothing half-finished is kept, the same command begins again";
    }

    /**
     * Makes hang-ups, Ctrl-C and kills end the process at once: an orderly end would take the engine apart while other
     * threads still compute in it, which crashes. Nothing is lost by it, as nothing is lost when a process is killed.
     */
    static void endAtOnce() {
        NUMBERS.forEach((signal, number) -> Signals.register(signal, () -> {
            System.err.println("stockpot: interrupted" + advice);
            AtomicFile.deleteUnfinished();
            Runtime.getRuntime().halt(SIGNALLED + number);
        }));
    }
}
