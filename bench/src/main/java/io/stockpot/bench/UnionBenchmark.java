package io.stockpot.bench;

import io.stockpot.attack.Apgd;
import io.stockpot.attack.Attack;
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
import io.stockpot.outcome.Labels;
import io.stockpot.outcome.Outcomes;
import io.stockpot.outcome.PairedTest;
import io.stockpot.soup.BatchNormPolicy;
import io.stockpot.soup.Ingredients;
import io.stockpot.soup.MixFiles;
import io.stockpot.soup.MixtureEvaluation;
import io.stockpot.soup.MixtureMemory;
import io.stockpot.soup.Soup;
import io.stockpot.soup.choice.Choice;
import io.stockpot.soup.choice.GridOutcomes;
import io.stockpot.soup.choice.MixingWeights;
import io.stockpot.soup.choice.Search;
import io.stockpot.soup.choice.WeightGrid;
import io.stockpot.tensor.Precision;
import io.stockpot.text.YamlRecords;
import io.stockpot.threat.ThreatModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Aim: a union soup whose weights are learned on a few hundred images withstands three threats at once on at least as many
 * other images as the best of the 21 mixtures of the pantry's triangle, chosen on the same images.
 *
 * <p><code>bench/run UnionBenchmark PANTRY WORK SEARCH GRID ATTACK CHOOSE JUDGE</code>: the folder of the pantry's
 * models, one where answers are kept, the search and the grid whose range it takes, the attack that judges, how many of the
 * first test images of CIFAR-10 choose, and how many of the next judge. Of the 21 there are outcomes of the first 1,000 test images under <code>{apgd: {steps: 40}}</code>; these choose.
 */
public final class UnionBenchmark {
    private static final List<String> MODELS = List.of("linf", "linf-l2", "linf-l1");
    private static final List<String> THREATS = List.of("Linf 8/255", "L2 128/255", "L1 12");
    /** What the outcomes of the 21 were measured with. */
    private static final Attack SWEEPS = new Apgd(40, 1, Optional.empty());

    private static final int IMAGES = 1000;
    private static final int BATCH = 250;

    private final Path pantry;
    private final Path work;
    private final Attack attack;
    private final LabelledImages images;
    private final int[] choose;
    private final int[] judge;

    private UnionBenchmark(List<String> arguments) throws IOException {
        this.pantry = Path.of(arguments.get(0));
        this.work = Path.of(arguments.get(1));
        this.attack = YamlRecords.read(arguments.get(4), "ATTACK", Attack.class, List.of());
        int choosing = Integer.parseInt(arguments.get(5));
        this.choose = IntStream.range(0, choosing).toArray();
        this.judge = IntStream.range(choosing, choosing + Integer.parseInt(arguments.get(6)))
                .toArray();
        this.images = new Cifar10(Optional.empty())
                .load(DataPart.TEST, DataCache.ofUser(), Progress.NONE)
                .first(IMAGES);
    }

    /** Prints what was chosen, and what it withstands. */
    public static void main(String[] arguments) throws IOException {
        List<String> all = List.of(arguments);
        Search search = YamlRecords.read(all.get(2), "SEARCH", Search.class, List.of());
        WeightGrid grid = YamlRecords.read(all.get(3), "GRID", WeightGrid.class, List.of());
        new UnionBenchmark(all).run(search, grid.points(MODELS.size()));
    }

    private void run(Search search, List<MixingWeights> grid) throws IOException {
        List<Path> files = MODELS.stream()
                .map(name -> pantry.resolve(name + ".safetensors"))
                .toList();
        GridOutcomes triangle = GridOutcomes.read(pantry.resolve("outcomes/soups/triangle.json"))
                .withUnion(Labels.UNION, THREATS);
        MixingWeights best = triangle.restrict(choose).best(Labels.UNION).weights();
        MixingWeights hindsight = triangle.restrict(judge).best(Labels.UNION).weights();
        try (Ingredients ingredients = Ingredients.load(MixFiles.open(files), MODELS);
                Soup soup = new Soup(ingredients.all(), new BatchNormPolicy.Interpolate())) {
            MixtureMemory memory = MixtureMemory.of(work.resolve("answers"), soup, "bench");
            Choice learned = new MixtureEvaluation(soup, BATCH, memory)
                    .find(search, grid, images.subset(choose), new Seed(1), Progress.NONE);
            learned.trials()
                    .forEach(trial ->
                            System.out.println("  " + trial.weights().formula(MODELS) + ": union " + trial.measured()));
            learned.assurance().forEach(System.out::println);
            System.out.printf("%d passes per choosing image%n", learned.cost().judgements() / choose.length);
            Outcomes soupOutcomes = measured(soup, learned.weights());
            print("learned: " + learned.weights().formula(MODELS), soupOutcomes);
            Outcomes stored = triangle.at(best).restrict(judge);
            Outcomes rivalOutcomes = attack.equals(SWEEPS) ? stored : measured(soup, best);
            print("best of 21: " + best.formula(MODELS), rivalOutcomes);
            print("under apgd with 40 steps: the same", stored);
            print(
                    "and in hindsight: " + hindsight.formula(MODELS),
                    triangle.at(hindsight).restrict(judge));
            difference(soupOutcomes, rivalOutcomes);
        }
    }

    /** Measures a mixture on the images that judge, as the pantry's sweeps do: draws belong to the first 1,000 images. */
    private Outcomes measured(Soup soup, MixingWeights weights) throws IOException {
        List<Condition> conditions = new ArrayList<>(List.of(new Condition.Clean()));
        THREATS.forEach(
                threat -> conditions.add(new Condition.Robust(ThreatModel.parse(threat), attack, Optional.empty())));
        Evaluator evaluator = new Evaluator(
                        images.subset(judge), conditions, BATCH, new Seed(1).child("evaluate"), Precision.BFLOAT16)
                .numbered(IntStream.of(judge).boxed().toList());
        Path journal = work.resolve(("judged " + judge[0] + " " + judge.length + " " + attack + " " + weights)
                .replaceAll("[^A-Za-z0-9.-]+", "-"));
        Files.createDirectories(journal);
        return evaluator
                .evaluate(
                        evaluator.attacked(soup.mix(weights)),
                        Journal.in(journal),
                        Coverage.EVERY_CONDITION,
                        () -> false,
                        Progress.NONE)
                .outcomes()
                .withUnion(Labels.UNION, THREATS);
    }

    private static void print(String who, Outcomes outcomes) {
        System.out.println(who);
        Stream.concat(Stream.of(Labels.CLEAN), Stream.concat(THREATS.stream(), Stream.of(Labels.UNION)))
                .forEach(condition -> System.out.printf("    %-12s %s%n", condition, outcomes.accuracy(condition)));
    }

    private static void difference(Outcomes learned, Outcomes best) {
        PairedTest test = PairedTest.of(learned.correct(Labels.UNION), best.correct(Labels.UNION));
        double points = 100.0 * (test.wins() - test.losses()) / learned.images();
        // normal approximation of the paired difference
        double error = 100
                * Math.sqrt(test.wins() + test.losses() - Math.pow(test.wins() - test.losses(), 2) / learned.images())
                / learned.images();
        System.out.printf(
                "learned less best of 21 in the union: %+.1f points (%+.1f to %+.1f), McNemar p = %.3f, n = %d%n",
                points, points - 1.96 * error, points + 1.96 * error, test.pValue(), learned.images());
    }
}
