package io.stockpot.evaluate;

import io.stockpot.base.ChannelIo;
import io.stockpot.data.LabelledImages;
import io.stockpot.tensor.Scope;
import io.stockpot.tensor.file.NumpyWriter;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The adversarial images of an evaluation: for each condition and image the worst point found, the image
 * itself if it was misclassified from the start. The classifier is correct on them where the outcome is.
 */
public final class AdversarialExamples {
    private final LabelledImages images;
    /** By label of the condition; a point is taken from the first file that has a misclassified one, else any. */
    private final Map<String, List<FoundPoints>> found;

    private AdversarialExamples(LabelledImages images, Map<String, List<FoundPoints>> found) {
        this.images = images;
        this.found = found;
    }

    /** Opens the points; along a curve, those of smaller radii are used where a larger one has none. */
    static AdversarialExamples of(Evaluator evaluator, Journal journal) {
        Map<Condition, List<FoundPoints>> byCondition = new HashMap<>();
        for (List<Condition> curve : evaluator.curves()) {
            List<FoundPoints> largestFirst = new ArrayList<>();
            for (Condition condition : curve) {
                AttackLog.points(condition, evaluator.images(), journal)
                        .ifPresent(points -> largestFirst.add(0, points));
                byCondition.put(condition, List.copyOf(largestFirst));
            }
        }
        Map<String, List<FoundPoints>> found = new LinkedHashMap<>();
        for (Condition condition : evaluator.conditions()) {
            if (condition instanceof Condition.Robust) {
                found.put(condition.label(), byCondition.get(condition));
            }
        }
        return new AdversarialExamples(evaluator.images(), found);
    }

    /**
     * Writes an archive of NumPy arrays; it appears only when it is complete. For each condition there is
     * an array by its label, N×C×H×W, float32; "labels" and "indices" are int64.
     */
    public void write(Path file) throws IOException {
        Map<String, NumpyWriter.Array> arrays = new LinkedHashMap<>();
        int count = images.size();
        found.forEach((label, files) -> arrays.put(
                label,
                NumpyWriter.Array.ofFloats(
                        channel -> writePoints(files, channel),
                        count,
                        images.channels(),
                        images.height(),
                        images.width())));
        int[] indices = Indices.first(count).stream().toArray();
        try (Scope scope = Scope.open()) {
            arrays.put("labels", NumpyWriter.Array.of(images.labels(indices)));
            arrays.put("indices", NumpyWriter.Array.of(Indices.tensor(indices)));
            NumpyWriter.write(file, arrays);
        }
    }

    private void writePoints(List<FoundPoints> files, WritableByteChannel channel) throws IOException {
        for (int index = 0; index < images.size(); index++) {
            ChannelIo.writeFully(channel, point(files, index));
        }
    }

    private ByteBuffer point(List<FoundPoints> files, int index) throws IOException {
        for (boolean broken : new boolean[] {true, false}) {
            for (FoundPoints file : files) {
                Optional<ByteBuffer> point = file.find(index, broken);
                if (point.isPresent()) {
                    return point.get();
                }
            }
        }
        float[] pixels = new float[images.shape().length()];
        try (Scope scope = Scope.open()) {
            images.images(new int[] {index}).data_ptr_float().get(pixels);
        }
        ByteBuffer image = ByteBuffer.allocate(pixels.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        image.asFloatBuffer().put(pixels);
        return image;
    }
}
