package io.stockpot.serve;

import io.stockpot.data.ImageShape;
import io.stockpot.data.LabelledImages;
import io.stockpot.model.Classifier;
import io.stockpot.model.Normalisation;
import io.stockpot.model.SoftmaxRegression;
import io.stockpot.tensor.Scope;
import io.stockpot.tensor.StateDict;
import java.util.Arrays;
import java.util.List;
import org.bytedeco.pytorch.Tensor;

/** Linear classifiers of the brightness of pictures of one grey, whose radii are known exactly. */
final class MadeStudy {
    static final int SIDE = 4;
    static final int PIXELS = 3 * SIDE * SIDE;
    static final ImageShape SHAPE = new ImageShape(3, SIDE, SIDE);
    static final List<String> CLASSES = List.of("dark", "light");

    private MadeStudy() {}

    /** Returns pictures, each of one grey from 0 to 255; those above the middle are light. */
    static LabelledImages greys(int... greys) {
        byte[] pixels = new byte[greys.length * PIXELS];
        for (int image = 0; image < greys.length; image++) {
            Arrays.fill(pixels, image * PIXELS, (image + 1) * PIXELS, (byte) greys[image]);
        }
        int[] labels = Arrays.stream(greys).map(grey -> grey > 127 ? 1 : 0).toArray();
        return new LabelledImages("greys", SHAPE, pixels, labels, CLASSES);
    }

    /**
     * Returns a classifier whose margin of "light" is 2 Σ (x − middle) over all pixels x in [0, 1]: in Linf it falls by 2 ·
     * 48 per unit of the radius, in L2 by 2 √48, in L1 by 2.
     */
    @SuppressWarnings("MustBeClosedChecker") // closed by the callers
    static Classifier brighterThan(double middle) {
        float[] weight = new float[2 * PIXELS];
        Arrays.fill(weight, 0, PIXELS, -1);
        Arrays.fill(weight, PIXELS, 2 * PIXELS, 1);
        float offset = (float) (middle * PIXELS);
        try (Scope scope = Scope.open();
                StateDict values = new StateDict()) {
            values.put("linear.weight", Tensor.create(weight, 2, PIXELS));
            values.put("linear.bias", Tensor.create(new float[] {offset, -offset}, 2));
            return Classifier.of(new SoftmaxRegression(SIDE, 2, 3), Normalisation.none(3), values);
        }
    }
}
