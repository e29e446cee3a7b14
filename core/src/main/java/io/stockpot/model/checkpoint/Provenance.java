package io.stockpot.model.checkpoint;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Where a model's weights come from.
 *
 * @param ancestors digests of the weights it descends from, oldest first; its own come last. A model
 *     trained from scratch has only its own
 * @param making what was done, as canonical JSON; empty if unknown
 */
public record Provenance(List<String> ancestors, String making) {
    /** Copies the list and checks that it is not empty. */
    public Provenance {
        ancestors = List.copyOf(ancestors);
        if (ancestors.isEmpty()) {
            throw new IllegalArgumentException("a model's provenance names at least its own weights");
        }
    }

    /** Returns the provenance of a model that descends from this one. */
    public Provenance child(String digest, String making) {
        List<String> line = new ArrayList<>(ancestors);
        line.add(digest);
        return new Provenance(line, making);
    }

    /** Returns whether anything is known but the weights themselves. */
    public boolean isKnown() {
        return ancestors.size() > 1 || !making.isEmpty();
    }

    /**
     * Returns whether two models descend from one; empty where too little {@linkplain #isKnown is known} to rule
     * it out.
     */
    public Optional<Boolean> sharesAncestor(Provenance other) {
        boolean shared = ancestors.stream().anyMatch(other.ancestors::contains);
        return shared || (isKnown() && other.isKnown()) ? Optional.of(shared) : Optional.empty();
    }
}
