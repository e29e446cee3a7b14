package io.stockpot.bench;

import io.stockpot.attack.Attack;
import io.stockpot.attack.AutoAttack;
import io.stockpot.attack.Draws;
import io.stockpot.attack.Judge;
import io.stockpot.attack.Logits;
import io.stockpot.base.Progress;
import io.stockpot.base.Seed;
import io.stockpot.data.LabelledImages;
import io.stockpot.data.fetch.DataCache;
import io.stockpot.data.source.Cifar10;
import io.stockpot.data.source.DataPart;
import io.stockpot.model.Classifier;
import io.stockpot.model.checkpoint.StockpotCheckpoint;
import io.stockpot.tensor.Precision;
import io.stockpot.tensor.Scope;
import io.stockpot.tensor.Torch;
import io.stockpot.threat.ThreatModel;
import java.io.IOException;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/**
 * Question: does an ascent in bfloat16 lose images that one in float32 breaks, and how much time does it
 * save? For the networks of {@link GoldenNetwork} and two of the shipped ingredients, the first two attacks
 * of the standard AutoAttack, APGD on the cross-entropy and targeted APGD, run both ways in turn. Prints a
 * Markdown table; seconds are those of the processor. Arguments name the cases to run, by parts of their
 * names.
 */
public final class AscentBenchmark {
    private static final int SHIPPED_IMAGES = 100;
    private static final int BATCH = 100;

    private AscentBenchmark() {}

    /** What one way comes to. */
    private record Way(BitSet robust, double seconds) {}

    /** Runs the benchmark; takes some minutes. */
    public static void main(String[] cases) throws IOException {
        System.out.printf("%d threads%n%n", Torch.threads());
        System.out.println(
                "| network | threat | images | robust, float32 | robust, bfloat16 | broken by float32 alone |"
                        + " by bfloat16 alone | seconds, float32 | bfloat16 | ratio |");
        System.out.println("|---|---|---|---|---|---|---|---|---|---|");
        for (GoldenCase known : GoldenCase.all(cases)) {
            golden(known);
        }
        for (String name : List.of("linf", "linf-l1")) {
            for (String threat : List.of("Linf 8/255", "L2 128/255", "L1 12")) {
                if (GoldenCase.isWanted("pantry_" + name + "_" + threat, cases)) {
                    shipped(name, ThreatModel.parse(threat));
                }
            }
        }
    }

    private static void golden(GoldenCase known) throws IOException {
        GoldenNetwork network = known.network();
        try (Classifier classifier = network.open()) {
            compare(known.model(), classifier, network.images(), known.images(), known.threat());
        }
    }

    private static void shipped(String name, ThreatModel threat) throws IOException {
        LabelledImages images = new Cifar10().load(DataPart.TEST, DataCache.ofUser(), Progress.NONE);
        Path file = Path.of("pantry", "cifar10-wrn-16-2", name + ".safetensors");
        try (Classifier classifier = StockpotCheckpoint.open(file).load()) {
            compare("pantry " + name, classifier, images, SHIPPED_IMAGES, threat);
        }
    }

    private static void compare(
            String name, Classifier classifier, LabelledImages images, int count, ThreatModel threat) {
        Logits rough = points -> classifier.logits(points, Precision.BFLOAT16);
        Way exact = attack(classifier::logits, images, count, threat);
        Way fast = attack(Logits.climbedBy(rough, classifier::logits), images, count, threat);
        System.out.printf(
                Locale.ROOT,
                "| %s | %s %.4g | %d | %d | %d | %d | %d | %.1f | %.1f | %.2f |%n",
                name,
                threat.norm(),
                threat.epsilon().value(),
                count,
                exact.robust().cardinality(),
                fast.robust().cardinality(),
                only(fast.robust(), exact.robust()),
                only(exact.robust(), fast.robust()),
                exact.seconds(),
                fast.seconds(),
                fast.seconds() / exact.seconds());
    }

    /** Returns how many are in the first set and not in the second. */
    private static int only(BitSet first, BitSet second) {
        BitSet rest = (BitSet) first.clone();
        rest.andNot(second);
        return rest.cardinality();
    }

    private static Way attack(Logits classifier, LabelledImages images, int count, ThreatModel threat) {
        List<Attack> ascents = AutoAttack.standard(threat.norm()).subList(0, 2);
        long begin = nanoseconds();
        BitSet robust = new BitSet();
        for (int start = 0; start < count; start += BATCH) {
            int[] indices =
                    IntStream.range(start, Math.min(count, start + BATCH)).toArray();
            try (Scope scope = Scope.open()) {
                new Judge(threat, ascents)
                                .judge(
                                        classifier,
                                        images.images(indices),
                                        images.labels(indices),
                                        new Draws(new Seed(0), indices))
                                .robust()
                                .stream()
                                .forEach(place -> robust.set(indices[place]));
            }
        }
        return new Way(robust, (nanoseconds() - begin) / 1e9);
    }

    /** Returns the time that all processors have spent on this process: the least disturbed by others. */
    private static long nanoseconds() {
        return ProcessHandle.current().info().totalCpuDuration().orElseThrow().toNanos();
    }
}
