package io.stockpot.soup;

import static org.assertj.core.api.Assertions.assertThat;

import io.stockpot.base.Seed;
import io.stockpot.data.Augmentation;
import io.stockpot.data.Flip;
import io.stockpot.data.ImageShape;
import io.stockpot.data.LabelledImages;
import io.stockpot.data.MadeImages;
import io.stockpot.data.RandomResizedCrop;
import io.stockpot.model.checkpoint.Provenance;
import io.stockpot.text.Defaults;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

class TrainingAugmentationTest {
    private static final LabelledImages IMAGES = MadeImages.of(20, new Seed(1));
    private static final StatisticsSource SOURCE = StatisticsSource.of(() -> IMAGES, new Seed(0));
    private static final Provenance CROPPED = trained("train", "{\"crop-flip\":{\"padding\":2,\"flip\":true}}");
    private static final Provenance MIRRORED = trained("fine-tune", "{\"flip\":{\"probability\":0.5}}");
    private static final Provenance FOREIGN = new Provenance(List.of("x"), "");
    private static final Provenance SOUP = new Provenance(List.of("x"), "{\"soup-of\":[],\"weights\":\"1\"}");

    private static Provenance trained(String how, String augmentation) {
        return new Provenance(
                List.of("x"),
                "{\"seed\":1,\"training\":{\"" + how + "\":{\"epochs\":1.0,\"augmentation\":" + augmentation + "}}}");
    }

    @Test
    void isWhatAllModelsState() throws IOException {
        TrainingAugmentation found = TrainingAugmentation.of(List.of(CROPPED, CROPPED), StatisticsSource.NONE);
        assertThat(found.augmentation()).isEqualTo(new Augmentation.CropFlip(2, true));
        assertThat(found.assumption()).isEmpty();
    }

    @Test
    void isWhatMostStateWhateverTheirOrder() throws IOException {
        for (List<Provenance> models : List.of(
                List.of(MIRRORED, FOREIGN, CROPPED, MIRRORED, SOUP),
                List.of(CROPPED, MIRRORED, MIRRORED, SOUP, FOREIGN))) {
            TrainingAugmentation found = TrainingAugmentation.of(models, StatisticsSource.NONE);
            assertThat(found.augmentation()).isEqualTo(new Flip(0.5));
            assertThat(found.assumption())
                    .hasValueSatisfying(text ->
                            assertThat(text).contains("not all models say", "{\"flip\":{\"probability\":0.5}}"));
        }
        assertThat(TrainingAugmentation.of(List.of(CROPPED, MIRRORED), StatisticsSource.NONE))
                .isEqualTo(TrainingAugmentation.of(List.of(MIRRORED, CROPPED), StatisticsSource.NONE));
    }

    @Test
    void isTheCustomaryOneWhereNoneStatesAny() throws IOException {
        TrainingAugmentation found = TrainingAugmentation.of(List.of(FOREIGN, SOUP), SOURCE);
        assertThat(found.augmentation()).isEqualTo(new Augmentation.CropFlip(1, true));
        assertThat(found.assumption())
                .hasValueSatisfying(text -> assertThat(text)
                        .startsWith("the models do not say")
                        .contains("{\"crop-flip\":{\"padding\":1,\"flip\":true}}"));
    }

    @Test
    void padsAnEighthAndMirrorsNoDigits() {
        assertThat(TrainingAugmentation.customary(new ImageShape(3, 32, 32)))
                .isEqualTo(new Augmentation.CropFlip(4, true));
        assertThat(TrainingAugmentation.customary(new ImageShape(1, 28, 28)))
                .isEqualTo(new Augmentation.CropFlip(3, false));
        assertThat(TrainingAugmentation.customary(new ImageShape(3, 224, 224)))
                .isEqualTo(new Augmentation.Sequence(
                        List.of(Defaults.of(RandomResizedCrop.class), Defaults.of(Flip.class))));
    }

    @Test
    void ignoresAnAugmentationThatIsNotKnownHere() throws IOException {
        Provenance later = trained("train", "{\"dream\":{}}");
        assertThat(TrainingAugmentation.of(List.of(later, CROPPED), StatisticsSource.NONE)
                        .augmentation())
                .isEqualTo(new Augmentation.CropFlip(2, true));
        Provenance broken = new Provenance(List.of("x"), "not JSON");
        assertThat(TrainingAugmentation.of(List.of(broken), SOURCE).assumption())
                .isPresent();
    }
}
