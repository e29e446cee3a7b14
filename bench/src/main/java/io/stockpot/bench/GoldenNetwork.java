package io.stockpot.bench;

import com.google.errorprone.annotations.MustBeClosed;
import io.stockpot.data.Cifar10;
import io.stockpot.data.DataCache;
import io.stockpot.data.DataSource;
import io.stockpot.data.LabelledImages;
import io.stockpot.data.Mnist;
import io.stockpot.data.Part;
import io.stockpot.data.Progress;
import io.stockpot.model.Architecture;
import io.stockpot.model.Classifier;
import io.stockpot.model.Normalisation;
import io.stockpot.tensor.StateDict;
import io.stockpot.tensor.WeightFiles;
import io.stockpot.text.YamlRecords;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * Networks of others, with known results. They are in the folder "golden" of the folder that the environment
 * variable STOCKPOT_SHARED names, else of "../shared".
 */
enum GoldenNetwork {
    CIFAR_CNN_A_ADV("cnn-a.yaml", "cifar_cnn_a_adv.model"),
    LENET5_ADVTRAINED("lenet5.yaml", "lenet5_advtrained.pt"),
    RESNET2B("resnet2b.yaml", "resnet2b.pth"),
    WK17A("wk17a.yaml", "wk17a.pth");

    static final Path FOLDER = Path.of(System.getenv().getOrDefault("STOCKPOT_SHARED", "../shared"))
            .resolve("golden");

    private final String description;
    private final String weights;

    GoldenNetwork(String description, String weights) {
        this.description = description;
        this.weights = weights;
    }

    private record Described(Architecture architecture, Normalisation normalisation) {}

    LabelledImages images() throws IOException {
        DataSource source = switch (this) {
            case LENET5_ADVTRAINED, WK17A -> new Mnist();
            case CIFAR_CNN_A_ADV, RESNET2B -> new Cifar10();
        };
        return source.load(Part.TEST, DataCache.ofUser(), Progress.NONE);
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
