package io.stockpot.model.checkpoint;

import io.stockpot.model.Architecture;
import io.stockpot.model.layer.Parameter;
import io.stockpot.text.CanonicalJson;
import io.stockpot.text.FlowYaml;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The known network that comes nearest to the tensors of a file, by names and shapes. What weights do not show,
 * such as the nonlinearity, is assumed to be as is customary.
 *
 * @param architecture the network
 * @param origin whose names the tensors have, if not ours
 * @param fitting tensors that have the name and shape of one of the network's
 * @param misshapen names that both have, with other shapes
 * @param missing names that only the network has, except counts of batches
 * @param unexpected names that only the file has
 */
public record ArchitectureGuess(
        Architecture architecture,
        Optional<String> origin,
        int fitting,
        List<String> misshapen,
        List<String> missing,
        List<String> unexpected) {
    private static final int SHOWN = 3;

    /** Copies the lists. */
    public ArchitectureGuess {
        misshapen = List.copyOf(misshapen);
        missing = List.copyOf(missing);
        unexpected = List.copyOf(unexpected);
    }

    /**
     * Compares with all known networks.
     *
     * @param shapes extents by name, in the order of the file
     * @return the nearest; empty if no network shares even one name
     */
    public static Optional<ArchitectureGuess> nearest(Map<String, List<Long>> shapes) {
        return ArchitectureCandidates.of(shapes).stream()
                .flatMap(candidate -> comparisons(candidate, shapes))
                .filter(guess -> guess.fitting + guess.misshapen.size() > 0)
                .max(Comparator.comparingInt(ArchitectureGuess::nearness));
    }

    private int faults() {
        return misshapen.size() + missing.size() + unexpected.size();
    }

    /** Returns whether every name and shape fits. */
    public boolean exact() {
        return faults() == 0;
    }

    /** Compares the names as they are, and as they are once those of other programs are replaced. */
    private static Stream<ArchitectureGuess> comparisons(Architecture candidate, Map<String, List<Long>> shapes) {
        return Stream.concat(
                Stream.of(compare(candidate, Optional.empty(), shapes)),
                candidate.otherNames().stream()
                        .map(naming -> compare(candidate, Optional.of(naming.origin()), naming.apply(shapes))));
    }

    private static ArchitectureGuess compare(
            Architecture candidate, Optional<String> origin, Map<String, List<Long>> shapes) {
        int fitting = 0;
        List<String> misshapen = new ArrayList<>();
        List<String> missing = new ArrayList<>();
        Set<String> unexpected = new LinkedHashSet<>(shapes.keySet());
        for (Parameter parameter : candidate.network().parameters()) {
            if (!unexpected.remove(parameter.name())) {
                if (parameter.role() != Parameter.Role.BATCH_COUNT) {
                    missing.add(parameter.name());
                }
            } else if (parameter.takes(shapes.get(parameter.name()))) {
                fitting++;
            } else {
                misshapen.add(parameter.name());
            }
        }
        return new ArchitectureGuess(candidate, origin, fitting, misshapen, missing, List.copyOf(unexpected));
    }

    /** Returns how near the network is: tensors that fit, less those that do not. */
    int nearness() {
        return fitting - faults();
    }

    /** Returns the guess as a sentence, with what it assumes. */
    @Override
    public String toString() {
        return sentence("");
    }

    /**
     * Returns the guess as a sentence.
     *
     * @param without how tensors were renamed first, after a space; empty if they were not
     */
    String sentence(String without) {
        String network = CanonicalJson.of(architecture)
                + origin.map(program -> " with the names of " + program).orElse("")
                + without;
        if (exact()) {
            return "looks like " + network + " (all " + fitting + " names and shapes fit); "
                    + Assumptions.ofGuess(architecture);
        }
        return "nearest is " + network + ", but only " + fitting + " names and shapes fit;"
                + listed(" missing", missing) + listed(" unexpected", unexpected) + listed(" other shapes", misshapen);
    }

    /** Returns the sentence for a file whose weights are used as those of this network, which nobody told. */
    String taken() {
        List<String> hidden = architecture.hiddenSettings();
        return "taken for " + FlowYaml.of(architecture, Architecture.class) + ": all " + fitting
                + " names and shapes fit; --architecture says otherwise"
                + (hidden.isEmpty()
                        ? ""
                        : "; " + String.join(", ", hidden) + (hidden.size() == 1 ? " is" : " are")
                                + " assumed, as weights do not show it");
    }

    private static String listed(String what, List<String> names) {
        if (names.isEmpty()) {
            return "";
        }
        String shown = String.join(", ", names.subList(0, Math.min(SHOWN, names.size())));
        return what + " (" + names.size() + "): " + shown + (names.size() > SHOWN ? ", …;" : ";");
    }
}
