package io.stockpot.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.stockpot.attack.Adversary;
import io.stockpot.attack.Attack;
import io.stockpot.attack.AutoAttack;
import io.stockpot.attack.Draws;
import io.stockpot.data.LabelledImages;
import io.stockpot.model.Classifier;
import io.stockpot.tensor.Scope;
import io.stockpot.tensor.Seed;
import io.stockpot.tensor.Torch;
import io.stockpot.threat.Norm;
import io.stockpot.threat.ThreatModel;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Claim: the standard AutoAttack leaves no more images robust than its authors' code, but for one, and
 * takes at most half its time. The networks, and the verdicts and seconds of the authors' code, are in the
 * folder "golden" of the folder that the environment variable STOCKPOT_SHARED names, else of "../shared".
 * Prints a Markdown table with a row for each network, norm and attack; "reference" is the authors' code.
 * Arguments name the cases to run, by parts of their names; without any, all are run.
 */
public final class GoldenBenchmark {
    private static final String PREFIX = "autoattack_";

    private GoldenBenchmark() {}

    /** Runs the benchmark; takes some minutes. */
    public static void main(String[] cases) throws IOException {
        System.out.printf(
                "%d threads; robust accuracy in percent after each attack, seconds of each attack%n%n",
                Torch.threads());
        System.out.println("| network | threat | images | attack | robust | reference | seconds | reference | ratio |");
        System.out.println("|---|---|---|---|---|---|---|---|---|");
        double ours = 0;
        double reference = 0;
        for (Path file : files()) {
            String name = file.getFileName().toString().replace(PREFIX, "").replace(".json", "");
            if (cases.length == 0 || Stream.of(cases).anyMatch(name::contains)) {
                JsonNode known = new ObjectMapper().readTree(file.toFile());
                ours += run(known);
                JsonNode stages = known.get("stages");
                reference +=
                        stages.get(stages.size() - 1).get("cumulative_seconds").asDouble();
            }
        }
        System.out.printf(
                Locale.ROOT,
                "| **all** | | | | | | **%.1f** | **%.1f** | **%.2f** |%n",
                ours,
                reference,
                ours / reference);
    }

    private static List<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(GoldenNetwork.FOLDER)) {
            return files.filter(file -> file.getFileName().toString().startsWith(PREFIX))
                    .sorted()
                    .toList();
        }
    }

    /** Runs one case, prints its rows and returns its seconds. */
    private static double run(JsonNode known) throws IOException {
        GoldenNetwork network =
                GoldenNetwork.valueOf(known.get("model").asText().toUpperCase(Locale.ROOT));
        Norm norm = Norm.parse(known.get("norm").asText());
        ThreatModel threat =
                ThreatModel.parse(norm + " " + new BigDecimal(known.get("eps").asText()).toPlainString());
        int count = known.get("images").asInt();
        LabelledImages images = network.images();
        int[] left = IntStream.range(0, count).toArray();
        double total = 0;
        double totalOfReference = 0;
        try (Classifier classifier = network.open()) {
            left = robust(classifier, Adversary.none(), images, left);
            int stage = 0;
            for (Attack attack : AutoAttack.standard(norm)) {
                JsonNode result = known.get("stages").get(stage++);
                long begin = System.nanoTime();
                left = robust(classifier, new Adversary(threat, List.of(attack)), images, left);
                double seconds = (System.nanoTime() - begin) / 1e9;
                double ofReference = result.get("cumulative_seconds").asDouble() - totalOfReference;
                total += seconds;
                totalOfReference += ofReference;
                System.out.printf(
                        Locale.ROOT,
                        "| %s | %s %.4g | %d | %s | %.2f | %.2f | %.1f | %.1f | %.2f |%n",
                        known.get("model").asText(),
                        norm,
                        threat.epsilon().value(),
                        count,
                        result.get("attack").asText(),
                        100.0 * left.length / count,
                        result.get("robust_accuracy").asDouble(),
                        seconds,
                        ofReference,
                        seconds / ofReference);
            }
        }
        System.out.printf(
                Locale.ROOT,
                "| | | | all | | | **%.1f** | **%.1f** | **%.2f** |%n",
                total,
                totalOfReference,
                total / totalOfReference);
        return total;
    }

    /** Returns the images that withstand. */
    private static int[] robust(Classifier classifier, Adversary adversary, LabelledImages images, int[] indices) {
        if (indices.length == 0) {
            return indices;
        }
        try (Scope scope = Scope.open()) {
            return adversary
                    .judge(
                            classifier::logits,
                            images.images(indices),
                            images.labels(indices),
                            new Draws(new Seed(0), indices))
                    .robust()
                    .stream()
                    .map(place -> indices[place])
                    .toArray();
        }
    }
}
