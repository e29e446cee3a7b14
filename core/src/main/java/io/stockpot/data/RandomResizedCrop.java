package io.stockpot.data;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.random.RandomGenerator;

/**
 * Cuts a random part out of the picture in its own size and resizes it: the usual augmentation of ImageNet (Szegedy et
 * al., "Going deeper with convolutions", CVPR 2015, §6), with the rule of torchvision: up to ten parts are drawn, and if
 * none fits, the middle is taken in the nearest allowed ratio. {@link BoxResampler} resizes, so pixels just beside the
 * part enter those at its edge.
 *
 * @param leastArea smallest share of the picture's area
 * @param mostArea largest share of the picture's area
 * @param leastRatio smallest width / height of the part
 * @param mostRatio largest width / height of the part
 * @param interpolation between pixels
 */
public record RandomResizedCrop(
        @JsonProperty(defaultValue = "0.08") double leastArea,
        @JsonProperty(defaultValue = "1") double mostArea,
        @JsonProperty(defaultValue = "0.75") double leastRatio,
        @JsonProperty(defaultValue = "1.3333333333333333") double mostRatio,
        @JsonProperty(defaultValue = "bilinear") Interpolation interpolation)
        implements Augmentation {
    /** Checks that both ranges are in order. */
    public RandomResizedCrop {
        new RandomRectangle(leastArea, mostArea, leastRatio, mostRatio);
    }

    @Override
    public boolean takesOriginal() {
        return true;
    }

    @Override
    public Raster apply(RandomGenerator draws, Raster image, ImageShape shape) {
        RandomRectangle random = new RandomRectangle(leastArea, mostArea, leastRatio, mostRatio);
        RandomRectangle.Rectangle part =
                random.draw(draws, image.shape()).orElseGet(() -> random.centre(image.shape()));
        BoxResampler.Box box =
                new BoxResampler.Box(part.left(), part.top(), part.left() + part.width(), part.top() + part.height());
        return BoxResampler.resized(image, box, shape.height(), shape.width(), interpolation);
    }
}
