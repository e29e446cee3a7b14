package io.stockpot.soup;

import io.stockpot.base.AtomicFile;
import io.stockpot.evaluate.Warning;
import io.stockpot.soup.choice.MixingWeights;
import io.stockpot.text.CanonicalJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The warnings that the evaluation of one mixture raised.
 *
 * @param raised in the order of the conditions
 */
record MixtureWarnings(List<Warning> raised) {
    MixtureWarnings {
        raised = List.copyOf(raised);
    }

    /** Writes the warnings as canonical JSON. */
    void write(Path file) throws IOException {
        AtomicFile.writeText(file, CanonicalJson.of(this) + "\n");
    }

    /** Reads the file; known mixtures, and those of earlier versions, have none. */
    static MixtureWarnings read(Path file) throws IOException {
        return Files.exists(file)
                ? CanonicalJson.read(Files.readString(file), MixtureWarnings.class)
                : new MixtureWarnings(List.of());
    }

    /** A kind of warning under a condition. */
    private record Sign(Warning.Kind kind, String where) {}

    /** A mixture and what was seen of it. */
    private record Sight(MixingWeights weights, String seen, Warning.Gravity gravity) {}

    /**
     * Returns each warning once for all mixtures that raised it, in the words of the first.
     *
     * @param warnings of all mixtures, in their order
     */
    static List<Warning> summary(Map<MixingWeights, List<Warning>> warnings) {
        Map<Sign, List<Sight>> signs = new LinkedHashMap<>();
        warnings.forEach((weights, raised) -> raised.forEach(warning -> signs.computeIfAbsent(
                        new Sign(warning.kind(), warning.where()), unknown -> new ArrayList<>())
                .add(new Sight(weights, warning.seen(), warning.gravity()))));
        List<Warning> summary = new ArrayList<>();
        signs.forEach((sign, sights) -> {
            String first = "mixture " + sights.get(0).weights();
            String mixtures = sights.size() == 1 ? first : first + " and others, " + sights.size() + " in all";
            // serious comes first
            Warning.Gravity gravest = sights.stream()
                    .map(Sight::gravity)
                    .min(Comparator.naturalOrder())
                    .orElseThrow();
            summary.add(new Warning(
                    sign.kind(), sign.where(), mixtures + ": " + sights.get(0).seen(), gravest));
        });
        return List.copyOf(summary);
    }
}
