package io.stockpot.recipe;

import io.stockpot.base.Progress;
import io.stockpot.base.Seed;
import io.stockpot.data.LabelMap;
import io.stockpot.data.shift.ShiftImages;
import io.stockpot.data.shift.ShiftSample;
import io.stockpot.evaluate.Outputs;
import io.stockpot.evaluate.ScoreOrder;
import io.stockpot.evaluate.ScorePass;
import io.stockpot.evaluate.ShiftSweep;
import io.stockpot.outcome.Outcomes;
import io.stockpot.recipe.SeasoningInputs.Mixtures;
import io.stockpot.soup.AttackedNetwork;
import io.stockpot.soup.InnerAttack;
import io.stockpot.soup.MixtureSlopes;
import io.stockpot.soup.ScoreLog;
import io.stockpot.soup.choice.Contest;
import io.stockpot.soup.choice.GridOutcomes;
import io.stockpot.soup.choice.MixedNetwork;
import io.stockpot.soup.choice.MixingWeights;
import io.stockpot.soup.choice.Scores;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * A contest of mixtures on the images of one shift that choose. What was answered is written at once, so that a killed
 * search, which asks the same questions again, goes on.
 */
final class ShiftContest implements Contest, MixedNetwork {
    private static final String ANSWERS = "answers";
    private static final String SCORES = "scores.jsonl";

    private final Path folder;
    private final SeasoningInputs seasoning;
    private final RecipeShift shift;
    private final Mixtures all;
    private final Progress progress;
    private final ScoreLog scores;
    private final List<ShiftSweep> sweeps = new ArrayList<>();

    /**
     * Prepares a contest.
     *
     * @param folder of the step
     * @param seasoning says how images are answered
     * @param shift the images
     * @param all the mixtures
     */
    ShiftContest(Path folder, SeasoningInputs seasoning, RecipeShift shift, Mixtures all, Progress progress) {
        this.folder = folder;
        this.seasoning = seasoning;
        this.shift = shift;
        this.all = all;
        this.progress = progress;
        this.scores = new ScoreLog(Optional.of(folder.resolve(SCORES)));
    }

    @Override
    public List<MixingWeights> mixtures() {
        return all.weights();
    }

    @Override
    public int images() {
        return shift.adaptation().length;
    }

    @Override
    public int versions() {
        return shift.images().versions().size();
    }

    @Override
    public int[][] judge(int[] mixtures, int[] images) throws IOException {
        int[] adaptation = shift.adaptation();
        int[] block = Arrays.stream(images).map(image -> adaptation[image]).toArray();
        return sweep(ANSWERS + "-" + sweeps.size(), all.some(mixtures), block).stream()
                .map(ShiftContest::versionsRight)
                .toArray(int[][]::new);
    }

    private static int[] versionsRight(Outcomes outcomes) {
        int[] counts = new int[outcomes.images()];
        for (String version : outcomes.conditions()) {
            outcomes.correct(version).stream().forEach(image -> counts[image]++);
        }
        return counts;
    }

    @Override
    public GridOutcomes judgeAll() throws IOException {
        return GridOutcomes.of(seasoning.plan().ingredients(), all.weights(), sweep(ANSWERS, all, shift.adaptation()));
    }

    private List<Outcomes> sweep(String name, Mixtures mixtures, int[] images) throws IOException {
        ShiftSweep sweep = seasoning.plan().sweep(folder.resolve(name), shift);
        sweeps.add(sweep);
        return sweep.run(mixtures, shift.images(), images, progress).right();
    }

    @Override
    public Optional<MixedNetwork> network() {
        return Optional.of(this);
    }

    /** Measures the scores of all versions, one version after another: its images are in memory as long as it lasts. */
    @Override
    public List<Scores> scores(String what, List<MixingWeights> mixtures) throws IOException {
        ShiftImages images = shift.images();
        List<List<Scores>> found = new ArrayList<>();
        mixtures.forEach(any -> found.add(new ArrayList<>()));
        long total = (long) images.versions().size() * mixtures.size();
        try (Progress.Task task = progress.start(what, total, "answers")) {
            for (String version : images.versions()) {
                ShiftSample sample = images.load(version, shift.adaptation(), progress);
                for (int i = 0; i < mixtures.size(); i++) {
                    MixingWeights weights = mixtures.get(i);
                    found.get(i).add(scores.get(weights.toString(), version, () -> scores(weights, sample)));
                    task.advanceTo((found.get(0).size() - 1L) * mixtures.size() + i + 1);
                }
            }
        }
        return found.stream().map(Scores::joined).toList();
    }

    private ScorePass scores(MixingWeights weights, ShiftSample sample) throws IOException {
        Outputs outputs = all.soup().mix(weights)::logits;
        LabelMap map = shift.images().labelMap();
        int batchSize = seasoning.plan().batchSize();
        return ScorePass.of(outputs, sample.images(), sample.answers(), map, batchSize);
    }

    /** Sums up over versions, whose scores come one after another. */
    @Override
    public List<Double> slopes(MixingWeights weights, float[] pulls) throws IOException {
        ShiftImages images = shift.images();
        int version = pulls.length / images.versions().size();
        int classes = all.soup().ingredients().get(0).classifier().classes();
        MixtureSlopes slopes = new MixtureSlopes(all.soup(), seasoning.plan().batchSize());
        double[] sum = new double[weights.size()];
        for (int i = 0; i < images.versions().size(); i++) {
            ShiftSample sample = images.load(images.versions().get(i), shift.adaptation(), progress);
            ScoreOrder order = ScoreOrder.of(sample.answers(), images.labelMap(), classes);
            float[] part = Arrays.copyOfRange(pulls, i * version, (i + 1) * version);
            List<Double> found = slopes.of(weights, sample.images(), order, part);
            Arrays.setAll(sum, model -> sum[model] + found.get(model));
        }
        return Arrays.stream(sum).boxed().toList();
    }

    /** Attacks all versions, whose photos and points are in memory meanwhile. */
    @Override
    public MixedNetwork attacked(List<String> threats, int steps, Seed seed) throws IOException {
        ShiftImages images = shift.images();
        int classes = all.soup().ingredients().get(0).classifier().classes();
        InnerAttack how = InnerAttack.of(threats, steps, seed);
        List<MixedNetwork> versions = new ArrayList<>();
        for (String version : images.versions()) {
            ShiftSample sample = images.load(version, shift.adaptation(), progress);
            ScoreOrder order = ScoreOrder.of(sample.answers(), images.labelMap(), classes);
            AttackedNetwork.Asked asked = new AttackedNetwork.Asked(sample.images(), order);
            versions.add(
                    new AttackedNetwork(all.soup(), asked, how, seasoning.plan().batchSize(), scores));
        }
        return new AttackedVersions(versions, progress);
    }

    /** Deletes the answers, once what they led to is safe. */
    void delete() throws IOException {
        for (ShiftSweep sweep : sweeps) {
            sweep.delete();
        }
        Files.deleteIfExists(folder.resolve(SCORES));
    }
}
