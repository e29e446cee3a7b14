package io.stockpot.model.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stockpot.base.Seed;
import io.stockpot.model.Architecture;
import io.stockpot.model.Classifier;
import io.stockpot.model.Normalisation;
import io.stockpot.model.VisionTransformer;
import io.stockpot.tensor.NoLeaks;
import io.stockpot.tensor.Scope;
import io.stockpot.tensor.StateDict;
import io.stockpot.tensor.file.Safetensors;
import io.stockpot.text.YamlRecords;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(NoLeaks.class)
@SuppressWarnings("MustBeClosedChecker") // opening fails
class FreshLayersTest {
    @TempDir
    Path folder;

    /** As of a pretrained encoder, which has no head and names for more than a classifier needs. */
    @Test
    void drawsTheLayersThatAFileLacks() throws IOException {
        VisionTransformer network = YamlRecords.read(
                "{size: {custom: {width: 8, depth: 1, heads: 2}}, patch: 4, image: 8,"
                        + " pooling: mean-then-norm, classes: 5}",
                "text",
                VisionTransformer.class,
                List.of());
        Path file = folder.resolve("encoder.safetensors");
        try (Classifier classifier = Classifier.initial(network, Normalisation.none(3), new Seed(1));
                StateDict encoder = new StateDict()) {
            for (String name : classifier.weights().names()) {
                if (!name.startsWith("head.") && !name.startsWith("fc_norm.")) {
                    encoder.put(name, classifier.weights().get(name));
                }
            }
            Safetensors.write(file, encoder, Map.of());
            CheckpointFile opened = CheckpointFile.open(file, fresh(network, "head", "fc_norm"));
            assertThat(opened.remarks()).anyMatch(remark -> remark.endsWith("said to lack them: head, fc_norm"));
            try (Classifier read = opened.load();
                    Classifier again = opened.load();
                    Scope scope = Scope.open()) {
                assertThat(read.weights().digest()).isEqualTo(again.weights().digest());
                assertThat(read.weights()
                                .get("cls_token")
                                .equal(classifier.weights().get("cls_token")))
                        .isTrue();
                assertThat(read.weights().get("fc_norm.weight").equal(torch.ones(8)))
                        .isTrue();
                assertThat(read.weights().shape("head.weight")).containsExactly(5, 8);
            }
        }
        assertThatThrownBy(
                        () -> CheckpointFile.open(file, fresh(network, "head")).load())
                .hasMessageContaining("missing (2): fc_norm.weight, fc_norm.bias");
        assertThatThrownBy(() -> CheckpointFile.open(file, fresh(network, "fc")).load())
                .hasMessageContaining("no layer 'fc' to draw afresh", "'head.bias'");
        Path own = folder.resolve("own.safetensors");
        try (Classifier classifier = Classifier.initial(network, Normalisation.none(3), new Seed(1))) {
            StockpotCheckpoint.write(own, classifier, new Provenance(List.of("root"), "{}"));
        }
        assertThatThrownBy(() -> CheckpointFile.open(own, fresh(network, "head")))
                .hasMessageContaining("has all weights of its network", "leave 'fresh' out");
    }

    private static ForeignNotes fresh(Architecture network, String... layers) {
        return new ForeignNotes(
                Optional.of(network),
                Optional.empty(),
                Renaming.NONE,
                Optional.empty(),
                new FreshLayers(List.of(layers)));
    }
}
