package io.stockpot.bench;

import io.stockpot.attack.Attack;
import io.stockpot.attack.Draws;
import io.stockpot.attack.Goal;
import io.stockpot.attack.Judge;
import io.stockpot.attack.Logits;
import io.stockpot.attack.Ruling;
import io.stockpot.attack.Stage;
import io.stockpot.base.Progress;
import io.stockpot.base.Seed;
import io.stockpot.data.LabelledImages;
import io.stockpot.data.fetch.DataCache;
import io.stockpot.data.source.Cifar10;
import io.stockpot.data.source.DataPart;
import io.stockpot.model.Classifier;
import io.stockpot.model.checkpoint.StockpotCheckpoint;
import io.stockpot.tensor.Bits;
import io.stockpot.tensor.Scope;
import io.stockpot.text.YamlRecords;
import io.stockpot.threat.ThreatModel;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.bytedeco.pytorch.Tensor;

/**
 * Question: how many images does {@code auto-attack: {version: swift}} leave that the standard version breaks, and for
 * which part of its passes through the network? A pass is one image, forward or backward ({@link CountedLogits}), so
 * the answer depends on no machine. Runs attacks on the networks of {@link GoldenNetwork} and on the shipped ingredients,
 * and prints a row of a Markdown table for each case, seed and attack: images left and passes after each stage, and the
 * images that are left.
 *
 * <p>Arguments: {@code --images 64}, {@code --shipped 32} (images of a shipped ingredient), {@code --seeds 0,1,2},
 * {@code --attack YAML} (as often as wished, instead of the two), and cases by parts of their names.
 */
public final class SwiftBenchmark {
    private static final List<String> SHIPPED = List.of(
            "linf Linf 8/255",
            "linf L2 128/255",
            "linf L1 12",
            "linf-l2 L2 128/255",
            "linf-l1 L1 12",
            "linf-nominal Linf 8/255",
            "nominal Linf 8/255",
            "max Linf 8/255");

    private SwiftBenchmark() {}

    private record Written(Attack attack) {}

    /** What the arguments say. */
    private static final class Options {
        int images = 64;
        int shipped = 32;
        List<Integer> seeds = List.of(0);
        final List<String> attacks = new ArrayList<>();
        final List<String> cases = new ArrayList<>();

        static Options parse(String[] words) {
            Options options = new Options();
            for (int i = 0; i < words.length; i++) {
                switch (words[i]) {
                    case "--images" -> options.images = Integer.parseInt(words[++i]);
                    case "--shipped" -> options.shipped = Integer.parseInt(words[++i]);
                    case "--seeds" ->
                        options.seeds = Arrays.stream(words[++i].split(","))
                                .map(Integer::valueOf)
                                .toList();
                    case "--attack" -> options.attacks.add(words[++i]);
                    default -> options.cases.add(words[i]);
                }
            }
            return options;
        }

        boolean wants(String name) {
            return cases.isEmpty() || cases.stream().anyMatch(name::contains);
        }
    }

    /** Runs the benchmark; takes an hour or more. */
    public static void main(String[] words) throws IOException {
        Options options = Options.parse(words);
        System.out.println(
                "| case | seed | attack | images | left | passes | calls | after each stage | who is left |");
        System.out.println("|---|---|---|---|---|---|---|---|---|");
        for (GoldenNetwork network : GoldenNetwork.values()) {
            for (String threat : network.threats()) {
                String name = network.name().toLowerCase(Locale.ROOT) + " " + threat;
                if (options.wants(name)) {
                    try (Classifier classifier = network.open()) {
                        run(
                                name,
                                classifier::logits,
                                network.images(),
                                options.images,
                                ThreatModel.parse(threat),
                                options);
                    }
                }
            }
        }
        for (Masked masked : Masked.values()) {
            if (options.wants(masked.title())) {
                try (Classifier classifier = masked.network().open()) {
                    LabelledImages images = masked.network().images();
                    run(masked.title(), masked.of(classifier), images, options.images, masked.threat(), options);
                }
            }
        }
        for (String shipped : SHIPPED) {
            String name = "pantry " + shipped;
            if (options.wants(name)) {
                String[] parts = shipped.split(" ", 2);
                Path file = Path.of("pantry", "cifar10-wrn-16-2", parts[0] + ".safetensors");
                LabelledImages images = new Cifar10().load(DataPart.TEST, DataCache.ofUser(), Progress.NONE);
                try (Classifier classifier = StockpotCheckpoint.open(file).load()) {
                    run(name, classifier::logits, images, options.shipped, ThreatModel.parse(parts[1]), options);
                }
            }
        }
    }

    private static void run(
            String name, Logits classifier, LabelledImages images, int count, ThreatModel threat, Options options)
            throws IOException {
        List<String> attacks = options.attacks.isEmpty()
                ? List.of("{auto-attack: {version: standard}}", "{auto-attack: {version: swift}}")
                : options.attacks;
        for (int seed : options.seeds) {
            for (String written : attacks) {
                Attack attack = YamlRecords.read("attack: " + written, "--attack", Written.class, List.of())
                        .attack();
                Found found = attack(classifier, images, count, new Judge(threat, List.of(attack)), new Seed(seed));
                System.out.printf(
                        "| %s | %d | %s | %d | %d | %d | %d | %s | %s |%n",
                        name,
                        seed,
                        written,
                        count,
                        found.left.size(),
                        found.counted.passes(),
                        found.counted.calls(),
                        String.join(", ", found.stages),
                        found.left.stream().map(String::valueOf).collect(Collectors.joining(" ")));
            }
        }
    }

    /** What an attack comes to. */
    private record Found(List<Integer> left, CountedLogits counted, List<String> stages) {}

    private static Found attack(Logits classifier, LabelledImages images, int count, Judge judge, Seed seed) {
        CountedLogits counted = new CountedLogits(classifier);
        List<String> stages = new ArrayList<>();
        try (Scope scope = Scope.open()) {
            int[] left = IntStream.range(0, count).toArray();
            Goal whole = new Goal(classifier, images.labels(left));
            left = Bits.of(whole.correct(whole.logits(images.images(left)))).stream()
                    .toArray();
            stages.add("clean " + left.length);
            for (Stage stage : judge.stages()) {
                if (left.length > 0) {
                    long before = counted.passes();
                    left = withstanding(counted, images, left, stage, judge.threat(), seed);
                    stages.add(stage.name() + " " + left.length + " (" + (counted.passes() - before) + ")");
                }
            }
            return new Found(Arrays.stream(left).boxed().toList(), counted, stages);
        }
    }

    private static int[] withstanding(
            CountedLogits counted, LabelledImages images, int[] left, Stage stage, ThreatModel threat, Seed seed) {
        try (Scope scope = Scope.open()) {
            Tensor pixels = images.images(left);
            Goal goal = new Goal(counted, images.labels(left));
            Goal knowing = goal.knowing(goal.logits(pixels));
            Ruling ruling = stage.run(knowing, pixels, threat, new Draws(seed, left));
            int[] indices = left;
            return Bits.of(ruling.withstood()).stream()
                    .map(place -> indices[place])
                    .toArray();
        }
    }
}
