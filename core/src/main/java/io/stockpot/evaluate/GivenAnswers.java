package io.stockpot.evaluate;

import io.stockpot.data.Batches;
import io.stockpot.data.LabelledImages;
import io.stockpot.model.Classifier;
import io.stockpot.model.Normalisation;
import io.stockpot.tensor.Scope;
import io.stockpot.tensor.TensorBytes;
import java.nio.LongBuffer;
import java.util.Optional;
import org.bytedeco.pytorch.InferenceMode;
import org.bytedeco.pytorch.LongOptional;
import org.bytedeco.pytorch.Tensor;

/** The class with the largest logit for each image, as it is or with another normalisation of the images. */
public final class GivenAnswers {
    private static final int BATCH = 50;

    private GivenAnswers() {}

    /**
     * Classifies images.
     *
     * @param other the normalisation to be used instead of the classifier's own, if any
     * @return the number of a class for each image
     */
    public static int[] of(Classifier classifier, Optional<Normalisation> other, LabelledImages images) {
        if (other.isEmpty()) {
            return answers(classifier, images);
        }
        try (Classifier changed = Classifier.of(classifier.architecture(), other.get(), classifier.weights())) {
            return answers(changed, images);
        }
    }

    private static int[] answers(Classifier classifier, LabelledImages images) {
        int[] answers = new int[images.size()];
        for (int[] batch : Batches.inOrder(images.size(), BATCH)) {
            try (Scope scope = Scope.open();
                    InferenceMode inference = new InferenceMode()) {
                Tensor largest = classifier.logits(images.images(batch)).argmax(new LongOptional(1), false);
                LongBuffer numbers =
                        TensorBytes.slices(largest.contiguous()).get(0).asLongBuffer();
                for (int index : batch) {
                    answers[index] = Math.toIntExact(numbers.get());
                }
            }
        }
        return answers;
    }
}
