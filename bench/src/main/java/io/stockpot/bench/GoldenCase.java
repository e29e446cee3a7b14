package io.stockpot.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.stockpot.threat.Norm;
import io.stockpot.threat.ThreatModel;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * What the authors' AutoAttack found on one published network.
 *
 * @param model the name of the network, as they have it
 * @param threat what the attacks may do
 * @param images how many of the test images, from the first on
 * @param stages what was left after each attack, and the seconds so far
 */
record GoldenCase(String model, ThreatModel threat, int images, JsonNode stages) {
    private static final String PREFIX = "autoattack_";

    /** Returns the cases whose files have one of these parts in their names, in order; without parts, all. */
    static List<GoldenCase> all(String... parts) throws IOException {
        List<Path> files;
        try (Stream<Path> folder = Files.list(GoldenNetwork.FOLDER)) {
            files = folder.filter(file -> file.getFileName().toString().startsWith(PREFIX))
                    .sorted()
                    .toList();
        }
        List<GoldenCase> cases = new ArrayList<>();
        for (Path file : files) {
            String name = file.getFileName().toString().replace(PREFIX, "").replace(".json", "");
            if (isWanted(name, parts)) {
                cases.add(of(new ObjectMapper().readTree(file.toFile())));
            }
        }
        return cases;
    }

    /** Returns whether a name has one of these parts; without parts, every name is wanted. */
    static boolean isWanted(String name, String... parts) {
        return parts.length == 0 || Stream.of(parts).anyMatch(name::contains);
    }

    private static GoldenCase of(JsonNode known) {
        String epsilon = new BigDecimal(known.get("eps").asText()).toPlainString();
        return new GoldenCase(
                known.get("model").asText(),
                ThreatModel.parse(Norm.parse(known.get("norm").asText()) + " " + epsilon),
                known.get("images").asInt(),
                known.get("stages"));
    }

    GoldenNetwork network() {
        return GoldenNetwork.valueOf(model.toUpperCase(Locale.ROOT));
    }

    /** Returns the seconds of the authors' code. */
    double seconds() {
        return stages.get(stages.size() - 1).get("cumulative_seconds").asDouble();
    }
}
