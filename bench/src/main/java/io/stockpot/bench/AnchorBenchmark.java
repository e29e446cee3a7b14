package io.stockpot.bench;

import io.stockpot.base.Progress;
import io.stockpot.base.Seed;
import io.stockpot.data.LabelledImages;
import io.stockpot.data.fetch.DataCache;
import io.stockpot.data.source.Cifar10;
import io.stockpot.data.source.DataPart;
import io.stockpot.evaluate.Condition;
import io.stockpot.evaluate.Coverage;
import io.stockpot.evaluate.Evaluator;
import io.stockpot.evaluate.Journal;
import io.stockpot.evaluate.RelayEvaluation;
import io.stockpot.model.checkpoint.StockpotCheckpoint;
import io.stockpot.outcome.Outcomes;
import io.stockpot.soup.BatchNormPolicy;
import io.stockpot.soup.Ingredient;
import io.stockpot.soup.Ingredients;
import io.stockpot.soup.Soup;
import io.stockpot.soup.choice.Anchors;
import io.stockpot.soup.choice.MixingWeights;
import io.stockpot.soup.choice.WeightGrid;
import io.stockpot.text.YamlRecords;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Question: how many passes does a sweep save that tries the adversarial points of {@link Anchors} on every mixture before
 * it attacks, and how much lower are its accuracies? The triangle of the shipped linf, linf-l2 and linf-l1, in Linf, L2 and
 * L1, attacked as most of the paper's figures are. A pass is one image, forward or backward. Prints a row for each mixture.
 * Arguments: the number of images, and the denominator of the mixing weights.
 */
public final class AnchorBenchmark {
    private AnchorBenchmark() {}

    private record Written(List<Condition> conditions, WeightGrid weights) {}

    /** Runs the benchmark; takes some minutes. */
    public static void main(String[] words) throws IOException {
        int count = words.length > 0 ? Integer.parseInt(words[0]) : 32;
        String denominator = words.length > 1 ? words[1] : "3";
        Written written = YamlRecords.read(
                "conditions: [robust: {threat: Linf 8/255}, robust: {threat: L2 128/255}, robust: {threat: L1 12}]\n"
                        + "weights: {simplex: {denominator: " + denominator + "}}\n",
                "sweep",
                Written.class,
                List.of());
        LabelledImages images = new Cifar10()
                .load(DataPart.TEST, DataCache.ofUser(), Progress.NONE)
                .first(count);
        Evaluator evaluator = new Evaluator(images, written.conditions(), 128, new Seed(0));
        List<String> names = List.of("linf", "linf-l2", "linf-l1");
        Path folder = Path.of("pantry", "cifar10-wrn-16-2");
        try (Ingredients all = Ingredients.load(
                        names,
                        name -> Ingredient.load(name, StockpotCheckpoint.open(folder.resolve(name + ".safetensors"))));
                Soup soup = new Soup(all.all(), new BatchNormPolicy.Interpolate())) {
            sweep(soup, evaluator, written.weights().points(names.size()));
        }
    }

    private static void sweep(Soup soup, Evaluator evaluator, List<MixingWeights> mixtures) throws IOException {
        List<MixingWeights> anchors = Anchors.VERTICES_AND_CENTRE.of(3);
        List<Journal> journals = new ArrayList<>();
        long before = 0;
        for (MixingWeights anchor : anchors) {
            CountedLogits counted = new CountedLogits(soup.mix(anchor)::logits);
            Journal journal = Journal.withPoints(Files.createTempDirectory("anchor"));
            evaluator.evaluate(counted, journal, Coverage.EVERY_CONDITION, () -> false, Progress.NONE);
            journals.add(journal);
            before += counted.passes();
        }
        System.out.println("anchors: " + before + " passes");
        System.out.println("| mixture | robust alone | passes | robust with anchors | passes |");
        System.out.println("|---|---|---|---|---|");
        RelayEvaluation relay = new RelayEvaluation(evaluator, journals);
        for (MixingWeights mixture : mixtures) {
            CountedLogits alone = new CountedLogits(soup.mix(mixture)::logits);
            Outcomes without = evaluator
                    .evaluate(alone, Journal.none(), Coverage.EVERY_CONDITION, () -> false, Progress.NONE)
                    .outcomes();
            CountedLogits after = new CountedLogits(soup.mix(mixture)::logits);
            Outcomes with = (anchors.contains(mixture)
                            ? relay.ask(after, Progress.NONE)
                            : relay.evaluate(after, Progress.NONE))
                    .outcomes();
            System.out.printf(
                    "| %s | %s | %d | %s | %d |%n",
                    mixture, robust(evaluator, without), alone.passes(), robust(evaluator, with), after.passes());
        }
        for (Journal journal : journals) {
            journal.delete();
        }
    }

    private static String robust(Evaluator evaluator, Outcomes outcomes) {
        return String.join(
                " / ",
                evaluator.labels().stream()
                        .map(label -> Integer.toString(outcomes.correct(label).cardinality()))
                        .toList());
    }
}
