package io.stockpot.evaluate;

import io.stockpot.attack.Attack;
import io.stockpot.attack.GradientTally;
import io.stockpot.attack.Judge;
import io.stockpot.attack.Revision;
import io.stockpot.attack.Stage;
import io.stockpot.data.Batches;
import io.stockpot.data.LabelledImages;
import io.stockpot.outcome.Accuracy;
import io.stockpot.text.CanonicalJson;
import io.stockpot.threat.ThreatModel;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/** The progress of one condition: which images each stage of its judge has tried and broken. */
final class ConditionProgress {
    private final Condition condition;
    private final Judge judge;
    private final Journal journal;
    private final String file;
    private final Optional<FoundPoints> points;
    private final int images;
    private final List<Tried> stages = new ArrayList<>();
    private final BitSet standing;
    private int next;

    /** What decides the verdict on an image, besides the classifier, the image and the seed. */
    private record Identity(ThreatModel threat, List<Attack> attacks, Optional<Integer> attackRevision) {}

    /** What is known of one stage, whichever condition found it out. */
    private static final class Known {
        private final BitSet images = new BitSet();
        private final BitSet broken = new BitSet();
        private GradientTally gradients = GradientTally.NONE;
        private double seconds;

        void learn(StageBlock block) {
            Indices.add(block.images(), images);
            Indices.add(block.broken(), broken);
            gradients = gradients.plus(block.gradients());
            seconds += block.seconds();
        }
    }

    /** One stage of this condition. */
    private static final class Tried {
        private final Stage stage;
        private final Known known;
        private final long passes;
        private int before;
        private int left;

        Tried(Stage stage, Known known, ThreatModel threat) {
            this.stage = stage;
            this.known = known;
            this.passes = stage.attack().passes(threat.norm());
        }
    }

    /** Tries a stage on images. */
    @FunctionalInterface
    interface StageRunner {
        /**
         * Returns what became of the images.
         *
         * @param number of the stage, from zero
         * @param indices of the images
         * @param points where to keep what was found, if it is to be kept
         */
        StageBlock run(ThreatModel threat, Stage stage, int number, int[] indices, Optional<FoundPoints> points)
                throws IOException;
    }

    /**
     * Starts the progress of each condition with what a journal knows. Conditions of one threat and attack under
     * different names, such as a threat and a point of a curve, know the same: what one finds out the others do
     * not ask again.
     *
     * @param data the images
     */
    static List<ConditionProgress> of(List<Condition> conditions, LabelledImages data, Journal journal)
            throws IOException {
        Map<String, List<Known>> known = new HashMap<>();
        List<ConditionProgress> all = new ArrayList<>();
        for (Condition condition : conditions) {
            all.add(new ConditionProgress(condition, data, journal, known));
        }
        return all;
    }

    private ConditionProgress(Condition condition, LabelledImages data, Journal journal, Map<String, List<Known>> known)
            throws IOException {
        this.condition = condition;
        this.judge = condition.spelledOut().judge();
        this.journal = journal;
        this.images = data.size();
        this.standing = Indices.first(images);
        String identity =
                CanonicalJson.of(new Identity(judge.threat(), judge.attacks(), Revision.inKeys(List.of(judge))));
        // short, without odd characters, and the same for equal conditions under other names
        UUID name = UUID.nameUUIDFromBytes(identity.getBytes(StandardCharsets.UTF_8));
        this.file = journal.attacksOn(name.toString());
        this.points = journal.points(file, data.shape().length());
        if (!known.containsKey(file)) {
            known.put(file, recalled());
        }
        for (Stage stage : judge.stages()) {
            stages.add(new Tried(stage, known.get(file).get(stages.size()), judge.threat()));
        }
    }

    private List<Known> recalled() throws IOException {
        List<Known> known =
                Stream.generate(Known::new).limit(judge.stages().size()).toList();
        for (StageBlock block : journal.read(file, StageBlock.class)) {
            known.get(block.stage()).learn(block);
        }
        return known;
    }

    /** Returns conditions that are points of one curve together, by growing radius; others alone. */
    static List<List<ConditionProgress>> curves(List<ConditionProgress> conditions) {
        Map<Object, List<ConditionProgress>> curves = new LinkedHashMap<>();
        for (ConditionProgress progress : conditions) {
            Object key = progress.condition.curve().<Object>map(progress::keyOf).orElse(progress);
            curves.computeIfAbsent(key, unknown -> new ArrayList<>()).add(progress);
        }
        Comparator<ConditionProgress> byRadius = Comparator.comparingDouble(
                progress -> progress.judge.threat().epsilon().value());
        curves.values().forEach(curve -> curve.sort(byRadius));
        return List.copyOf(curves.values());
    }

    private Object keyOf(String curve) {
        return List.of(curve, judge.threat().norm(), judge.attacks());
    }

    Condition condition() {
        return condition;
    }

    Optional<FoundPoints> points() {
        return points;
    }

    /** Returns the passes through the classifier that the next stage costs an image. */
    long nextPasses() {
        return stages.get(next).passes;
    }

    /**
     * Checks that every stage can be run on a classifier of so many classes.
     *
     * @throws IllegalArgumentException naming the condition, and an attack that can
     */
    void requireClasses(int classes) {
        ThreatModel threat = judge.threat();
        try {
            stages.forEach(stage -> stage.stage.attack().requireClasses(classes, threat.norm()));
        } catch (IllegalArgumentException few) {
            throw new IllegalArgumentException(condition.label() + ": " + few.getMessage(), few);
        }
    }

    /** Keeps only images that are among these. */
    void keep(BitSet right) {
        standing.and(right);
    }

    /** Returns the images that nothing has broken so far. */
    BitSet standing() {
        return (BitSet) standing.clone();
    }

    boolean isFinished() {
        return next == stages.size();
    }

    /** Returns about how many passes through the classifier are left to do. */
    long remaining() {
        BitSet alive = standing();
        stages.forEach(stage -> alive.andNot(stage.known.broken));
        long passes = 0;
        for (Tried stage : stages.subList(next, stages.size())) {
            passes += stage.passes * Indices.without(alive, stage.known.images).cardinality();
        }
        return passes;
    }

    /** Returns how many of the images that stand some stage was not run on. */
    int unfinished() {
        BitSet throughAll = standing();
        stages.forEach(stage -> throughAll.and(stage.known.images));
        return standing.cardinality() - throughAll.cardinality();
    }

    /**
     * Runs the next stage on the images that stand, except those on which it was run before.
     *
     * @param enough asked before each block; once it is true, what is known has to do
     */
    void advance(int batchSize, StageRunner runner, Listener afterBlock, BooleanSupplier enough) throws IOException {
        Tried stage = stages.get(next);
        int before = standing.cardinality();
        BitSet pending = Indices.without(standing, stage.known.images);
        standing.andNot(stage.known.broken);
        int decided = 0;
        int withstood = 0;
        for (int[] indices : batches(pending, batchSize)) {
            if (enough.getAsBoolean()) {
                break;
            }
            StageBlock block = runner.run(judge.threat(), stage.stage, next, indices, points);
            journal.append(file, block);
            stage.known.learn(block);
            standing.andNot(stage.known.broken);
            decided += indices.length;
            withstood += indices.length - block.broken().size();
            afterBlock.blockFinished(stage.stage.name(), (double) before * withstood / decided / images);
        }
        stage.before = before;
        stage.left = standing.cardinality();
        next++;
    }

    /** Listens to blocks of images. */
    @FunctionalInterface
    interface Listener {
        /**
         * Takes note of a finished block.
         *
         * @param accuracy the share of all images that will stand after the attack, to judge by the blocks
         *     so far
         */
        void blockFinished(String attack, double accuracy);
    }

    /**
     * The first stage gets what stands of each batch of the clean pass; the later ones, which get few
     * images of each, get full batches.
     */
    private List<int[]> batches(BitSet pending, int batchSize) {
        List<int[]> batches = new ArrayList<>();
        if (next > 0) {
            Batches.of(pending.stream().toArray(), batchSize).forEach(batches::add);
            return batches;
        }
        for (int[] whole : Batches.inOrder(images, batchSize)) {
            int[] left = Arrays.stream(whole).filter(pending::get).toArray();
            if (left.length > 0) {
                batches.add(left);
            }
        }
        return batches;
    }

    /** Returns what each stage did, once all are over. */
    List<StageFindings> findings() {
        return stages.stream()
                .map(stage -> new StageFindings(
                        stage.stage.attack(),
                        stage.stage.name(),
                        stage.before - stage.left,
                        new Accuracy(stage.left, images),
                        stage.known.gradients,
                        stage.known.seconds))
                .toList();
    }
}
