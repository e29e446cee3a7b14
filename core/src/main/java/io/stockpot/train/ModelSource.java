package io.stockpot.train;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.stockpot.model.Adaptation;
import io.stockpot.model.Architecture;
import io.stockpot.model.Normalisation;
import io.stockpot.model.checkpoint.ForeignNotes;
import io.stockpot.model.checkpoint.FreshLayers;
import io.stockpot.model.checkpoint.Renaming;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;

/** Where a model comes from: it is trained, or its weights are in a file. */
public sealed interface ModelSource permits Training, ModelSource.Checkpoint {
    /** Returns how the model is trained; empty if it is taken from a file. */
    Optional<Training> training();

    /** Returns the file that the model is taken from; empty if it is trained. */
    Optional<Checkpoint> file();

    /** Returns the name of the model that this one starts from, if it starts from one. */
    Optional<String> parent();

    /**
     * Returns the number of classes of the model, where that is known before it is made.
     *
     * @param others answers the same for other models, by name
     */
    OptionalInt classes(Function<String, OptionalInt> others);

    /**
     * Returns the network of the model, where that is known before it is made.
     *
     * @param others answers the same for other models, by name; parents come first
     */
    Optional<Architecture> architecture(Function<String, Optional<Architecture>> others);

    /** Checks that a model of so many classes can be made like this. */
    default void requireClasses(int classes) {}

    /**
     * A file of weights in any known format. Stockpot's own files say everything but their path themselves.
     *
     * @param path of the file, from the working directory
     * @param architecture the network
     * @param normalisation what is done to images first; nothing if neither this nor the file says so
     * @param map renames tensors, each as {@link Renaming.Rule#parse} reads it
     * @param stateDict the keys that lead to the state dict of a PyTorch file, joined by dots; absent means where it
     *     is customary
     * @param imageSize height and width of the images in pixels, to which position embeddings are fitted; absent means
     *     that of the file
     * @param fresh names of layers that a file of others lacks, such as the head of an encoder: their weights are drawn
     */
    record Checkpoint(
            String path,
            Optional<Architecture> architecture,
            Optional<Normalisation> normalisation,
            @JsonProperty(defaultValue = "[]") List<String> map,
            Optional<String> stateDict,
            Optional<Integer> imageSize,
            @JsonProperty(defaultValue = "[]") List<String> fresh)
            implements ModelSource {
        /** Copies the lists and checks that the rules can be read, and that the normalisation suits the network. */
        public Checkpoint {
            map = List.copyOf(map);
            fresh = List.copyOf(fresh);
            Renaming.parse(map);
            new Adaptation(Optional.empty(), imageSize);
            normalisation.ifPresent(
                    values -> architecture.map(Architecture::channels).ifPresent(values::requireSuits));
        }

        /** Returns what is changed about the network of the file. */
        public Adaptation adaptation() {
            return new Adaptation(Optional.empty(), imageSize);
        }

        @Override
        public OptionalInt classes(Function<String, OptionalInt> others) {
            return architecture
                    .map(network -> OptionalInt.of(network.classes()))
                    .orElse(OptionalInt.empty());
        }

        @Override
        public Optional<Architecture> architecture(Function<String, Optional<Architecture>> others) {
            return architecture;
        }

        @Override
        public Optional<Training> training() {
            return Optional.empty();
        }

        @Override
        public Optional<Checkpoint> file() {
            return Optional.of(this);
        }

        @Override
        public Optional<String> parent() {
            return Optional.empty();
        }

        /** Returns what the file itself may not say. */
        public ForeignNotes notes() {
            return new ForeignNotes(
                    architecture, normalisation, Renaming.parse(map), stateDict, new FreshLayers(fresh));
        }
    }
}
