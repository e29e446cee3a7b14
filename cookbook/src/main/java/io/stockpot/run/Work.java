package io.stockpot.run;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * How much a step has to do, known before it runs.
 *
 * @param size in words, e.g. "21 soups × 200 images"; empty for what takes a moment
 * @param passes of images through networks, about; absent if they are not known
 * @param bytes that the step will keep, about; 0 for little
 */
public record Work(String size, Optional<List<Passes>> passes, long bytes) {
    /** The work of a step that takes a moment. */
    public static final Work LITTLE = new Work("", Optional.of(List.of()), 0);

    /** A pass of one image through a network; equal ones take equal time. */
    public interface Pass {
        /** Returns how long it takes on this machine, in seconds; measures it when first asked. */
        double seconds();
    }

    /**
     * Many equal passes.
     *
     * @param number how many
     */
    public record Passes(Pass pass, double number) {
        double seconds() {
            return number * pass.seconds();
        }
    }

    /** Copies the list. */
    public Work {
        passes = passes.map(List::copyOf);
    }

    /** Returns the work of a step that depends on what is not there yet. */
    public static Work unknown(String size) {
        return new Work(size, Optional.empty(), 0);
    }

    /** Returns how long all passes take on this machine; empty if they are not known. */
    OptionalDouble seconds() {
        return passes.isEmpty()
                ? OptionalDouble.empty()
                : OptionalDouble.of(
                        passes.get().stream().mapToDouble(Passes::seconds).sum());
    }
}
