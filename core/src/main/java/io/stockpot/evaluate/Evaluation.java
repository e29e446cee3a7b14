package io.stockpot.evaluate;

import io.stockpot.attack.Draws;
import io.stockpot.attack.Goal;
import io.stockpot.attack.Logits;
import io.stockpot.attack.Ruling;
import io.stockpot.attack.Stage;
import io.stockpot.base.Progress;
import io.stockpot.data.LabelledImages;
import io.stockpot.outcome.Outcomes;
import io.stockpot.tensor.Bits;
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
final class Evaluation {
    private final Evaluator evaluator;
    private final Logits classifier;
    private final CleanPass clean;
    private final BooleanSupplier enough;
    private final List<ConditionProgress> conditions;

    /**
     * Starts with what the journal knows.
     *
     * @param probing whether to see if the classifier answers twice alike
     * @param enough asked before each block of attacks; once it is true, no more are made
     */
    Evaluation(Evaluator evaluator, Logits classifier, Journal journal, boolean probing, BooleanSupplier enough)
            throws IOException {
        this.evaluator = evaluator;
        this.classifier = classifier;
        this.enough = enough;
        this.clean = new CleanPass(evaluator, classifier, journal, probing);
        this.conditions = ConditionProgress.of(evaluator.conditions(), evaluator.images(), journal);
    }

    Findings run(Coverage extent, Progress progress) throws IOException {
        long total = remaining();
        try (Progress.Task task = progress.start("evaluate", total, "passes")) {
            Meter meter = new Meter(task, total);
            clean.run(accuracy -> meter.tell("clean", accuracy));
            int classes = clean.classes();
            conditions.forEach(one -> one.requireClasses(classes));
            conditions.forEach(one -> one.keep(clean.correct()));
            switch (extent) {
                case EVERY_CONDITION -> finishEach(conditions, meter);
                case UNION_ONLY -> {
                    finishEach(
                            conditions.stream()
                                    .filter(one -> !one.condition().isInUnion())
                                    .toList(),
                            meter);
                    finishTogether(meter);
                }
            }
            if (conditions.stream().allMatch(one -> one.unfinished() == 0)) {
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
                + conditions.stream().mapToLong(ConditionProgress::remaining).sum();
    }

    private void finishEach(List<ConditionProgress> some, Meter meter) throws IOException {
        List<List<ConditionProgress>> curves = new ArrayList<>(ConditionProgress.curves(some));
        curves.sort(Comparator.comparingLong(
                curve -> curve.stream().mapToLong(ConditionProgress::remaining).sum()));
        for (List<ConditionProgress> curve : curves) {
            BitSet standing = clean.correct();
            for (ConditionProgress progress : curve) {
                progress.keep(standing);
                while (!progress.isFinished()) {
                    advance(progress, meter);
                }
                standing = progress.standing();
            }
        }
    }

    /** Runs the cheapest stage next, whatever its condition, on the images that stood against all before. */
    private void finishTogether(Meter meter) throws IOException {
        List<ConditionProgress> unfinished = new ArrayList<>(threats());
        BitSet union = clean.correct();
        while (!unfinished.isEmpty()) {
            unfinished.removeIf(ConditionProgress::isFinished);
            Optional<ConditionProgress> cheapest =
                    unfinished.stream().min(Comparator.comparingLong(ConditionProgress::nextPasses));
            if (cheapest.isPresent()) {
                advance(cheapest.get(), meter);
                union.and(cheapest.get().standing());
            }
            threats().forEach(one -> one.keep(union));
        }
    }

    private List<ConditionProgress> threats() {
        return conditions.stream().filter(one -> one.condition().isInUnion()).toList();
    }

    private void advance(ConditionProgress progress, Meter meter) throws IOException {
        String label = progress.condition().label();
        progress.advance(
                evaluator.batchSize(),
                this::runBlock,
                (attack, accuracy) -> meter.tell(label + " " + attack, accuracy),
                enough);
    }

    private StageBlock runBlock(
            ThreatModel threat, Stage stage, int number, int[] indices, Optional<FoundPoints> points)
            throws IOException {
        long begin = System.nanoTime();
        LabelledImages images = evaluator.images();
        try (Scope scope = Scope.open()) {
            Goal unknowing = new Goal(classifier, images.labels(indices));
            Goal goal = clean.logits(indices).map(unknowing::knowing).orElse(unknowing);
            Draws draws = new Draws(evaluator.seed().child(threat.toString()), indices);
            Ruling ruling = stage.run(goal, images.images(indices), threat, draws);
            if (points.isPresent()) {
                points.get().keep(indices, ruling);
            }
            List<Integer> broken =
                    Indices.chosen(indices, Bits.of(ruling.withstood().logical_not()));
            double seconds = (System.nanoTime() - begin) / 1e9;
            return new StageBlock(number, Indices.listed(indices), broken, goal.gradients(), seconds);
        }
    }

    private Findings findings(Coverage extent) {
        Map<String, BitSet> correct = new LinkedHashMap<>();
        List<ConditionFindings> findings = new ArrayList<>();
        ReliabilityCheck reliability = new ReliabilityCheck(clean.classes());
        reliability.inspect(clean);
        for (ConditionProgress progress : conditions) {
            if (extent == Coverage.EVERY_CONDITION || !progress.condition().isInUnion()) {
                correct.put(progress.condition().label(), progress.standing());
            }
            List<StageFindings> stages = progress.findings();
            double attacking =
                    stages.stream().mapToDouble(StageFindings::seconds).sum();
            findings.add(new ConditionFindings(
                    progress.condition(), stages, progress.unfinished(), clean.seconds() + attacking));
        }
        findings.forEach(reliability::inspect);
        return new Findings(outcomes(correct), union(), findings, reliability.warnings());
    }

    private Outcomes outcomes(Map<String, BitSet> correct) {
        return new Outcomes(evaluator.images().digest(), evaluator.images().size(), correct);
    }

    private Optional<Outcomes> union() {
        if (threats().size() < 2) {
            return Optional.empty();
        }
        BitSet all = clean.correct();
        threats().forEach(progress -> all.and(progress.standing()));
        return Optional.of(outcomes(Map.of(Findings.UNION, all)));
    }
}
