package io.stockpot.evaluate;

import io.stockpot.attack.Logits;
import io.stockpot.base.Progress;
import io.stockpot.outcome.Labels;
import io.stockpot.outcome.Outcomes;
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
 * first, stage by stage, block by block. A curve is measured from the smallest radius to the largest.
 */
final class Evaluation {
    private final Evaluator evaluator;
    private final BooleanSupplier enough;
    private final EvaluationMeter meter;
    private final CleanPass clean;
    private final Map<Condition, ConditionProgress> conditions = new LinkedHashMap<>();

    /**
     * Starts with what the journal knows.
     *
     * @param enough asked before each block of attacks; once it is true, no more are made
     */
    Evaluation(Evaluator evaluator, Logits classifier, Journal journal, BooleanSupplier enough) {
        this.evaluator = evaluator;
        this.enough = enough;
        this.meter = new EvaluationMeter();
        Logits watched = meter.watching(classifier);
        this.clean = new CleanPass(evaluator, watched, journal);
        AttackLog.ofEach(evaluator.conditions(), evaluator.images(), journal).forEach((condition, log) -> {
            StageRunner runner =
                    new StageRunner(evaluator, watched, clean, condition.judge().threat(), log);
            conditions.put(condition, new ConditionProgress(condition, log, runner));
        });
    }

    Findings run(Coverage coverage, Progress progress) {
        classify(progress);
        meter.expect(
                conditions.values().stream().mapToInt(ConditionProgress::stages).sum());
        attackOneByOne(
                evaluator.curves().stream()
                        .map(curve -> curve.stream().map(conditions::get).toList())
                        .filter(curve -> !coverage.onlyInUnion(curve.get(0).condition()))
                        .toList(),
                progress);
        attackTogether(
                conditions.values().stream()
                        .filter(one -> coverage.onlyInUnion(one.condition()))
                        .toList(),
                progress);
        return findings(coverage);
    }

    /** Classifies the images as they are; only those that are correct are attacked. */
    private void classify(Progress progress) {
        int images = clean.pending().cardinality();
        try (Progress.Task task = progress.start(Labels.CLEAN, images, "images")) {
            while (!clean.pending().isEmpty()) {
                double accuracy = clean.runBlock();
                task.note(String.format(Locale.ROOT, "%.1f %% right", 100 * accuracy));
                task.advanceTo(images - clean.pending().cardinality());
            }
        }
        int classes = clean.classes();
        conditions.values().forEach(one -> one.requireClasses(classes));
        conditions.values().forEach(one -> one.keep(clean.correct()));
    }

    /** Attacks under one condition after the other, along a curve only what stands at the radius before. */
    private void attackOneByOne(List<List<ConditionProgress>> curves, Progress progress) {
        List<List<ConditionProgress>> cheapestFirst = new ArrayList<>(curves);
        cheapestFirst.sort(Comparator.comparingLong(
                curve -> curve.stream().mapToLong(ConditionProgress::remaining).sum()));
        for (List<ConditionProgress> curve : cheapestFirst) {
            BitSet standing = clean.correct();
            for (ConditionProgress condition : curve) {
                condition.keep(standing);
                while (condition.hasNextStage()) {
                    runStage(condition, progress);
                }
                standing = condition.standing();
            }
        }
    }

    /** Runs the cheapest stage next, whatever its condition, on the images that stood against all before. */
    private void attackTogether(List<ConditionProgress> threats, Progress progress) {
        BitSet union = clean.correct();
        Optional<ConditionProgress> cheapest = cheapest(threats);
        while (cheapest.isPresent()) {
            runStage(cheapest.get(), progress);
            union.and(cheapest.get().standing());
            threats.forEach(one -> one.keep(union));
            cheapest = cheapest(threats);
        }
    }

    private static Optional<ConditionProgress> cheapest(List<ConditionProgress> threats) {
        return threats.stream()
                .filter(ConditionProgress::hasNextStage)
                .min(Comparator.comparingLong(ConditionProgress::nextPasses));
    }

    /** Runs the next stage of a condition, unless it is enough: then what is known has to do. */
    private void runStage(ConditionProgress condition, Progress progress) {
        long passes = condition.nextPasses();
        StageProgress stage = condition.beginStage();
        String label = condition.condition().label() + " " + stage.name();
        try (EvaluationMeter.Stage attack = meter.begin(label, passes, stage.pending(), progress)) {
            while (stage.hasPending() && !enough.getAsBoolean()) {
                attack.beginBlock(stage.blockSize());
                double standing = stage.runBlock();
                attack.endBlock(stage.pending(), standing);
            }
        }
    }

    private Findings findings(Coverage coverage) {
        Map<String, BitSet> correct = new LinkedHashMap<>();
        List<ConditionFindings> findings = new ArrayList<>();
        ReliabilityCheck reliability = new ReliabilityCheck(clean.classes());
        reliability.inspect(clean);
        for (ConditionProgress progress : conditions.values()) {
            Condition condition = progress.condition();
            if (!coverage.onlyInUnion(condition)) {
                correct.put(condition.label(), progress.standing());
            }
            List<StageFindings> stages = progress.findings();
            double attacking =
                    stages.stream().mapToDouble(StageFindings::seconds).sum();
            findings.add(new ConditionFindings(condition, stages, progress.unfinished(), clean.seconds() + attacking));
        }
        findings.forEach(reliability::inspect);
        return new Findings(outcomes(correct), union(), findings, reliability.warnings());
    }

    private Optional<Outcomes> union() {
        List<ConditionProgress> threats = conditions.values().stream()
                .filter(one -> one.condition().isInUnion())
                .toList();
        if (threats.size() < 2) {
            return Optional.empty();
        }
        BitSet all = clean.correct();
        threats.forEach(one -> all.and(one.standing()));
        return Optional.of(outcomes(Map.of(Labels.UNION, all)));
    }

    private Outcomes outcomes(Map<String, BitSet> correct) {
        return new Outcomes(evaluator.images().digest(), evaluator.images().size(), correct);
    }
}
