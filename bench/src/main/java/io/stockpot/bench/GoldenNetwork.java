package io.stockpot.bench;

import com.google.errorprone.annotations.MustBeClosed;
import io.stockpot.base.Progress;
import io.stockpot.data.LabelledImages;
import io.stockpot.data.fetch.DataCache;
import io.stockpot.data.source.Cifar10;
import io.stockpot.data.source.DataPart;
import io.stockpot.data.source.Mnist;
import io.stockpot.data.source.PublishedData;
import io.stockpot.model.Architecture;
import io.stockpot.model.Classifier;
import io.stockpot.model.Normalisation;
import io.stockpot.tensor.StateDict;
import io.stockpot.tensor.file.WeightFiles;
import io.stockpot.text.YamlRecords;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * Published networks with known results. They are in the folder "golden" of the folder that the environment
 * variable STOCKPOT_SHARED names, else of "../shared".
 */
enum GoldenNetwork {
    CIFAR_CNN_A_ADV("cnn-a.yaml", "cifar_cnn_a_adv.model", "Linf 2/255", "L2 0.25", "L1 3"),
    LENET5_ADVTRAINED("lenet5.yaml", "lenet5_advtrained.pt", "Linf 0.3", "L2 1.5", "L1 4"),
    RESNET2B("resnet2b.yaml", "resnet2b.pth", "Linf 2/255", "L2 0.25", "L1 3"),
    WK17A("wk17a.yaml", "wk17a.pth", "Linf 0.1", "L2 1", "L1 3");

    static final Path FOLDER = Path.of(System.getenv().getOrDefault("STOCKPOT_SHARED", "../shared"))
            .resolve("golden");

    private final String description;
    private final String weights;
    // a copy, which nobody can change
    @SuppressWarnings("ImmutableEnumChecker")
    private final List<String> threats;

    GoldenNetwork(String description, String weights, String... threats) {
        this.description = description;
        this.weights = weights;
        this.threats = List.of(threats);
    }

    private record Described(Architecture architecture, Normalisation normalisation) {}

    /** Returns the threats, one for each norm, under which its results are known. */
    List<String> threats() {
        return threats;
    }

    LabelledImages images() throws IOException {
        PublishedData source = switch (this) {
            case LENET5_ADVTRAINED, WK17A -> new Mnist();
            case CIFAR_CNN_A_ADV, RESNET2B -> new Cifar10();
        };
        return source.load(DataPart.TEST, DataCache.ofUser(), Progress.NONE);
    }

    @MustBeClosed
    Classifier open() throws IOException {
        Path file = Path.of("recipes", "architectures", description);
        Described described = YamlRecords.read(file, Described.class, List.of());
        try (StateDict values = WeightFiles.read(FOLDER.resolve(weights))) {
            return Classifier.of(described.architecture(), described.normalisation(), values);
        }
    }
}
