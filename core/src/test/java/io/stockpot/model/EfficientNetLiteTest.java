package io.stockpot.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.stockpot.Golden;
import io.stockpot.data.Interpolation;
import io.stockpot.data.Raster;
import io.stockpot.data.shift.Preparation;
import io.stockpot.model.checkpoint.CheckpointFile;
import io.stockpot.model.checkpoint.ForeignNotes;
import io.stockpot.model.checkpoint.Renaming;
import io.stockpot.model.layer.Parameter;
import io.stockpot.tensor.NoLeaks;
import io.stockpot.tensor.Scope;
import io.stockpot.text.YamlRecords;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@ExtendWith(NoLeaks.class)
class EfficientNetLiteTest {
    /** How many of the 63 pictures are right; measured before by another program, with Pillow's resizing. */
    private static final int CORRECT = 58;

    private record Described(Architecture architecture, Optional<Normalisation> normalisation) {}

    /** The numbers of trained parameters and of tensors that timm 1.0.31 has in tf_efficientnet_lite0 to 4. */
    @ParameterizedTest
    @CsvSource({"0, 4652008, 296", "1, 5416680, 386", "2, 6092072, 386", "3, 8197096, 440", "4, 13006568, 548"})
    void hasAsManyParametersAsInTimm(int variant, long trainable, int tensors) {
        List<Parameter> parameters =
                new EfficientNetLite(variant, 1000, 3).network().parameters();
        long trained = parameters.stream()
                .filter(parameter -> parameter.role().trained())
                .mapToLong(parameter -> parameter.shape().stream().reduce(1L, Math::multiplyExact))
                .sum();
        assertThat(trained).isEqualTo(trainable);
        assertThat(parameters).hasSize(tensors);
    }

    @Test
    void refusesVariantsThatThereAreNot() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new EfficientNetLite(5, 1000, 3))
                .withMessageContaining("0 to 4");
    }

    @Test
    void isRightOnPicturesAsOftenAsAnotherProgram() throws IOException {
        Path weights = Golden.file("efficientnet-lite0.pth");
        Described described = YamlRecords.read(
                Path.of("../recipes/architectures/efficientnet-lite0.yaml"), Described.class, List.of());
        ForeignNotes notes = new ForeignNotes(
                Optional.of(described.architecture()), described.normalisation(), Renaming.NONE, Optional.empty());
        CheckpointFile file = CheckpointFile.open(weights, notes);
        assertThat(file.warnings()).anySatisfy(warning -> assertThat(warning).contains("EfficientNet-PyTorch"));
        try (Classifier classifier = file.load();
                NoGradGuard guard = new NoGradGuard()) {
            int correct = 0;
            for (Path picture : pictures(weights.resolveSibling("imagenet-samples"))) {
                correct += isRight(classifier, picture) ? 1 : 0;
            }
            assertThat(correct).isGreaterThanOrEqualTo(CORRECT);
        }
    }

    private static List<Path> pictures(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile)
                    .filter(file -> file.toString().endsWith(".JPEG"))
                    .sorted()
                    .toList();
        }
    }

    private static boolean isRight(Classifier classifier, Path picture) throws IOException {
        Preparation preparation = new Preparation(Optional.of(256), Optional.of(224), Interpolation.BICUBIC, false);
        Raster raster = preparation.read(picture);
        try (Scope scope = Scope.open()) {
            Tensor image = Tensor.create(unit(raster.planes()), 1, 3, 224, 224);
            long answer = classifier.logits(image).argmax().item_long();
            return identifiers()
                    .get((int) answer)
                    .equals(picture.getParent().getFileName().toString());
        }
    }

    private static float[] unit(byte[] planes) {
        float[] values = new float[planes.length];
        for (int i = 0; i < planes.length; i++) {
            values[i] = (planes[i] & 0xFF) / 255f;
        }
        return values;
    }

    private static List<String> identifiers() throws IOException {
        try (InputStream list = Preparation.class.getResourceAsStream("image-net.txt")) {
            return new String(list.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .toList();
        }
    }
}
