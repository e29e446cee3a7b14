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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The adversarial images of an evaluation: for each condition and image the worst point found, the image
 * itself if it was misclassified from the start. What the classifier says of them is the outcome.
 */
public final class AdversarialExamples {
    private final LabelledImages images;
    /** By label of the condition; a point is taken from the first place that has a misclassified one, or any. */
    private final Map<String, List<FoundPoints>> places;

    private AdversarialExamples(LabelledImages images, Map<String, List<FoundPoints>> places) {
        this.images = images;
        this.places = places;
    }

    /** Finds the points; along a curve, those of smaller radii are tried where a larger one has none. */
    static AdversarialExamples of(Evaluator evaluator, Journal journal) throws IOException {
        Map<String, List<FoundPoints>> places = new LinkedHashMap<>();
        List<Condition> threats = evaluator.conditions().stream()
                .filter(Condition.Robust.class::isInstance)
                .toList();
        threats.forEach(threat -> places.put(threat.label(), new ArrayList<>()));
        for (List<ConditionProgress> curve :
                ConditionProgress.curves(ConditionProgress.of(threats, evaluator.images(), journal))) {
            List<FoundPoints> largestFirst = new ArrayList<>();
            for (ConditionProgress progress : curve) {
                progress.points().ifPresent(points -> largestFirst.add(0, points));
                places.get(progress.condition().label()).addAll(largestFirst);
            }
        }
        return new AdversarialExamples(evaluator.images(), places);
    }

    /**
     * Writes an archive of NumPy arrays; it appears only when it is complete. For each condition there is
     * an array by its label, N×C×H×W, float32; "labels" and "indices" are int64.
     */
    public void write(Path file) throws IOException {
        Map<String, NumpyWriter.Array> arrays = new LinkedHashMap<>();
        int count = images.size();
        places.forEach((label, found) -> arrays.put(
                label,
                NumpyWriter.Array.ofFloats(
                        channel -> writePoints(found, channel),
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

    private void writePoints(List<FoundPoints> places, WritableByteChannel channel) throws IOException {
        for (int index = 0; index < images.size(); index++) {
            ChannelIo.writeFully(channel, point(places, index));
        }
    }

    private ByteBuffer point(List<FoundPoints> places, int index) throws IOException {
        for (boolean broken : new boolean[] {true, false}) {
            for (FoundPoints place : places) {
                Optional<ByteBuffer> found = place.find(index, broken);
                if (found.isPresent()) {
                    return found.get();
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
