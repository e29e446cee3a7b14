package io.stockpot.evaluate;

import io.stockpot.attack.Draws;
import io.stockpot.attack.Goal;
import io.stockpot.attack.Logits;
import io.stockpot.attack.Ruling;
import io.stockpot.attack.Stage;
import io.stockpot.data.LabelledImages;
import io.stockpot.data.Progress;
import io.stockpot.tensor.Scope;
import io.stockpot.threat.ThreatModel;
import java.io.IOException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.bytedeco.pytorch.Tensor;

/**
 * The evaluation of one classifier: the images as they are, then condition by condition, the cheapest
 * first, stage by stage, block by block.
 */
final class Examination {
    private final Evaluator evaluator;
    private final Logits classifier;
    private final CleanPass clean;
    private final List<Course> courses = new ArrayList<>();

    /** Starts with what the journal knows. */
    Examination(Evaluator evaluator, Logits classifier, Journal journal) throws IOException {
        this.evaluator = evaluator;
        this.classifier = classifier;
        this.clean = new CleanPass(evaluator, classifier, journal);
        for (Condition condition : evaluator.conditions()) {
            courses.add(new Course(condition, evaluator.images().size(), journal));
        }
    }

    Findings run(Progress progress) throws IOException {
        long total = remaining();
        try (Progress.Task task = progress.start("evaluate", total, "passes")) {
            clean.run(accuracy -> tell(task, total, "clean", accuracy));
            courses.forEach(course -> course.keep(clean.correct()));
            List<Course> cheapestFirst = new ArrayList<>(courses);
            cheapestFirst.sort(Comparator.comparingLong(Course::remaining));
            for (Course course : cheapestFirst) {
                while (!course.isFinished()) {
                    course.advance(
                            evaluator.batchSize(),
                            this::hear,
                            (attack, accuracy) ->
                                    tell(task, total, course.condition().label() + " " + attack, accuracy));
                }
            }
            task.advanceTo(total);
        }
        return findings();
    }

    /** Returns about how many passes of an image through the classifier are left to do. */
    private long remaining() {
        return clean.pending().cardinality()
                + courses.stream().mapToLong(Course::remaining).sum();
    }

    private void tell(Progress.Task task, long total, String what, double accuracy) {
        task.note(String.format(Locale.ROOT, "%s: %.1f %%", what, 100 * accuracy));
        task.advanceTo(total - remaining());
    }

    private StageBlock hear(ThreatModel threat, Stage stage, int number, int[] indices) {
        long begin = System.nanoTime();
        LabelledImages images = evaluator.images();
        try (Scope scope = Scope.open()) {
            Goal unknowing = new Goal(classifier, images.labels(indices));
            Goal goal = clean.logits(indices).map(unknowing::knowing).orElse(unknowing);
            Draws draws = new Draws(evaluator.seed().child(threat.toString()), indices);
            Tensor withstood =
                    stage.hear(goal, images.images(indices), threat, draws).withstood();
            List<Integer> broken = Indices.chosen(indices, Ruling.bits(withstood.logical_not()));
            double seconds = (System.nanoTime() - begin) / 1e9;
            return new StageBlock(number, Indices.listed(indices), broken, goal.gradients(), seconds);
        }
    }

    private Findings findings() {
        Map<String, BitSet> correct = new LinkedHashMap<>();
        List<ConditionFindings> conditions = new ArrayList<>();
        for (Course course : courses) {
            correct.put(course.condition().label(), course.standing());
            List<StageFindings> stages = course.findings();
            double attacking =
                    stages.stream().mapToDouble(StageFindings::seconds).sum();
            conditions.add(new ConditionFindings(course.condition(), stages, clean.seconds() + attacking));
        }
        LabelledImages images = evaluator.images();
        return new Findings(new Outcomes(images.digest(), images.size(), correct), conditions);
    }
}
