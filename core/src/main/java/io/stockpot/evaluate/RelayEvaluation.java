package io.stockpot.evaluate;

import io.stockpot.attack.Logits;
import io.stockpot.base.Progress;
import io.stockpot.data.Batches;
import io.stockpot.data.LabelledImages;
import io.stockpot.outcome.Outcomes;
import io.stockpot.tensor.Scope;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * An evaluation of classifiers that resemble others whose adversarial points are known: under each threat these points
 * are tried first, two passes each, and only the images that none of them breaks are attacked. An image's draws are
 * those it has in an evaluation of all images, so that it falls where it falls there, or to another's point; it stands in
 * no case where it would not stand there.
 *
 * @param evaluator of the images
 * @param others journals with points, in which evaluations of others under all conditions of the evaluator are finished
 */
public record RelayEvaluation(Evaluator evaluator, List<Journal> others) {
    /** Copies the list. */
    public RelayEvaluation {
        others = List.copyOf(others);
    }

    /**
     * What was found out.
     *
     * @param outcomes under all conditions
     * @param warnings of the attacks; where they were run on few images, by what these showed
     */
    public record Result(Outcomes outcomes, List<Warning> warnings) {
        /** Copies the list. */
        public Result {
            warnings = List.copyOf(warnings);
        }
    }

    /**
     * Tries the points of the others, and attacks what stands.
     *
     * @param classifier computing in float32, or {@link Evaluator#attacked}
     * @throws IOException if a point cannot be read
     */
    public Result evaluate(Logits classifier, Progress progress) throws IOException {
        return new Pass(classifier, true, progress).run();
    }

    /**
     * Tries the points of the others and attacks nothing: for a classifier that is one of them.
     *
     * @throws IOException if a point cannot be read
     */
    public Result ask(Logits classifier, Progress progress) throws IOException {
        return new Pass(classifier, false, progress).run();
    }

    /** One classifier. */
    private final class Pass {
        private final Logits classifier;
        private final boolean attacks;
        private final Progress progress;
        private final Map<String, BitSet> correct = new LinkedHashMap<>();
        private final List<Warning> warnings = new ArrayList<>();

        Pass(Logits classifier, boolean attacks, Progress progress) {
            this.classifier = classifier;
            this.attacks = attacks;
            this.progress = progress;
        }

        Result run() throws IOException {
            LabelledImages images = evaluator.images();
            for (List<Condition> curve : evaluator.curves()) {
                // what falls at a radius of a curve has fallen at larger ones
                BitSet standing = attacks ? Indices.first(images.size()) : clean();
                for (Condition condition : curve) {
                    if (condition.judge().stages().isEmpty()) {
                        standing = attacked(condition, standing);
                    } else {
                        standing = asked(condition, standing);
                        standing = attacks ? attacked(condition, standing) : standing;
                    }
                    correct.put(condition.label(), standing);
                }
            }
            Outcomes outcomes = new Outcomes(images.digest(), images.size(), correct);
            return new Result(outcomes.select(evaluator.labels()), warnings);
        }

        /** Returns those of some images that withstand the points that broke others. */
        private BitSet asked(Condition condition, BitSet some) throws IOException {
            BitSet standing = (BitSet) some.clone();
            for (Journal other : others) {
                AdversarialExamples examples =
                        evaluator.withConditions(List.of(condition)).examples(other);
                int[] places =
                        examples.broken(condition.label(), standing).stream().toArray();
                for (int[] batch : Batches.of(places, evaluator.batchSize())) {
                    standing.andNot(broken(condition, examples, batch));
                }
            }
            return standing;
        }

        private BitSet broken(Condition condition, AdversarialExamples examples, int[] indices) throws IOException {
            LabelledImages images = evaluator.images();
            float[] points = examples.points(condition.label(), indices);
            BitSet broken = new BitSet();
            try (Scope scope = Scope.open()) {
                BitSet robust = condition
                        .judge()
                        .judge(classifier, images.images(indices), images.labels(indices), images.tensor(points))
                        .robust();
                for (int place = 0; place < indices.length; place++) {
                    broken.set(indices[place], !robust.get(place));
                }
            }
            return broken;
        }

        /** Returns the images that the classifier gets right as they are. */
        private BitSet clean() throws IOException {
            return attacked(
                    new Condition.Clean(), Indices.first(evaluator.images().size()));
        }

        /** Returns those of some images that withstand. */
        private BitSet attacked(Condition condition, BitSet some) throws IOException {
            int[] places = some.stream().toArray();
            BitSet standing = new BitSet();
            if (places.length > 0) {
                Evaluator of = new Evaluator(
                        evaluator.images().subset(places),
                        List.of(condition),
                        evaluator.batchSize(),
                        evaluator.seed(),
                        evaluator.ascent(),
                        Arrays.stream(evaluator.numbers(places)).boxed().toList());
                Findings findings =
                        of.evaluate(classifier, Journal.none(), Coverage.EVERY_CONDITION, () -> false, progress);
                findings.outcomes().correct(condition.label()).stream().forEach(place -> standing.set(places[place]));
                warnings.addAll(findings.warnings());
            }
            return standing;
        }
    }
}
