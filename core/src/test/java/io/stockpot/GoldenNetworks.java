package io.stockpot;

import com.google.errorprone.annotations.MustBeClosed;
import io.stockpot.data.LabelledImages;
import io.stockpot.model.Architecture;
import io.stockpot.model.Classifier;
import io.stockpot.model.Normalisation;
import io.stockpot.tensor.StateDict;
import io.stockpot.tensor.file.WeightFiles;
import io.stockpot.text.YamlRecords;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** Networks that others have trained, with the clean accuracy that is known of them. */
public enum GoldenNetworks {
    /** Certified at Linf 0.1 (Wong and Kolter). */
    WK17A("wk17a.yaml", "wk17a.pth", 9_811),
    /** Adversarially trained at Linf 0.3 (advertorch). */
    LENET5("lenet5.yaml", "lenet5_advtrained.pt", 9_864),
    /** Not robust. */
    RESNET20("resnet20.yaml", "resnet20.th", 9_173),
    /** Adversarially trained at Linf 2/255 (VNN-COMP 2021). */
    RESNET2B("resnet2b.yaml", "resnet2b.pth", 6_925),
    /** Adversarially trained at Linf 2/255. */
    CNN_A("cnn-a.yaml", "cifar_cnn_a_adv.model", 6_565);

    private final String description;
    private final String weights;
    private final int correct;

    GoldenNetworks(String description, String weights, int correct) {
        this.description = description;
        this.weights = weights;
        this.correct = correct;
    }

    /** What a file of recipes/architectures says. */
    private record Described(Architecture architecture, Normalisation normalisation) {}

    private Described described() throws IOException {
        Path file = Path.of("..", "recipes", "architectures", description);
        return YamlRecords.read(file, Described.class, List.of());
    }

    /** Returns the shape of the network. */
    public Architecture architecture() throws IOException {
        return described().architecture();
    }

    /** Reads the network, or skips the test when its file is absent. */
    @MustBeClosed
    public Classifier open() throws IOException {
        Described described = described();
        try (StateDict values = WeightFiles.read(Golden.file(weights))) {
            return Classifier.of(described.architecture(), described.normalisation(), values);
        }
    }

    /** Returns the 10,000 images it is judged on, in official order, or skips the test. */
    public LabelledImages images() throws IOException {
        return architecture().channels() == 1 ? Golden.mnist() : Golden.cifar10();
    }

    /** Returns how many of the images it gets right in float32. */
    public int correct() {
        return correct;
    }
}
