package io.stockpot.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.stockpot.model.layer.Activation;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What is known of the use of classifiers. */
class UsageTest {
    private static final ImageSize SIZE = new ImageSize(3, 32, 32);
    private static final Usage PETS = Usage.of(SIZE, List.of("cat", "dog"));
    private static final Usage CARS = Usage.of(SIZE, List.of("car", "bus"));

    @Test
    void agreesWhereAllThatStateAFactStateTheSame() {
        assertThat(Usage.agreed(List.of(PETS, Usage.NONE, PETS))).isEqualTo(PETS);
        assertThat(Usage.disagreements(List.of(PETS, Usage.NONE, PETS))).isEmpty();
        assertThat(Usage.agreed(List.of(PETS, CARS)))
                .isEqualTo(new Usage(Optional.of(SIZE), Optional.empty(), Optional.empty()));
        assertThat(Usage.disagreements(List.of(PETS, CARS))).containsExactly("the names of the classes");
    }

    @Test
    void fillsInWhatIsNotKnown() {
        Usage prepared = new Usage(Optional.empty(), Optional.empty(), Optional.of(PicturePreparation.of(40)));
        assertThat(prepared.or(PETS).classNames()).isEqualTo(PETS.classNames());
        assertThat(prepared.or(PETS).customaryPreparation()).contains(PicturePreparation.of(40));
        assertThat(PETS.customaryPreparation()).contains(PicturePreparation.of(32));
        assertThat(Usage.NONE.customaryPreparation()).isEmpty();
        assertThat(Usage.of(new ImageSize(3, 32, 40), List.of("a")).customaryPreparation())
                .isEmpty();
    }

    @Test
    void takesTheSizeFromNetworksThatAllowNoOther() {
        assertThat(Usage.NONE.suiting(new SoftmaxRegression(8, 10, 1)).imageSize())
                .contains(new ImageSize(1, 8, 8));
        assertThat(PETS.suiting(new WideResNet(10, 1, Activation.RELU, 2, 3))).isEqualTo(PETS);
        assertThat(PETS.suiting(new WideResNet(10, 1, Activation.RELU, 3, 3)).classNames())
                .isEmpty();
    }

    @Test
    void saysInWordsWhatIsDoneToPictures() {
        assertThat(PicturePreparation.of(32).sentence())
                .isEqualTo(
                        "turn the picture as its camera noted (EXIF), resize the shorter side to 32 pixels (bilinear,"
                                + " as Pillow does), cut the centre 32×32");
        assertThat(new PicturePreparation(Optional.empty(), Optional.empty(), "bilinear", false).sentence())
                .isEqualTo("keep its size");
    }

    @Test
    void refusesWhatCannotBe() {
        assertThatIllegalArgumentException().isThrownBy(() -> Usage.of(SIZE, List.of("cat", " ")));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new PicturePreparation(Optional.of(32), Optional.of(64), "bilinear", true))
                .withMessageContaining("crop must not exceed resize");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ImageSize(0, 1, 1))
                .withMessageContaining("channels");
    }
}
