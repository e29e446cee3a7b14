package io.stockpot.evaluate;

import io.stockpot.data.LabelledImages;
import io.stockpot.tensor.Scope;
import io.stockpot.threat.ThreatModel;
import java.io.IOException;
import java.util.BitSet;
import java.util.Optional;

/**
 * The points found by the attacks of one threat, each checked when it is read: against the threat, and against what
 * the journal knows of the image.
 */
final class CheckedPoints {
    /** Rounding of float32 stays far below, damage goes far beyond; in parts of epsilon and of a pixel. */
    private static final double ROUNDING = 1e-4;

    private final FoundPoints points;
    private final ThreatModel threat;
    private final LabelledImages images;
    private final BitSet attacked;
    private final BitSet broken;

    /**
     * Opens the points.
     *
     * @param attacked the images that the journal says were attacked
     * @param broken those that it says were broken
     */
    CheckedPoints(FoundPoints points, ThreatModel threat, LabelledImages images, BitSet attacked, BitSet broken) {
        this.points = points;
        this.threat = threat;
        this.images = images;
        this.attacked = attacked;
        this.broken = broken;
    }

    /**
     * Returns the point of an image, if one was found.
     *
     * @throws DamagedPointException if there is none where the journal knows of one, if the image was broken and the
     *     point is not misclassified, or if the point lies outside ball or box
     */
    Optional<FoundPoints.Point> find(int index) throws IOException {
        Optional<FoundPoints.Point> point = points.find(index);
        boolean lacking = attacked.get(index) && point.isEmpty();
        boolean harmless =
                broken.get(index) && point.isPresent() && !point.get().broken();
        if (lacking || harmless || (point.isPresent() && !isAdmissible(point.get(), index))) {
            throw damaged(index);
        }
        return point;
    }

    /** Returns the exception that says the point of an image is not what was found. */
    DamagedPointException damaged(int index) {
        return new DamagedPointException(points.file(), index);
    }

    private boolean isAdmissible(FoundPoints.Point point, int index) {
        float[] difference = point.pixels().array().clone();
        float[] image = pixels(images, index);
        for (int i = 0; i < difference.length; i++) {
            if (!(difference[i] >= 0 && difference[i] <= 1)) {
                return false;
            }
            difference[i] -= image[i];
        }
        double epsilon = threat.epsilon().value();
        return threat.norm().size(difference) <= epsilon + ROUNDING * Math.max(1, epsilon);
    }

    /** Returns the pixels of an image as it is. */
    static float[] pixels(LabelledImages images, int index) {
        float[] pixels = new float[images.shape().length()];
        try (Scope scope = Scope.open()) {
            images.images(new int[] {index}).data_ptr_float().get(pixels);
        }
        return pixels;
    }
}
