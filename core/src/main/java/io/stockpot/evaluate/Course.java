package io.stockpot.evaluate;

import io.stockpot.attack.Adversary;
import io.stockpot.attack.Attack;
import io.stockpot.attack.GradientTally;
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

/** The course of one condition: which images each stage of its adversary has tried and broken. */
final class Course {
    private final Condition condition;
    private final Adversary adversary;
    private final Journal journal;
    private final String file;
    private final Optional<FoundPoints> points;
    private final int images;
    private final List<Tried> stages = new ArrayList<>();
    private final BitSet standing;
    private int next;

    /** What decides the verdict on an image, besides the classifier, the image and the seed. */
    private record Identity(ThreatModel threat, List<Attack> attacks, Optional<Integer> attackRevision) {}

    /** What is known of one stage, by whichever course it was found out. */
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

    /** One stage in this course. */
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
    interface Hearing {
        /**
         * Returns what became of the images.
         *
         * @param number of the stage, from zero
         * @param indices of the images
         * @param points where to keep what was found, if it is to be kept
         */
        StageBlock hear(ThreatModel threat, Stage stage, int number, int[] indices, Optional<FoundPoints> points)
                throws IOException;
    }

    /**
     * Starts a course for each condition with what a journal knows. Conditions of one threat and attack under
     * different names, such as a threat and a point of a curve, know the same: what one finds out the others do
     * not ask again.
     *
     * @param data the images
     */
    static List<Course> of(List<Condition> conditions, LabelledImages data, Journal journal) throws IOException {
        Map<String, List<Known>> known = new HashMap<>();
        List<Course> courses = new ArrayList<>();
        for (Condition condition : conditions) {
            courses.add(new Course(condition, data, journal, known));
        }
        return courses;
    }

    private Course(Condition condition, LabelledImages data, Journal journal, Map<String, List<Known>> known)
            throws IOException {
        this.condition = condition;
        this.adversary = condition.spelledOut().adversary();
        this.journal = journal;
        this.images = data.size();
        this.standing = Indices.first(images);
        String identity = CanonicalJson.of(
                new Identity(adversary.threat(), adversary.attacks(), Revision.inKeys(List.of(adversary))));
        // short, without odd characters, and the same for equal conditions under other names
        UUID name = UUID.nameUUIDFromBytes(identity.getBytes(StandardCharsets.UTF_8));
        this.file = journal.attacksOn(name.toString());
        this.points = journal.points(file, data.shape().length());
        if (!known.containsKey(file)) {
            known.put(file, recalled());
        }
        for (Stage stage : adversary.stages()) {
            stages.add(new Tried(stage, known.get(file).get(stages.size()), adversary.threat()));
        }
    }

    private List<Known> recalled() throws IOException {
        List<Known> known =
                Stream.generate(Known::new).limit(adversary.stages().size()).toList();
        for (StageBlock block : journal.read(file, StageBlock.class)) {
            known.get(block.stage()).learn(block);
        }
        return known;
    }

    /** Returns conditions that are points of one curve together, by growing radius; others alone. */
    static List<List<Course>> curves(List<Course> courses) {
        Map<Object, List<Course>> curves = new LinkedHashMap<>();
        for (Course course : courses) {
            Object key = course.condition.curve().<Object>map(course::keyOf).orElse(course);
            curves.computeIfAbsent(key, unknown -> new ArrayList<>()).add(course);
        }
        Comparator<Course> byRadius = Comparator.comparingDouble(
                course -> course.adversary.threat().epsilon().value());
        curves.values().forEach(curve -> curve.sort(byRadius));
        return List.copyOf(curves.values());
    }

    private Object keyOf(String curve) {
        return List.of(curve, adversary.threat().norm(), adversary.attacks());
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
        ThreatModel threat = adversary.threat();
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
    void advance(int batchSize, Hearing hearing, Listener afterBlock, BooleanSupplier enough) throws IOException {
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
            StageBlock block = hearing.hear(adversary.threat(), stage.stage, next, indices, points);
            journal.append(file, block);
            stage.known.learn(block);
            standing.andNot(stage.known.broken);
            decided += indices.length;
            withstood += indices.length - block.broken().size();
            afterBlock.heard(stage.stage.name(), (double) before * withstood / decided / images);
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
        void heard(String attack, double accuracy);
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
