package io.stockpot.evaluate;

import io.stockpot.attack.Draws;
import io.stockpot.attack.Goal;
import io.stockpot.attack.Logits;
import io.stockpot.attack.Ruling;
import io.stockpot.attack.Stage;
import io.stockpot.base.Progress;
import io.stockpot.data.LabelledImages;
import io.stockpot.outcome.Outcomes;
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
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * The evaluation of one classifier: the images as they are, then condition by condition, the cheapest
 * first, stage by stage, block by block. A curve is taken from the smallest radius to the largest.
 */
final class Examination {
    private final Evaluator evaluator;
    private final Logits classifier;
    private final CleanPass clean;
    private final BooleanSupplier enough;
    private final List<Course> courses;

    /**
     * Starts with what the journal knows.
     *
     * @param probing whether to see if the classifier answers twice alike
     * @param enough asked before each block of attacks; once it is true, no more are made
     */
    Examination(Evaluator evaluator, Logits classifier, Journal journal, boolean probing, BooleanSupplier enough)
            throws IOException {
        this.evaluator = evaluator;
        this.classifier = classifier;
        this.enough = enough;
        this.clean = new CleanPass(evaluator, classifier, journal, probing);
        this.courses = Course.of(evaluator.conditions(), evaluator.images(), journal);
    }

    Findings run(Extent extent, Progress progress) throws IOException {
        long total = remaining();
        try (Progress.Task task = progress.start("evaluate", total, "passes")) {
            Meter meter = new Meter(task, total);
            clean.run(accuracy -> meter.tell("clean", accuracy));
            int classes = clean.classes();
            courses.forEach(course -> course.requireClasses(classes));
            courses.forEach(course -> course.keep(clean.correct()));
            switch (extent) {
                case EVERY_CONDITION -> finishEach(courses, meter);
                case UNION_ONLY -> {
                    finishEach(
                            courses.stream()
                                    .filter(course -> !course.condition().isInUnion())
                                    .toList(),
                            meter);
                    finishTogether(meter);
                }
            }
            if (courses.stream().allMatch(course -> course.unfinished() == 0)) {
                task.advanceTo(total);
            }
        }
        return findings(extent);
    }

    /** Shows how far the work has come. */
    private final class Meter {
        private final Progress.Task task;
        private final long total;

        Meter(Progress.Task task, long total) {
            this.task = task;
            this.total = total;
        }

        void tell(String what, double accuracy) {
            task.note(String.format(Locale.ROOT, "%s %.1f %%", what, 100 * accuracy));
            task.advanceTo(total - remaining());
        }
    }

    /** Returns about how many passes of an image through the classifier are left to do. */
    private long remaining() {
        return clean.pending().cardinality()
                + courses.stream().mapToLong(Course::remaining).sum();
    }

    private void finishEach(List<Course> some, Meter meter) throws IOException {
        List<List<Course>> curves = new ArrayList<>(Course.curves(some));
        curves.sort(Comparator.comparingLong(
                curve -> curve.stream().mapToLong(Course::remaining).sum()));
        for (List<Course> curve : curves) {
            BitSet standing = clean.correct();
            for (Course course : curve) {
                course.keep(standing);
                while (!course.isFinished()) {
                    advance(course, meter);
                }
                standing = course.standing();
            }
        }
    }

    /** Runs the cheapest stage next, whatever its condition, on the images that stood against all before. */
    private void finishTogether(Meter meter) throws IOException {
        List<Course> unfinished = new ArrayList<>(threats());
        BitSet union = clean.correct();
        while (!unfinished.isEmpty()) {
            unfinished.removeIf(Course::isFinished);
            Optional<Course> cheapest = unfinished.stream().min(Comparator.comparingLong(Course::nextPasses));
            if (cheapest.isPresent()) {
                advance(cheapest.get(), meter);
                union.and(cheapest.get().standing());
            }
            threats().forEach(course -> course.keep(union));
        }
    }

    private List<Course> threats() {
        return courses.stream().filter(course -> course.condition().isInUnion()).toList();
    }

    private void advance(Course course, Meter meter) throws IOException {
        String label = course.condition().label();
        course.advance(
                evaluator.batchSize(),
                this::hear,
                (attack, accuracy) -> meter.tell(label + " " + attack, accuracy),
                enough);
    }

    private StageBlock hear(ThreatModel threat, Stage stage, int number, int[] indices, Optional<FoundPoints> points)
            throws IOException {
        long begin = System.nanoTime();
        LabelledImages images = evaluator.images();
        try (Scope scope = Scope.open()) {
            Goal unknowing = new Goal(classifier, images.labels(indices));
            Goal goal = clean.logits(indices).map(unknowing::knowing).orElse(unknowing);
            Draws draws = new Draws(evaluator.seed().child(threat.toString()), indices);
            Ruling ruling = stage.hear(goal, images.images(indices), threat, draws);
            if (points.isPresent()) {
                points.get().keep(indices, ruling);
            }
            List<Integer> broken =
                    Indices.chosen(indices, Ruling.bits(ruling.withstood().logical_not()));
            double seconds = (System.nanoTime() - begin) / 1e9;
            return new StageBlock(number, Indices.listed(indices), broken, goal.gradients(), seconds);
        }
    }

    private Findings findings(Extent extent) {
        Map<String, BitSet> correct = new LinkedHashMap<>();
        List<ConditionFindings> conditions = new ArrayList<>();
        Suspicion suspicion = new Suspicion(clean.classes());
        suspicion.hear(clean);
        for (Course course : courses) {
            if (extent == Extent.EVERY_CONDITION || !course.condition().isInUnion()) {
                correct.put(course.condition().label(), course.standing());
            }
            List<StageFindings> stages = course.findings();
            double attacking =
                    stages.stream().mapToDouble(StageFindings::seconds).sum();
            conditions.add(new ConditionFindings(
                    course.condition(), stages, course.unfinished(), clean.seconds() + attacking));
        }
        conditions.forEach(suspicion::hear);
        return new Findings(outcomes(correct), union(), conditions, suspicion.warnings());
    }

    private Outcomes outcomes(Map<String, BitSet> correct) {
        return new Outcomes(evaluator.images().digest(), evaluator.images().size(), correct);
    }

    private Optional<Outcomes> union() {
        if (threats().size() < 2) {
            return Optional.empty();
        }
        BitSet all = clean.correct();
        threats().forEach(course -> all.and(course.standing()));
        return Optional.of(outcomes(Map.of(Findings.UNION, all)));
    }
}
