package io.stockpot.evaluate;

import io.stockpot.attack.Attack;
import io.stockpot.attack.Judge;
import io.stockpot.attack.Revision;
import io.stockpot.attack.Ruling;
import io.stockpot.data.LabelledImages;
import io.stockpot.text.CanonicalJson;
import io.stockpot.threat.ThreatModel;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.BitSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * What a {@link Journal} knows of a threat and its attacks, stage by stage. Conditions of one threat and attack
 * under different names, such as a threat and a point of a curve, share a log: what one of them finds out the
 * others do not ask again.
 */
final class AttackLog {
    private final ThreatModel threat;
    private final LabelledImages images;
    private final Journal journal;
    private final String file;
    private final Optional<FoundPoints> points;
    private final List<StageLog> stages;

    /** What decides the verdict on an image, besides the classifier, the image and the seed. */
    private record Identity(ThreatModel threat, List<Attack> attacks, Optional<Integer> attackRevision) {}

    private AttackLog(String file, Judge judge, LabelledImages images, Journal journal) {
        this.threat = judge.threat();
        this.images = images;
        this.journal = journal;
        this.file = file;
        this.points = journal.points(file, images.shape().length());
        this.stages =
                Stream.generate(StageLog::new).limit(judge.stages().size()).toList();
        journal.read(file, StageBlock.class).forEach(this::learn);
    }

    /**
     * Reads the log of each condition.
     *
     * @throws UncheckedIOException if the journal cannot be read
     */
    static Map<Condition, AttackLog> ofEach(List<Condition> conditions, LabelledImages images, Journal journal) {
        Map<String, AttackLog> byFile = new HashMap<>();
        Map<Condition, AttackLog> logs = new LinkedHashMap<>();
        for (Condition condition : conditions) {
            Judge judge = condition.spelledOut().judge();
            logs.put(
                    condition,
                    byFile.computeIfAbsent(file(judge, journal), file -> new AttackLog(file, judge, images, journal)));
        }
        return logs;
    }

    /** Returns the points found so far, if they are kept. */
    Optional<CheckedPoints> points() {
        BitSet all = Indices.first(images.size());
        BitSet attacked = new BitSet();
        BitSet broken = new BitSet();
        for (StageLog stage : stages) {
            attacked.or(Indices.without(all, stage.untried(all)));
            broken.or(Indices.without(all, stage.unbroken(all)));
        }
        return points.map(kept -> new CheckedPoints(kept, threat, images, attacked, broken));
    }

    /** Returns a name that is short, without odd characters, and the same for equal conditions under other names. */
    private static String file(Judge judge, Journal journal) {
        String identity =
                CanonicalJson.of(new Identity(judge.threat(), judge.attacks(), Revision.inKeys(List.of(judge))));
        return journal.attacksOn(UUID.nameUUIDFromBytes(identity.getBytes(StandardCharsets.UTF_8))
                .toString());
    }

    /** Returns what is known of a stage, by its number from zero. */
    StageLog stage(int number) {
        return stages.get(number);
    }

    /**
     * Adds a block of images; it is on the disk when this returns.
     *
     * @param ruling of the images of the block, in their order
     * @throws UncheckedIOException if it cannot be written
     */
    void append(StageBlock block, Ruling ruling) {
        // the points first: what the journal knows is never attacked again
        points.ifPresent(kept -> keep(kept, block, ruling));
        journal.append(file, block);
        learn(block);
    }

    private static void keep(FoundPoints points, StageBlock block, Ruling ruling) {
        try {
            points.keep(block.images(), ruling);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private void learn(StageBlock block) {
        stages.get(block.stage()).add(block);
    }
}
