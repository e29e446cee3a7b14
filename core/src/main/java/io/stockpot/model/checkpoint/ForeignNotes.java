package io.stockpot.model.checkpoint;

import io.stockpot.model.Architecture;
import io.stockpot.model.Normalisation;
import java.util.Optional;

/**
 * What must be stated about files that other programs wrote, as they do not state it themselves.
 *
 * @param architecture the network; without it the weights can be mixed and described but not run
 * @param normalisation what is done to images first; none if absent
 * @param renaming from the names in the file to those of the network
 * @param stateDict the keys that lead to the state dict of a PyTorch file, joined by dots; absent means where it is
 *     customary
 * @param fresh layers that the file lacks
 */
public record ForeignNotes(
        Optional<Architecture> architecture,
        Optional<Normalisation> normalisation,
        Renaming renaming,
        Optional<String> stateDict,
        FreshLayers fresh) {
    /** States what a file with all weights of its network may not say. */
    public ForeignNotes(
            Optional<Architecture> architecture,
            Optional<Normalisation> normalisation,
            Renaming renaming,
            Optional<String> stateDict) {
        this(architecture, normalisation, renaming, stateDict, FreshLayers.NONE);
    }

    /** States nothing. */
    public static final ForeignNotes NONE =
            new ForeignNotes(Optional.empty(), Optional.empty(), Renaming.NONE, Optional.empty());

    /** Returns notes that state the network only. */
    public static ForeignNotes of(Architecture architecture) {
        return new ForeignNotes(Optional.of(architecture), Optional.empty(), Renaming.NONE, Optional.empty());
    }

    /** Returns the same notes with a network. */
    ForeignNotes with(Architecture network) {
        return new ForeignNotes(Optional.of(network), normalisation, renaming, stateDict, fresh);
    }

    /** Returns a sentence on what a network leaves to be assumed, if it is told and leaves something. */
    Optional<String> assumed() {
        return architecture.map(Assumptions::ofTold).filter(assumed -> !assumed.isEmpty());
    }
}
