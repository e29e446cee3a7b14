package io.stockpot.recipe;

import io.stockpot.base.Progress;
import io.stockpot.evaluate.ShiftSweep;
import io.stockpot.outcome.Outcomes;
import io.stockpot.recipe.SeasoningInputs.Mixtures;
import io.stockpot.soup.choice.Contest;
import io.stockpot.soup.choice.GridOutcomes;
import io.stockpot.soup.choice.MixingWeights;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A contest of mixtures on the images of one shift that choose. What was answered is written at once, so that a killed
 * search, which asks the same questions again, goes on.
 */
final class ShiftContest implements Contest {
    private static final String ANSWERS = "answers";

    private final Path folder;
    private final SeasoningInputs seasoning;
    private final RecipeShift shift;
    private final Mixtures all;
    private final Progress progress;
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
        ShiftSweep sweep = ShiftSweep.in(folder.resolve(name), seasoning.predictor());
        sweeps.add(sweep);
        return sweep.run(mixtures, shift.images(), images, progress).right();
    }

    /** Deletes the answers, once what they led to is safe. */
    void delete() throws IOException {
        for (ShiftSweep sweep : sweeps) {
            sweep.delete();
        }
    }
}
