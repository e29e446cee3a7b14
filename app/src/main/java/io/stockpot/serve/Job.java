package io.stockpot.serve;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CancellationException;

/** Something that takes long, and how far it is. */
public final class Job {
    private final String words;
    private final Work work;
    private volatile State state = State.WAITING;
    private volatile boolean cancelled;
    private volatile double done;
    private volatile String doing;
    private volatile Optional<JsonNode> result = Optional.empty();
    private volatile Optional<String> error = Optional.empty();

    private enum State {
        WAITING,
        RUNNING,
        DONE,
        CANCELLED,
        FAILED
    }

    /** What a job does. */
    @FunctionalInterface
    public interface Work {
        /**
         * Does it, with the turn to compute.
         *
         * @param steps to be told often how far this is: there it gives way to mixtures, and is cancelled
         * @throws CancellationException if the steps threw it
         * @throws Refusal with a sentence on why it cannot be done
         * @throws IOException if something cannot be read or written
         */
        JsonNode run(Steps steps) throws IOException;
    }

    /** The way of a job from 0 to 1. */
    @FunctionalInterface
    public interface Steps {
        /**
         * Tells how far the job is, and lets mixtures go first that somebody waits for. The pot may hold another mixture
         * afterwards.
         *
         * @param done from 0 to 1
         * @param doing what is being done
         * @throws CancellationException if nobody wants the result any more
         */
        void at(double done, String doing);
    }

    Job(String words, Work work) {
        this.words = words;
        this.work = work;
        this.doing = words;
    }

    String words() {
        return words;
    }

    /** Runs the job to its end, whatever that is. */
    void run(Turn.Held held) {
        if (cancelled) {
            state = State.CANCELLED;
            return;
        }
        state = State.RUNNING;
        try {
            result = Optional.of(work.run((part, now) -> step(held, part, now)));
            done = 1;
            doing = words;
            state = State.DONE;
        } catch (CancellationException ended) {
            state = State.CANCELLED;
        } catch (IOException | RuntimeException | LinkageError | OutOfMemoryError failure) {
            error = Optional.of(
                    failure instanceof Refusal || failure instanceof IOException
                            ? String.valueOf(failure.getMessage())
                            : "a fault of the program: " + failure);
            state = State.FAILED;
        }
    }

    private void step(Turn.Held held, double part, String now) {
        if (cancelled) {
            throw new CancellationException(words);
        }
        done = Math.max(0, Math.min(1, part));
        doing = now;
        held.giveWay(words);
    }

    /** Ends the job at its next step; one that waits ends at once, and one that is over stays as it is. */
    void cancel() {
        cancelled = true;
        if (state == State.WAITING) {
            state = State.CANCELLED;
        }
    }

    boolean isOver() {
        return state != State.WAITING && state != State.RUNNING;
    }

    ObjectNode state() {
        // what is set before the state is there when the state says so
        State now = state;
        ObjectNode node = Json.object()
                .put("state", now.name().toLowerCase(Locale.ROOT))
                .put("done", done)
                .put("words", doing)
                .put("error", error.orElse(null));
        node.set("result", now == State.DONE ? result.orElseThrow() : null);
        return node;
    }
}
