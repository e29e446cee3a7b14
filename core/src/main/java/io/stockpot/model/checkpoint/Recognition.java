package io.stockpot.model.checkpoint;

import io.stockpot.model.Architecture;
import io.stockpot.text.FlowYaml;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the tensors of a file are taken for: the nearest known network, perhaps once a prefix is taken off their names.
 *
 * @param guess the network
 * @param removal what has to be done to the names first; empty if nothing
 */
public record Recognition(ArchitectureGuess guess, Optional<PrefixRemoval> removal) {
    /**
     * Compares with all known networks, with the names as they are and without prefixes that many of them share.
     *
     * @param shapes extents by name, in the order of the file
     * @return the nearest, as it is if that is as near; empty if no network shares even one name
     */
    public static Optional<Recognition> of(Map<String, List<Long>> shapes) {
        Optional<Recognition> nearest =
                ArchitectureGuess.nearest(shapes).map(guess -> new Recognition(guess, Optional.empty()));
        if (nearest.isPresent() && nearest.get().guess.exact()) {
            return nearest;
        }
        for (PrefixRemoval removal : PrefixRemoval.candidates(shapes.keySet())) {
            Optional<ArchitectureGuess> guess = ArchitectureGuess.nearest(removal.apply(shapes));
            // tensors are not left out to come nearer, but to fit
            boolean useful = guess.isPresent()
                    && (removal.omitted().isEmpty() || guess.get().exact());
            boolean nearer = useful
                    && (nearest.isEmpty()
                            || guess.get().nearness() > nearest.get().guess.nearness());
            if (nearer) {
                nearest = Optional.of(new Recognition(guess.get(), Optional.of(removal)));
            }
        }
        return nearest;
    }

    /** Returns whether every name and shape fits as it is, without a renaming. */
    boolean exact() {
        return removal.isEmpty() && guess.exact();
    }

    /** Returns what is like this network, and the options to type so that the file is taken for it. */
    String remedy() {
        String network = "--architecture '" + FlowYaml.of(guess.architecture(), Architecture.class) + "'";
        String renaming = removal.map(PrefixRemoval::options).orElse("");
        if (guess.exact()) {
            return "all " + guess.fitting() + " names and shapes are those of "
                    + FlowYaml.of(guess.architecture(), Architecture.class)
                    + removal.map(known -> " " + known).orElse("") + "; name the architecture by adding "
                    + (renaming.isEmpty() ? network : renaming);
        }
        return guess.sentence("") + " if it is that, name the architecture by adding " + network
                + (renaming.isEmpty() ? "" : " " + renaming) + ", and change names by --map until they fit";
    }

    /** Returns the sentence that says what it looks like, what has to be renamed and what is assumed. */
    @Override
    public String toString() {
        return guess.sentence(removal.map(known -> " " + known).orElse(""));
    }
}
