package io.stockpot.evaluate;

import static org.assertj.core.api.Assertions.assertThat;

import io.stockpot.GoldenNetworks;
import io.stockpot.base.AtomicFile;
import io.stockpot.base.Progress;
import io.stockpot.base.Seed;
import io.stockpot.data.LabelledImages;
import io.stockpot.data.corruption.Corruption;
import io.stockpot.model.Classifier;
import io.stockpot.outcome.Labels;
import io.stockpot.outcome.PairedTest;
import io.stockpot.tensor.NoLeaks;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * The accuracy of a network that others trained falls from severity to severity. The property {@code
 * stockpot.corrupted.images} sets the number of images; accuracies are written to {@code
 * target/corrupted-accuracy.txt}.
 */
@ExtendWith(NoLeaks.class)
class CorruptedAccuracyTest {
    private static final int IMAGES = Integer.getInteger("stockpot.corrupted.images", 200);
    /** A rise that chance brings about more often than this is a tie. */
    private static final double CHANCE = 0.003;

    /**
     * Where the published parameters themselves get easier for this network: the same shuffle under a wider
     * blur (glass), larger flakes (snow), from water to mud (spatter), from pale to vivid (saturate).
     */
    private static final Set<String> EASIER =
            Set.of("glass_blur/3", "glass_blur/5", "snow/3", "spatter/4", "saturate/3");

    @Test
    void losesAccuracyFromSeverityToSeverity() throws IOException {
        LabelledImages images = GoldenNetworks.RESNET20.images().first(IMAGES);
        StringBuilder table = new StringBuilder(IMAGES + " images\n");
        try (Classifier classifier = GoldenNetworks.RESNET20.open()) {
            BitSet clean = correct(classifier, images);
            table.append(line(Labels.CLEAN, List.of(clean)));
            for (Corruption corruption : Corruption.values()) {
                List<BitSet> bySeverity = new ArrayList<>();
                for (int severity = 1; severity <= Corruption.SEVERITIES; severity++) {
                    bySeverity.add(correct(classifier, corruption.apply(images, severity, new Seed(0))));
                }
                table.append(line(corruption.text(), bySeverity));
                requireFalling(corruption, clean, bySeverity);
            }
        }
        AtomicFile.writeText(Path.of("target", "corrupted-accuracy.txt"), table.toString());
    }

    private static BitSet correct(Classifier classifier, LabelledImages images) {
        return CleanOutcomes.of(classifier, images, 250, Progress.NONE).correct(Labels.CLEAN);
    }

    private static String line(String name, List<BitSet> bySeverity) {
        StringBuilder line = new StringBuilder("%-18s".formatted(name));
        bySeverity.forEach(
                correct -> line.append(String.format(Locale.ROOT, " %5.1f", 100.0 * correct.cardinality() / IMAGES)));
        return line + "\n";
    }

    private static void requireFalling(Corruption corruption, BitSet clean, List<BitSet> bySeverity) {
        BitSet before = clean;
        for (int severity = 1; severity <= Corruption.SEVERITIES; severity++) {
            BitSet correct = bySeverity.get(severity - 1);
            String name = corruption.text() + "/" + severity;
            if (!EASIER.contains(name)) {
                PairedTest rise = PairedTest.of(correct, before);
                assertThat(rise.wins() > rise.losses() && rise.pValue() < CHANCE)
                        .as("more images are right at %s than before: %s", name, rise)
                        .isFalse();
            }
            before = correct;
        }
        assertThat(before.cardinality()).as(corruption.text()).isLessThan(clean.cardinality());
    }
}
