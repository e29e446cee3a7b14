package io.stockpot.bench;

import com.fasterxml.jackson.databind.JsonNode;
import io.stockpot.attack.Attack;
import io.stockpot.attack.AutoAttack;
import io.stockpot.attack.Draws;
import io.stockpot.attack.Judge;
import io.stockpot.base.Seed;
import io.stockpot.data.LabelledImages;
import io.stockpot.model.Classifier;
import io.stockpot.tensor.Scope;
import io.stockpot.tensor.Torch;
import io.stockpot.threat.ThreatModel;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/**
 * Claim: the standard AutoAttack leaves no more images robust than its authors' code, but for one, and
 * takes at most half its time. The networks, and the verdicts and seconds of the authors' code, are in the
 * folder "golden" of the folder that the environment variable STOCKPOT_SHARED names, else of "../shared".
 * Prints a Markdown table with a row for each network, norm and attack; "reference" is the authors' code.
 * Arguments name the cases to run, by parts of their names; without any, all are run.
 */
public final class GoldenBenchmark {

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
        for (GoldenCase known : GoldenCase.all(cases)) {
            ours += run(known);
            reference += known.seconds();
        }
        System.out.printf(
                Locale.ROOT,
                "| **all** | | | | | | **%.1f** | **%.1f** | **%.2f** |%n",
                ours,
                reference,
                ours / reference);
    }

    /** Runs one case, prints its rows and returns its seconds. */
    private static double run(GoldenCase known) throws IOException {
        ThreatModel threat = known.threat();
        LabelledImages images = known.network().images();
        int[] left = IntStream.range(0, known.images()).toArray();
        double total = 0;
        double totalOfReference = 0;
        try (Classifier classifier = known.network().open()) {
            left = robust(classifier, Judge.none(), images, left);
            int stage = 0;
            for (Attack attack : AutoAttack.standard(threat.norm())) {
                JsonNode result = known.stages().get(stage++);
                long begin = System.nanoTime();
                left = robust(classifier, new Judge(threat, List.of(attack)), images, left);
                double seconds = (System.nanoTime() - begin) / 1e9;
                double ofReference = result.get("cumulative_seconds").asDouble() - totalOfReference;
                total += seconds;
                totalOfReference += ofReference;
                print(known, result, left.length, seconds, ofReference);
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

    /** Prints the row of one stage: ours beside the reference. */
    private static void print(GoldenCase known, JsonNode result, int robust, double seconds, double ofReference) {
        System.out.printf(
                Locale.ROOT,
                "| %s | %s %.4g | %d | %s | %.2f | %.2f | %.1f | %.1f | %.2f |%n",
                known.model(),
                known.threat().norm(),
                known.threat().epsilon().value(),
                known.images(),
                result.get("attack").asText(),
                100.0 * robust / known.images(),
                result.get("robust_accuracy").asDouble(),
                seconds,
                ofReference,
                seconds / ofReference);
    }

    /** Returns the images that withstand. */
    private static int[] robust(Classifier classifier, Judge judge, LabelledImages images, int[] indices) {
        if (indices.length == 0) {
            return indices;
        }
        try (Scope scope = Scope.open()) {
            return judge
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
