package io.stockpot.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stockpot.data.source.Cifar10;
import io.stockpot.model.Architecture;
import io.stockpot.model.Classifier;
import io.stockpot.model.ImageSize;
import io.stockpot.model.Normalisation;
import io.stockpot.model.PicturePreparation;
import io.stockpot.model.SoftmaxRegression;
import io.stockpot.model.Usage;
import io.stockpot.model.WideResNet;
import io.stockpot.model.checkpoint.Provenance;
import io.stockpot.model.checkpoint.StockpotCheckpoint;
import io.stockpot.model.layer.Activation;
import io.stockpot.tensor.StateDict;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What a model's file states of its use needs no option. */
class StatedUsageTest extends MadeSeason {
    private static final Usage DARK_AND_LIGHT =
            new Usage(Optional.empty(), Optional.of(List.of("dark", "light")), Optional.empty());

    @Test
    void classesAreThoseThatTheFilesState() throws IOException {
        Files.move(folder.resolve("photos/light"), folder.resolve("elsewhere"));
        assertThat(season()).isEqualTo(1);
        assertThat(errors.toString())
                .contains("nothing names the classes, so the folders in", "alphabetical order; --data or --classes");
        stating("eager", 20);
        stating("shy", -20);
        errors.getBuffer().setLength(0);
        assertThat(season()).as(errors.toString()).isZero();
        assertThat(errors.toString()).doesNotContain("alphabetical order;");
        assertThat(run("evaluate", file("eager"), "--photos", file("photos"), "--work", memory.toString()))
                .as(errors.toString())
                .isZero();
    }

    @Test
    void foldersOfOtherNamesAreNumberedAsIfTheFilesStatedNothing() throws IOException {
        stating("eager", 20);
        stating("shy", -20);
        Files.move(folder.resolve("photos/dark"), folder.resolve("photos/0"));
        Files.move(folder.resolve("photos/light"), folder.resolve("photos/1"));
        assertThat(season()).as(errors.toString()).isZero();
    }

    @Test
    void sizesAreThoseOfTheNetworkThenOfTheDataThenOfTheFile() {
        PicturePreparation how = new PicturePreparation(Optional.of(36), Optional.of(32), "bicubic", true);
        Usage stated = new Usage(Optional.of(new ImageSize(3, 32, 32)), Optional.empty(), Optional.of(how));
        Architecture any = new WideResNet(10, 1, Activation.RELU, 10, 3);
        assertThat(PictureSize.of(any, Optional.empty(), Usage.NONE)).isEmpty();
        assertThat(PictureSize.of(any, Optional.empty(), stated))
                .contains(new PictureSize(32, "the model's file states", how));
        assertThat(PictureSize.of(any, Optional.of(new Cifar10(Optional.empty())), stated))
                .contains(new PictureSize(32, "cifar10 has", how));
        assertThat(PictureSize.of(new SoftmaxRegression(8, 2, 3), Optional.empty(), stated))
                .contains(new PictureSize(8, "the network takes", PicturePreparation.of(8)));
    }

    @Test
    void refusesAWayToResizeThatIsNotKnown() {
        PicturePreparation how = new PicturePreparation(Optional.of(36), Optional.of(32), "lanczos", true);
        assertThatThrownBy(() -> PictureSize.interpolation(how))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("'lanczos', which is not known here: add --resize and --crop");
    }

    private void stating(String name, float offset) throws IOException {
        try (StateDict values = weights(0, PIXELS, offset);
                Classifier classifier =
                        Classifier.of(new SoftmaxRegression(SIDE, 2, 3), Normalisation.none(3), values)) {
            StockpotCheckpoint.write(
                    folder.resolve(name), classifier, new Provenance(List.of("root", name), "{}"), DARK_AND_LIGHT);
        }
    }
}
