package io.stockpot.evaluate;

import io.stockpot.attack.Goal;
import io.stockpot.attack.Logits;
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
import java.util.BitSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;

/**
 * The adversarial images of an evaluation: for each condition and image the worst point found, the image
 * itself if it was misclassified from the start. The classifier is correct on them where the outcome is.
 */
public final class AdversarialExamples {
    /** How far the margin of a point may differ when it is asked again among others, in parts of it and of one. */
    private static final float ROUNDING = 1e-3f;

    private final Evaluator evaluator;
    private final LabelledImages images;
    private final Optional<Logits> classifier;
    /** By label of the condition; a point is taken from the first file that has a misclassified one, else any. */
    private final Map<String, List<CheckedPoints>> found;

    private AdversarialExamples(
            Evaluator evaluator, Optional<Logits> classifier, Map<String, List<CheckedPoints>> found) {
        this.evaluator = evaluator;
        this.images = evaluator.images();
        this.classifier = classifier;
        this.found = found;
    }

    /** Opens the points; along a curve, those of smaller radii are used where a larger one has none. */
    static AdversarialExamples of(Evaluator evaluator, Journal journal, Optional<Logits> classifier) {
        Map<Condition, AttackLog> logs = AttackLog.ofEach(evaluator.conditions(), evaluator.images(), journal);
        Map<Condition, List<CheckedPoints>> byCondition = new HashMap<>();
        for (List<Condition> curve : evaluator.curves()) {
            List<CheckedPoints> largestFirst = new ArrayList<>();
            for (Condition condition : curve) {
                logs.get(condition).points().ifPresent(points -> largestFirst.add(0, points));
                byCondition.put(condition, List.copyOf(largestFirst));
            }
        }
        Map<String, List<CheckedPoints>> found = new LinkedHashMap<>();
        for (Condition condition : evaluator.conditions()) {
            if (condition instanceof Condition.Robust) {
                found.put(condition.label(), byCondition.get(condition));
            }
        }
        return new AdversarialExamples(evaluator, classifier, found);
    }

    /**
     * Writes an archive of NumPy arrays; it appears only when it is complete. For each condition there is
     * an array by its label, N×C×H×W, float32; "labels" and "indices" are int64. Every point is checked first:
     * it lies in ball and box, it is misclassified where the journal says so, and its margin is the one noted if
     * there is a classifier to ask.
     *
     * @throws IOException if the file cannot be written, or a point is not what the attacks found
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

    private void writePoints(List<CheckedPoints> files, WritableByteChannel channel) throws IOException {
        for (int from = 0; from < images.size(); from += evaluator.batchSize()) {
            int to = Math.min(images.size(), from + evaluator.batchSize());
            List<Kept> kept = new ArrayList<>();
            for (int index = from; index < to; index++) {
                kept.add(worst(files, index));
            }
            float[] pixels = pixels(kept);
            if (classifier.isPresent()) {
                requireMargins(kept, margins(classifier.get(), kept, pixels));
            }
            ByteBuffer bytes = ByteBuffer.allocate(pixels.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
            bytes.asFloatBuffer().put(pixels);
            ChannelIo.writeFully(channel, bytes);
        }
    }

    /**
     * Returns the points of some images, each checked against ball, box and journal; where there is none, the image.
     *
     * @param label of the condition
     * @return N×C×H×W
     * @throws IOException if a point cannot be read, or is not what the attacks found
     */
    float[] points(String label, int[] indices) throws IOException {
        List<Kept> kept = new ArrayList<>();
        for (int index : indices) {
            kept.add(worst(found.get(label), index));
        }
        return pixels(kept);
    }

    /**
     * Returns which of some images have a misclassified point.
     *
     * @param label of the condition
     * @throws IOException if a point cannot be read, or is not what the attacks found
     */
    BitSet broken(String label, BitSet some) throws IOException {
        BitSet broken = new BitSet();
        for (int index : some.stream().toArray()) {
            Optional<FoundPoints.Point> point = worst(found.get(label), index).point();
            broken.set(index, point.filter(FoundPoints.Point::broken).isPresent());
        }
        return broken;
    }

    /**
     * What is written for an image.
     *
     * @param point the worst found, or none
     * @param source where it was found
     */
    private record Kept(int index, Optional<FoundPoints.Point> point, Optional<CheckedPoints> source) {}

    private static Kept worst(List<CheckedPoints> files, int index) throws IOException {
        Kept worst = new Kept(index, Optional.empty(), Optional.empty());
        for (CheckedPoints file : files) {
            Optional<FoundPoints.Point> point = file.find(index);
            if (point.isPresent() && (point.get().broken() || worst.point().isEmpty())) {
                worst = new Kept(index, point, Optional.of(file));
                if (point.get().broken()) {
                    return worst;
                }
            }
        }
        return worst;
    }

    /** Returns the points one after the other, and where none was found the image itself. */
    private float[] pixels(List<Kept> kept) {
        int width = images.shape().length();
        float[] pixels = new float[kept.size() * width];
        for (int i = 0; i < kept.size(); i++) {
            Kept one = kept.get(i);
            float[] written = one.point()
                    .map(point -> point.pixels().array())
                    .orElseGet(() -> CheckedPoints.pixels(images, one.index()));
            System.arraycopy(written, 0, pixels, i * width, width);
        }
        return pixels;
    }

    /** Asks the classifier again, because only it can tell a damaged point inside the ball. */
    private static void requireMargins(List<Kept> kept, float[] margins) throws IOException {
        for (int i = 0; i < margins.length; i++) {
            float noted = kept.get(i).point().map(FoundPoints.Point::margin).orElse(margins[i]);
            if (Math.abs(margins[i] - noted) > ROUNDING * Math.max(1, Math.abs(noted))) {
                throw kept.get(i).source().orElseThrow().damaged(kept.get(i).index());
            }
        }
    }

    private float[] margins(Logits asked, List<Kept> kept, float[] pixels) {
        float[] margins = new float[kept.size()];
        try (Scope scope = Scope.open();
                NoGradGuard frozen = new NoGradGuard()) {
            Tensor points = Tensor.create(pixels, kept.size(), images.channels(), images.height(), images.width());
            int[] indices = kept.stream().mapToInt(Kept::index).toArray();
            Goal goal = new Goal(asked, images.labels(indices));
            goal.margin(goal.logits(points)).contiguous().data_ptr_float().get(margins);
        }
        return margins;
    }
}
